"""What a team has at its desk on one day: made of the demo content, for the pictures of the guide.

Dates are counted from today, so that pictures that are taken again say the same.
"""

from __future__ import annotations

import os
from contextlib import contextmanager
from datetime import timedelta
from types import SimpleNamespace

import django

PASSWORD = os.environ.get("ADMIN_PASSWORD", "")
WEAK = ("student discount", "discount for students", "app for apple watch")
ASKED = (  # text, times, results, opened
    ("close my account", 41, 9, 30), ("app crashes when I scan a receipt", 37, 6, 22),
    ("change bank account for payouts", 33, 12, 19), ("apple watch", 28, 0, 0),
    ("lost phone", 26, 11, 21), ("direct debit mandate", 19, 0, 0),
    ("two step without phone", 17, 10, 12), ("vat number", 14, 4, 0), ("sepa instant", 11, 0, 0),
    ("card pin", 9, 7, 6), ("student discount", 8, 7, 2), ("discount for students", 5, 7, 1),
    ("app for apple watch", 4, 3, 0),
)  # fmt: skip
OVERDUE = {  # slug: days since it was to be read again, Yes, No
    "card-limits-and-fees": (96, 31, 22), "move-from-another-program": (210, 12, 3),
    "contractor-1099-forms": (40, 18, 2), "code-not-arriving": (12, 60, 41), "mileage": (75, 9, 1),
}  # fmt: skip


def main() -> None:
    """Make the people, and let each of them do their part."""
    django.setup()
    ana = _person("ana", "Ana Silva", "Authors")
    rob = _person("rob", "Rob Meyer", "Reviewers")
    petra = _person("petra", "Petra Lind", "Publishers")
    with _signed_in(ana):
        _write(ana)
    with _signed_in(rob):
        _at("card-pin").approve()
        _at("mileage").send_back("Which rate holds for 2027? Add the table.")
    with _signed_in(petra):
        _plan()
        _prepare_a_set(petra)
    _listen(ana, petra)


def _person(name: str, full_name: str, group: str):
    from django.contrib.auth.models import Group, User

    first, last = full_name.split()
    user = User.objects.create_user(
        name, password=PASSWORD, first_name=first, last_name=last, is_staff=True
    )
    user.groups.add(Group.objects.get(name=group))
    return user


@contextmanager
def _signed_in(user):
    """Let the history and the record name `user`, as in a request of theirs."""
    from simple_history.models import HistoricalRecords

    HistoricalRecords.context.request = SimpleNamespace(user=user)
    yield
    del HistoricalRecords.context.request


def _at(slug: str):
    from articles.models import Article

    return Article.objects.get(locale="en-us", slug=slug)


def _change(slug: str, old: str, new: str, note: str = "", **fields):
    """Replace `old` in the text, which must be there, and save it as a version."""
    article = _at(slug)
    if old not in article.body:
        raise ValueError(f"{slug} does not say {old!r} any more.")
    article.body, article.note = article.body.replace(old, new, 1), note
    for name, value in fields.items():
        setattr(article, name, value)
    article.save_version("")
    return article


def _write(ana) -> None:
    _change(
        "lost-phone",
        "The first two take a couple of minutes.",
        "The first two take a couple of minutes, the third up to one business day.",
        "How long the third way takes",
        change_note="How long an identity check takes",
    )
    _change("card-pin", "PIN", "PIN (four digits)", "Say how long it is").submit()
    _change("mileage", "\n## ", "\nOnly business trips count.\n\n## ").submit("Is it clear enough?")
    article = _change(
        "card-declined",
        "\n## ",
        "\n> [!TIP]\n> Most cards work at the second try. See the [reasons](#all-reasons).\n\n## ",
        "Calm readers first",
        owner=ana,
    )
    article.submit("New opening, and a tip. Is the tone right?")


def _plan() -> None:
    """What goes live, ends, and is to be read again."""
    from django.utils import timezone

    from articles.models import Article, Category

    now = timezone.now().replace(minute=0, second=0)
    Article.objects.create(
        title="Holiday hours in 2027", body="We are closed on three days.", locale="en-us",
        category=Category.objects.get(key=_at("holiday-hours-2026").category.key),
        publish_at=now + timedelta(days=9),
    )  # fmt: skip
    for slug, days in (("holiday-hours-2026", 12), ("larkbooks-8", 20)):
        _schedule(slug, expire_at=now + timedelta(days=days))
    gone = _schedule("bank-feed-delays-july-2026", expire_at=now - timedelta(days=2))
    gone.expire()
    for slug, days in (("passkeys", 4), ("webhooks", 6), ("year-end", 15), ("bank-rules", 18)):
        _schedule(slug, review_by=(now + timedelta(days=days)).date())


def _schedule(slug: str, **moments):
    from articles.models import PublishedArticle

    article = _at(slug)
    for name, moment in moments.items():
        setattr(article, name, moment)
    article.save_version("")
    if "expire_at" in moments:
        PublishedArticle.objects.filter(article=article).update(expire_at=moments["expire_at"])
    return article


def _prepare_a_set(petra) -> None:
    from articles.models import PublicationSet, SetItem

    _change("which-plan", "$14", "$15", change_note="Prices of 2027")
    _change("change-or-cancel-plan", "\n\n", "\n\nNew prices hold from your next invoice.\n\n")
    one = PublicationSet.objects.create(
        name="Prices of 2027",
        note="All at once, on the day of the announcement",
        made_by_name=petra.username,
    )
    publish, unpublish, redirect = SetItem.Deed.values
    for deed, slug, old_slug in (
        (publish, "which-plan", ""), (publish, "change-or-cancel-plan", ""),
        (unpublish, "price-change-2026", ""), (redirect, "which-plan", "prices"),
    ):  # fmt: skip
        SetItem.objects.create(publication_set=one, deed=deed, article=_at(slug), old_slug=old_slug)


def _listen(ana, petra) -> None:
    """What visitors asked, and what they said of articles that nobody has read for long."""
    from django.utils import timezone

    from articles.models import VoteCount, VoteTotal
    from search.models import AskedQuestion

    today = timezone.localdate()
    for text, times, results, opened in ASKED:
        AskedQuestion.objects.create(
            locale="en-us", day=today, text=text, times=times, results=results,
            fits=bool(results) and text not in WEAK, opened=opened,
        )  # fmt: skip
    for number, (slug, (days, helpful, unhelpful)) in enumerate(OVERDUE.items()):
        article = _at(slug)
        article.review_by = today - timedelta(days=days)
        article.owner = (ana, petra)[number % 2]
        article.save_version("")
        said = {"article": article, "helpful": helpful, "unhelpful": unhelpful}
        VoteTotal.objects.create(**said)
        VoteCount.objects.create(day=today - timedelta(days=3), **said)


if __name__ == "__main__":
    main()
