"""Which page of a list is asked for, and what its foot says."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest


@dataclass(frozen=True, slots=True)
class Page:
    """One page of `total` entries; `number` counts from 1.

    `is_cut` is whether there are more than `total`, which nobody counted; `articles` is how many
    articles the entries belong to, where one may have several.
    """

    number: int
    total: int
    size: int = settings.ARTICLES_PER_PAGE
    is_cut: bool = False
    articles: int | None = None

    @property
    def last(self) -> int:
        """The number of the last page; an empty list has one."""
        return max(1, -(-self.total // self.size))

    @property
    def offset(self) -> int:
        return (self.number - 1) * self.size

    @property
    def start(self) -> int:
        """Number of the first entry shown; 0 when there is none."""
        return min(self.offset + 1, self.total)

    @property
    def end(self) -> int:
        return min(self.offset + self.size, self.total)

    @property
    def previous(self) -> int | None:
        return self.number - 1 if self.number > 1 else None

    @property
    def next(self) -> int | None:
        return self.number + 1 if self.number < self.last else None

    @property
    def numbers(self) -> list[int | None]:
        """Page numbers to link: the ends and the neighbours, None for what is left out."""
        near = {1, self.last, *range(self.number - 1, self.number + 2)}
        shown = sorted(n for n in near if 1 <= n <= self.last)
        numbers: list[int | None] = []
        for n in shown:
            if numbers and n - numbers[-1] == 2:
                numbers.append(n - 1)
            elif numbers and n - numbers[-1] > 2:
                numbers.append(None)
            numbers.append(n)
        return numbers


def requested_page(
    request: HttpRequest, total: int, *, is_cut: bool = False, articles: int | None = None
) -> Page:
    """Return the page that `?page=` asks for; nonsense means the first, too much the last."""
    asked = request.GET.get("page", "")
    number = int(asked[:9]) if asked.isascii() and asked.isdigit() else 1
    page = Page(1, total)
    return Page(min(max(number, 1), page.last), total, is_cut=is_cut, articles=articles)
