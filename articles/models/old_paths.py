"""The addresses that articles had."""

from __future__ import annotations

from django.db import connection, models


def lock_slugs(locale: str) -> None:
    """Let nobody else choose a slug in `locale` before the transaction ends, or two take one."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"articles.slug.{locale}"])


class OldPath(models.Model):
    """A slug that an article had: a permanent redirect to where `article` is now.

    `article` is the one that had it, or another that took its place. It is never an address, so
    that no redirect leads to a redirect. `title` is what visitors read there last; empty for a slug
    that was never live on this site.
    """

    locale = models.CharField(max_length=10)
    slug = models.CharField(max_length=200)
    article = models.ForeignKey("Article", models.CASCADE, related_name="old_paths")
    title = models.CharField(max_length=200, blank=True, default="", db_default="")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["locale", "slug"], name="one_redirect_per_slug")
        ]

    def __str__(self) -> str:
        return self.slug
