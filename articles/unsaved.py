"""What staff typed and did not save: kept for them alone, offered back, gone when it is saved.

The form sends what it holds whenever typing pauses. Only the fields of the form are kept, within
the limits of the model; it is never a version and nobody else sees it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.contrib.postgres.expressions import ArraySubquery
from django.db import transaction
from django.db.models import OuterRef, QuerySet
from django.db.models.functions import JSONObject
from django.utils import timezone
from django.utils.datastructures import MultiValueDict

from .models import BODY_MAX_LENGTH, UnsavedText

if TYPE_CHECKING:
    from django.contrib.auth.models import User

    from .models import Article

# What the form's fields are called in what a browser sends.
FIELDS = frozenset(
    [
        "title", "slug", "summary", "body", "change_note", "is_minor_edit", "category", "tags",
        "locale", "translation_of", "pinned", "published_at_0", "published_at_1",
        "updated_at_0", "updated_at_1", "publish_at_0", "publish_at_1",
        "expire_at_0", "expire_at_1", "review_by", "owner", "note", "version",
    ]
)  # fmt: skip
LINE_MAX_LENGTH = 5000
KEY = re.compile(r"[0-9a-f]{16}")
OFFERED = 5
# Of one user; the oldest of more is forgotten, and so is what nobody came back for.
MAX_KEPT, FORGOTTEN_AFTER = 50, timedelta(days=90)
SETTLED_FOR = timedelta(days=1)


class TooLong(ValueError):
    """A field holds more than an article can."""


def is_key(key: str) -> bool:
    """Return whether `key` has the form of a key that a form was opened with."""
    return bool(KEY.fullmatch(key))


def fields_of(sent: Mapping[str, str]) -> dict[str, str]:
    """Return the fields of the form among what was sent; raises TooLong."""
    data = {name: _plain(sent[name]) for name in sorted(FIELDS & {*sent})}
    for name, value in data.items():
        longest = BODY_MAX_LENGTH if name == "body" else LINE_MAX_LENGTH
        if len(value) > longest:
            raise TooLong(name)
    return data


def _plain(text: str) -> str:
    return text.replace("\0", "").replace("\r\n", "\n")


@transaction.atomic
def keep(
    user: User, article: int | None, key: str, data: dict[str, str], typed_at: datetime
) -> UnsavedText | None:
    """Keep what `user` typed into the form `key`; returns None when that was settled meanwhile."""
    unsaved = UnsavedText.objects.select_for_update().filter(user=user, key=key).first()
    if unsaved is None:
        _forget(user)
        unsaved, is_new = UnsavedText.objects.get_or_create(
            user=user, key=key,
            defaults={"article_id": article, "data": data, "saved_at": typed_at},
        )  # fmt: skip
        return unsaved if is_new or unsaved.data else None
    if not unsaved.data:
        return None
    unsaved.data, unsaved.saved_at = data, typed_at
    unsaved.save(update_fields=["data", "saved_at"])
    return unsaved


def _forget(user: User) -> None:
    """Remove what is too old, and the oldest of more than MAX_KEPT."""
    mine, now = UnsavedText.objects.filter(user=user), timezone.now()
    mine.filter(saved_at__lt=now - FORGOTTEN_AFTER).delete()
    mine.filter(data={}, saved_at__lt=now - SETTLED_FOR).delete()
    oldest = mine.order_by("-saved_at").values("pk")[MAX_KEPT - 1 :]
    mine.filter(pk__in=list(oldest.values_list("pk", flat=True))).delete()


def settle(user: User, key: str, article: int | None) -> None:
    """Forget what was typed into a form that was saved or discarded; what comes late is lost."""
    if is_key(key):
        UnsavedText.objects.update_or_create(
            user=user, key=key,
            defaults={"data": {}, "saved_at": timezone.now(), "article_id": article},
        )  # fmt: skip


def _as_json(texts: QuerySet[UnsavedText]) -> QuerySet:
    """Return what a form says of unsaved work, as JSON; one more, since its own is not offered."""
    as_json = JSONObject(key="key", saved_at="saved_at", title="data__title")
    return texts.exclude(data={}).order_by("-saved_at").values(entry=as_json)[: OFFERED + 1]


def typed_by(user: User) -> ArraySubquery:
    """Return what reads the unsaved work of `user` together with an article."""
    return ArraySubquery(_as_json(UnsavedText.objects.filter(user=user, article=OuterRef("pk"))))


def offered(user: User, article: Article | None, but: str = "") -> list[UnsavedText]:
    """Return what `user` typed and did not save, titles only: for an article that was read with
    `unsaved`, or for new ones."""
    if article is not None:
        entries = article.unsaved  # type: ignore[attr-defined]  # annotated
    else:
        new = UnsavedText.objects.filter(user=user, article=None)
        entries = list(_as_json(new).values_list("entry", flat=True))
    return [
        UnsavedText(
            user=user,
            key=entry["key"],
            saved_at=datetime.fromisoformat(entry["saved_at"]),
            data={"title": entry["title"] or ""},
        )
        for entry in entries
        if entry["key"] != but
    ][:OFFERED]


def of_form(user: User, article: int | None, key: str) -> UnsavedText | None:
    """Return what `user` typed into one form of an article."""
    if not is_key(key):
        return None
    mine = UnsavedText.objects.filter(user=user, article=article, key=key)
    return mine.exclude(data={}).first()


def as_sent(kept: UnsavedText) -> MultiValueDict:
    """Return what was typed as a browser sends it."""
    return MultiValueDict({name: [value] for name, value in kept.data.items()})
