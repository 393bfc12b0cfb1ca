"""The page on which two articles that say the same become one."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles import merging, text_difference
from articles.markup.text import unix_lines
from articles.models import Article

from . import deeds
from .choices import is_id
from .desk import ArticleDesk
from .instead import InsteadForm
from .pages import at, require_form

DRAFT, DELETED = "draft", "deleted"


class MergeForm(forms.ModelForm):
    """The text of the article that is kept, and what becomes of the other one."""

    seen = forms.CharField(widget=forms.HiddenInput)
    then = forms.ChoiceField(
        label=gettext_lazy("The other article"),
        choices=[
            (DRAFT, gettext_lazy("stays as a draft")),
            (DELETED, gettext_lazy("is deleted")),
        ],
        initial=DRAFT,
        widget=forms.RadioSelect,
    )

    class Meta:
        model = Article
        fields = ["title", "summary", "body"]
        widgets = {
            "title": forms.TextInput(attrs={"class": "vTextField"}),
            "summary": forms.Textarea(attrs={"rows": 2, "class": "vLargeTextField"}),
            "body": forms.Textarea(attrs={"rows": 24, "class": "vLargeTextField merge-text"}),
        }

    data: QueryDict

    def __init__(self, *args: Any, gone: Article, may_delete: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.gone = gone
        if not may_delete:
            then = self.fields["then"]
            then.choices = then.choices[:1]  # type: ignore[attr-defined]  # it offers some
        self.initial["seen"] = self.newest()

    def newest(self) -> str:
        """Return the newest versions of both articles, to tell whether somebody saved one since."""
        newest = (article.history.newest() for article in (self.instance, self.gone))
        return "-".join(str(version.history_id) if version else "" for version in newest)

    def clean_body(self) -> str:
        return unix_lines(self.cleaned_data["body"])

    def clean(self) -> dict[str, Any]:
        list(Article.objects.filter(pk__in=[self.instance.pk, self.gone.pk]).locked())
        if self.cleaned_data.get("seen") != (newest := self.newest()):
            self.data = self.data.copy()
            self.data["seen"] = newest
            self.add_error(
                None,
                _("Nothing is merged yet: somebody saved one of the two articles meanwhile. "
                  "Your text is still here; look at both again."),
            )  # fmt: skip
        return self.cleaned_data


class MergeMixin(ArticleDesk):
    """Keep one article, and let it take the other one's place."""

    @at("<int:object_id>/merge/", "articles_article_merge", require_form)
    def merge_view(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """Both texts side by side; `with` names the article that goes by id, title or address."""
        if not self.has_publish_permission(request):
            raise PermissionDenied
        kept = self._article_to_change(request, object_id)
        gone = self._to_go(request, kept)
        if gone is None:
            return self._choose(request, kept)
        with transaction.atomic():
            form = MergeForm(
                request.POST or None,
                instance=kept,
                gone=gone,
                may_delete=self.has_delete_permission(request, gone),
            )
            if request.method == "POST" and form.is_valid():
                try:
                    return self._merged(request, form)
                except ValidationError as error:
                    form.add_error(None, error)
        return self._side_by_side(request, form, gone)

    def _to_go(self, request: HttpRequest, kept: Article) -> Article | None:
        """Return the article named in the address; None when there is none to be chosen yet."""
        named = request.GET.get("with", "")
        if not named:
            return None
        if not is_id(named) or int(named) == kept.pk:
            raise Http404("No such article.")
        gone = self._article(request, int(named))
        if gone.locale != kept.locale:
            raise Http404("No such article in this locale.")
        return gone

    def _choose(self, request: HttpRequest, kept: Article) -> HttpResponse:
        """Ask which other article it is; a form by GET, so its answer is an address."""
        form = InsteadForm({"instead": request.GET.get("instead", "")}, gone=kept)
        form.fields["instead"].label = _("Which other article says the same?")
        form.fields["instead"].help_text = _("The title or address of a live article.")
        chosen = form.cleaned_data["instead"] if form.is_valid() else None
        if chosen and chosen.locale != kept.locale:
            form.add_error("instead", _("That article is in another locale."))
        elif chosen:
            return HttpResponseRedirect(f"{request.path}?with={chosen.pk}")
        context = {"title": _("Merge"), "form": form}
        return self._page(request, kept, "admin/articles/article/merge_with.html", context)

    def _side_by_side(self, request: HttpRequest, form: MergeForm, gone: Article) -> HttpResponse:
        kept = Article.objects.get(pk=form.instance.pk)
        return self._page(
            request,
            kept,
            "admin/articles/article/merge.html",
            {
                "title": _("Merge"),
                "form": form,
                "gone": gone,
                "rows": text_difference.side_by_side(kept.body, gone.body),
                "goes_live": merging.goes_live(kept, gone),
            },
        )

    @transaction.atomic
    def _merged(self, request: HttpRequest, form: MergeForm) -> HttpResponse:
        kept, gone = form.instance, form.gone
        merging.merge(kept, gone, _("Merged with “%s”") % gone.title)
        if kept.is_live:
            deeds.tell(request, "publish", [kept])
        self.take_over(kept, gone)
        self.log_change(request, kept, _("Merged with “%s”.") % gone.title)
        message = _("Merged: visitors of “%s” are led here now.") % gone.title
        if form.cleaned_data["then"] == DELETED:
            self.log_deletions(request, [gone])  # type: ignore[arg-type]  # a list will do
            self.delete_model(request, gone)
        else:
            self.log_change(request, gone, _("Merged into “%s”.") % kept.title)
        self.message_user(request, message, messages.SUCCESS)
        return redirect("admin:articles_article_change", kept.pk)

    def take_over(self, kept: Article, gone: Article) -> None:
        """Let `kept` take the place of `gone` in what other parts of the site know of it."""
