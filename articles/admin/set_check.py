"""The page of a publication set: what it does, what is wrong with it, and the buttons that act.

Whoever may see sets may look; only who may publish articles publishes, schedules or rolls back.
"""

from __future__ import annotations

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.core.exceptions import BadRequest, PermissionDenied
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles import publication_sets, set_checks
from articles.models import Article, PublicationSet

from . import deeds
from .desk import person
from .pages import PagesMixin, at, page, require_form
from .states import badges, with_states
from .tree import with_category_name

State = PublicationSet.State
# The colours of the states of articles that mean the same.
COLOURS = {
    State.PREPARED: "draft",
    State.SCHEDULED: "scheduled",
    State.PUBLISHED: "live",
    State.ROLLED_BACK: "changed",
}
NAMED = 10  # articles that a message names
CHANGED = gettext_lazy("Nothing was done: the set was changed since you opened it. Look again.")
LOCAL = "%Y-%m-%dT%H:%M"


def set_badge(publication_set: PublicationSet) -> str:
    """Return the label that shows the state of a set."""
    colour = COLOURS[State(publication_set.state)]
    return format_html(
        '<span class="state state-{}">{}</span>', colour, publication_set.get_state_display()
    )


class ScheduleForm(forms.Form):
    """The moment at which a set goes live by itself."""

    when = forms.DateTimeField(
        label=gettext_lazy("Publish at"),
        input_formats=[LOCAL, f"{LOCAL}:%S"],
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format=LOCAL),
    )


class CheckMixin(PagesMixin):
    """Adds the page to the admin of sets."""

    @at("<int:object_id>/check/", "articles_publicationset_check", require_form)
    def check_view(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """Show the set; on POST do what the pressed button says."""
        may_publish = request.user.has_perm("articles.publish_article")
        allowed = may_publish if request.method == "POST" else True
        if not (allowed and self.has_view_or_change_permission(request)):
            raise PermissionDenied
        publication_set = get_object_or_404(PublicationSet, pk=object_id)
        form = ScheduleForm(request.POST if "_schedule" in request.POST else None)
        if request.method == "POST" and (not form.is_bound or form.is_valid()):
            deed = _deed(request, publication_set, form)
            if request.POST.get("version") == publication_set.version:
                self._do(request, deed)
            else:
                self.message_user(request, CHANGED, messages.ERROR)
            return HttpResponseRedirect(request.path)
        return self._show(request, publication_set, form, may_publish)

    def _do(self, request: HttpRequest, deed: Callable[[], str]) -> None:
        try:
            message = deed()
        except publication_sets.SetRefused as refused:
            self.message_user(request, _("Nothing was changed. %s") % refused, messages.ERROR)
        else:
            self.message_user(request, message, messages.SUCCESS)

    def _show(
        self,
        request: HttpRequest,
        publication_set: PublicationSet,
        form: ScheduleForm,
        may_publish: bool,
    ) -> HttpResponse:
        articles = with_category_name(with_states(Article.with_deleted.all()))
        rows = publication_set.items.defer("before", "after").prefetch_related(
            Prefetch("article", articles)
        )
        items = list(rows)
        for item in items:
            item.badge = "" if item.is_gone else badges(item.target)
        waits = publication_set.state != State.PUBLISHED
        problems = set_checks.problems(items) if waits else []
        context = {
            "title": publication_set.name,
            "set": publication_set,
            "badge": set_badge(publication_set),
            "version": publication_set.version,
            "items": items,
            "problems": problems,
            "is_blocked": any(problem.blocks for problem in problems),
            "waits": waits,
            "form": form,
            "may_publish": may_publish,
            "may_change": self.has_change_permission(request, publication_set),
        }
        return page(self, request, "admin/articles/publicationset/check.html", context)


def _deed(
    request: HttpRequest, publication_set: PublicationSet, form: ScheduleForm
) -> Callable[[], str]:
    """Return what the pressed button does; it returns what is said then."""
    if "_publish" in request.POST:
        return lambda: _publish(request, publication_set)
    if "_roll_back" in request.POST:
        return lambda: _roll_back(request, publication_set)
    if "_schedule" in request.POST:
        return lambda: _schedule(publication_set, form)
    if "_unschedule" in request.POST:
        return lambda: _unschedule(publication_set)
    raise BadRequest("No button was pressed.")


def _publish(request: HttpRequest, publication_set: PublicationSet) -> str:
    deeds.tell(request, "publish", publication_sets.publish(publication_set, person(request)))
    return _("Published. Visitors see all of it now.")


def _roll_back(request: HttpRequest, publication_set: PublicationSet) -> str:
    """Roll the set back; say truly what visitors see again, and what was deleted since."""
    back, lost = publication_sets.roll_back(publication_set, person(request))
    if not lost:
        return _("Rolled back. Visitors see what they saw before.")
    message = _("Rolled back. Deleted since then, so visitors do not get it back: %s.")
    message %= _named(lost)
    return f"{message} {_('As before: %s.') % _named(back)}" if back else message


def _named(titles: list[str]) -> str:
    more = [_("… and more")] if len(titles) > NAMED else []
    return ", ".join([*(f"“{title}”" for title in titles[:NAMED]), *more])


def _schedule(publication_set: PublicationSet, form: ScheduleForm) -> str:
    publication_sets.schedule(publication_set, form.cleaned_data["when"])
    return _("Scheduled. It goes live by itself.")


def _unschedule(publication_set: PublicationSet) -> str:
    publication_sets.unschedule(publication_set)
    return _("Taken out of the schedule.")
