"""What staff write and what visitors read, kept apart.

`Article` is the working copy that staff edit. `PublishedArticle` and its passages are what visitors
read; only `Article.publish()` writes them and only `Article.unpublish()` takes them away. No public
query touches `Article`, so a draft cannot leak.
"""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.db import connection, models, transaction
from django.db.models import F, Q
from django.dispatch import receiver
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords
from simple_history.signals import pre_create_historical_record
from taggit.managers import TaggableManager
from taggit.models import ItemBase, Tag

from . import indexing, markup, passages
from .languages import default_locale, locale_choices

# A passage's vector holds 1 MB at most; a body of this size is split into hundreds of passages.
BODY_MAX_LENGTH = 500_000
READING_WORDS_PER_MINUTE = 230
# Why a version exists; staff read it in the history.
PUBLISHED, UNPUBLISHED = "Published", "Unpublished"
# What visitors read exactly as it was written; tags are compared apart.
PUBLISHED_AS_WRITTEN = (
    "title", "slug", "summary", "body", "category_id", "pinned", "published_at", "updated_at",
)  # fmt: skip
# Addresses that a tab would hide: /articles/, /search/ and so on come first in the URLconf.
RESERVED_KEYS = frozenset(
    ["admin", "articles", "feeds", "healthz", "media", "search", "static", "tags"]
)


def validate_category_key(key: str) -> None:
    """Refuse a key whose page another page of the site would hide."""
    if key in RESERVED_KEYS or key in {code for code, _name in settings.LANGUAGES}:
        raise ValidationError(_("The site uses this address itself. Choose another key."))


class Icon(models.TextChoices):
    """Icons that a category card can show; each is a symbol of the icon sprite."""

    BOOK = "book", _("Book")
    QUESTION = "question", _("Question mark")
    MEGAPHONE = "megaphone", _("Megaphone")
    USER = "user", _("Person")
    SHIELD = "shield", _("Shield")
    CARD = "card", _("Card")
    WALLET = "wallet", _("Wallet")
    PHONE = "phone", _("Phone")
    ROCKET = "rocket", _("Rocket")
    INVOICE = "invoice", _("Invoice")
    RECEIPT = "receipt", _("Receipt")
    BANK = "bank", _("Bank")
    TEAM = "team", _("Team")
    CHART = "chart", _("Chart")
    PLUG = "plug", _("Plug")
    SPARKLE = "sparkle", _("Sparkle")
    STATUS = "status", _("Status")
    SCALE = "scale", _("Scale")


class Category(models.Model):
    """A place for articles. Root categories are the tabs, in staff's order."""

    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children"
    )
    key = models.SlugField(
        unique=True,
        validators=[validate_category_key],
        help_text=_("Part of the address: /key/. Changing it changes the addresses below it."),
    )
    position = models.PositiveIntegerField(
        default=0, help_text=_("Smaller numbers come first among the categories of one parent.")
    )
    icon = models.CharField(max_length=20, choices=Icon, default=Icon.BOOK)

    class Meta:
        ordering = ["position", "key"]
        verbose_name_plural = _("categories")

    def __str__(self) -> str:
        return self.name_in(settings.LANGUAGE_CODE)

    @transaction.atomic
    def save(self, *args, **kwargs) -> None:
        """Save, and take the published articles along when the category moves to another tab."""
        super().save(*args, **kwargs)
        tab, below, seen = self.ancestry()[0], [self], set()
        while below:
            PublishedArticle.objects.filter(category__in=below).exclude(tab=tab).update(tab=tab)
            seen |= {category.pk for category in below}
            below = list(Category.objects.filter(parent__in=below).exclude(pk__in=seen))

    def name_in(self, locale: str) -> str:
        """Return the name in `locale`, in the default locale, in any, or the key."""
        names = {t.locale: t.name for t in self.translations.all()}
        return (
            names.get(locale)
            or names.get(settings.LANGUAGE_CODE)
            or next(iter(names.values()), self.key)
        )

    def ancestry(self) -> list[Category]:
        """Return the path from the tab down to this category, both included."""
        path, category, seen = [self], self.parent, {self.pk}
        while category is not None and category.pk not in seen:
            path.append(category)
            seen.add(category.pk)
            category = category.parent
        return path[::-1]

    def clean(self) -> None:
        """Refuse a parent that is this category itself or stands below it."""
        if self.pk and self.parent and self.pk in {above.pk for above in self.parent.ancestry()}:
            raise ValidationError({"parent": _("A category cannot stand below itself.")})


class CategoryTranslation(models.Model):
    """Name and description of a category in one locale."""

    category = models.ForeignKey(Category, models.CASCADE, related_name="translations")
    locale = models.CharField(max_length=10, choices=locale_choices)
    name = models.CharField(max_length=80)
    description = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["category", "locale"], name="one_name_per_category_and_locale"
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.locale})"


class TaggedArticle(ItemBase):
    """A tag on an article: a real foreign key instead of taggit's generic one."""

    content_object = models.ForeignKey("Article", models.CASCADE)
    tag = models.ForeignKey(Tag, models.CASCADE, related_name="tagged_articles")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["content_object", "tag"], name="one_tag_per_article")
        ]


class VersionTags(models.Model):
    """Tags of a version; simple-history cannot follow taggit's relation by itself."""

    tag_names = ArrayField(models.CharField(max_length=100), default=list, blank=True)

    class Meta:
        abstract = True


class ArticleQuerySet(models.QuerySet):
    """Questions that staff and commands ask about working copies."""

    def in_locale(self, locale: str) -> ArticleQuerySet:
        return self.filter(locale=locale)

    def live(self) -> ArticleQuerySet:
        return self.filter(published__isnull=False)

    def due(self, now: datetime) -> ArticleQuerySet:
        """Articles whose time to go live has come."""
        return self.filter(publish_at__lte=now)

    def expired(self, now: datetime) -> ArticleQuerySet:
        """Live articles whose time is over."""
        return self.live().filter(expire_at__lte=now)


class Article(models.Model):
    """One article in one locale, as staff edit it."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("Draft")
        IN_REVIEW = "in_review", _("In review")
        APPROVED = "approved", _("Approved")

    class State(models.TextChoices):
        """What staff read in the list; derived, never stored."""

        DRAFT = "draft", _("Draft")
        LIVE = "live", _("Live")
        CHANGED = "changed", _("Changed since published")
        SCHEDULED = "scheduled", _("Scheduled")

    title = models.CharField(max_length=200)
    slug = models.SlugField(
        max_length=200,
        blank=True,
        allow_unicode=True,
        help_text=_("The address: /articles/slug/. Left empty, it is made from the title."),
    )
    locale = models.CharField(max_length=10, choices=locale_choices, default=default_locale)
    category = models.ForeignKey(Category, models.PROTECT, related_name="articles")
    summary = models.CharField(
        max_length=500,
        blank=True,
        help_text=_("One or two sentences under the title and on cards without a question."),
    )
    body = models.TextField(blank=True, validators=[MaxLengthValidator(BODY_MAX_LENGTH)])
    tags = TaggableManager(through=TaggedArticle, blank=True)
    pinned = models.BooleanField(
        default=False, help_text=_("Pinned articles come first in their tab.")
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    status = models.CharField(max_length=10, choices=Status, default=Status.DRAFT)
    translation_of = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="translations"
    )
    published_at = models.DateTimeField(
        _("published on"), null=True, blank=True, help_text=_("Set by the first Publish.")
    )
    updated_at = models.DateTimeField(
        _("updated on"), null=True, blank=True, help_text=_("Set when changed text is published.")
    )
    publish_at = models.DateTimeField(null=True, blank=True)
    expire_at = models.DateTimeField(null=True, blank=True)
    review_by = models.DateField(null=True, blank=True)
    edited_at = models.DateTimeField(auto_now=True, editable=False)

    history = HistoricalRecords(bases=[VersionTags], excluded_fields=["edited_at"])
    objects = ArticleQuerySet.as_manager()

    class Meta:
        ordering = ["-edited_at"]
        constraints = [
            models.UniqueConstraint(fields=["locale", "slug"], name="one_article_per_slug"),
            models.CheckConstraint(
                condition=Q(expire_at__isnull=True)
                | Q(publish_at__isnull=True)
                | Q(expire_at__gt=F("publish_at")),
                name="expires_after_it_is_published",
                violation_error_message=_("An article must expire after it is published."),
            ),
        ]
        permissions = [("publish_article", "Can publish and unpublish articles")]

    def __str__(self) -> str:
        return self.title

    @transaction.atomic
    def save(self, *args, **kwargs) -> None:
        """Save the working copy; visitors see nothing of it before `publish()`."""
        if not self.slug:
            take_turns_at_slugs(self.locale)
            self.slug = self.free_slug(slugify(self.title, allow_unicode=True) or "article")
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return article_url(self.locale, self.slug)

    def free_slug(self, wanted: str) -> str:
        """Return `wanted`, cut to fit, with a number behind it when another article has it.

        An article that was renamed but not published again still has its old address, too.
        """
        near = {"locale": self.locale, "slug__startswith": wanted[:190]}
        written = Article.objects.filter(**near).exclude(pk=self.pk).values_list("slug")
        live = PublishedArticle.objects.filter(**near).exclude(pk=self.pk).values_list("slug")
        taken = {slug for (slug,) in written.union(live)}
        candidates = [wanted[:200], *(f"{wanted[:190]}-{n}" for n in range(2, len(taken) + 3))]
        return next(slug for slug in candidates if slug not in taken)

    def set_tags(self, names: list[str]) -> None:
        """Replace the tags and write them to the newest version, so that a restore has them."""
        self.tags.set(names)
        newest = self.history.order_by("-history_date", "-history_id").values("history_id")[:1]
        self.history.filter(history_id__in=newest).update(tag_names=sorted(names))

    @property
    def is_live(self) -> bool:
        return hasattr(self, "published")

    @property
    def state(self) -> State:
        """What this article is to staff; compares the working copy with what visitors read."""
        if not self.is_live:
            return self.State.SCHEDULED if self.publish_at else self.State.DRAFT
        return self.State.CHANGED if self.differs_from_published() else self.State.LIVE

    def differs_from_published(self) -> bool:
        """Return whether publishing now would change what visitors read."""
        live = self.published
        return any(
            getattr(live, field) != getattr(self, field) for field in PUBLISHED_AS_WRITTEN
        ) or sorted(live.tag_names) != sorted(tag.name for tag in self.tags.all())

    @transaction.atomic
    def publish(self, now: datetime | None = None) -> PublishedArticle:
        """Make the working copy what visitors read: page, passages and vectors in one transaction.

        `now` is the time of the deed (default: this moment). "Updated on" moves only when the
        text that visitors read changes. Raises ValidationError when another live article has the
        address.
        """
        now = now or timezone.now()
        Article.objects.select_for_update().get(pk=self.pk)  # two publishers take turns
        live = PublishedArticle.objects.filter(article=self).first()
        self._refuse_taken_address()
        self._set_dates(live, now)
        self.publish_at = None
        self.status = self.Status.APPROVED
        self.save_version(PUBLISHED)
        if live and live.slug != self.slug:
            self._leave_redirect(live)
        return self.go_live(live)

    def go_live(self, live: PublishedArticle | None) -> PublishedArticle:
        """Copy the saved working copy over `live`, the page that visitors read, or make that page.

        Staff publish; an import, whose new articles are saved once and nobody else can touch yet,
        calls this alone. The dates must be set.
        """
        OldPath.objects.filter(locale=self.locale, slug=self.slug).delete()
        live = live or PublishedArticle(article=self, locale=self.locale)
        for field in PUBLISHED_AS_WRITTEN:
            setattr(live, field, getattr(self, field))
        live.expire_at = self.expire_at
        live.tag_names, live.tag_slugs = [], []
        for name, slug in self.tags.order_by("name").values_list("name", "slug"):
            live.tag_names.append(name)
            live.tag_slugs.append(slug)
        live.category = self.category
        live.write_page()
        self.published = live
        return live

    def _refuse_taken_address(self) -> None:
        """A renamed article keeps its old address until it is published under the new one."""
        here = PublishedArticle.objects.filter(locale=self.locale, slug=self.slug)
        if other := here.exclude(article=self).first():
            raise ValidationError(_("“%s” is live at this address.") % other.title)

    def _set_dates(self, live: PublishedArticle | None, now: datetime) -> None:
        """Move "Published on" and "Updated on", unless staff or an import moved them by hand."""
        self.published_at = self.published_at or now
        text_changed = live is not None and (live.title, live.summary, live.body) != (
            self.title, self.summary, self.body,
        )  # fmt: skip
        if self.updated_at is None or (text_changed and self.updated_at == live.updated_at):
            self.updated_at = now if text_changed else self.published_at

    @transaction.atomic
    def unpublish(self) -> None:
        """Take the article off the site; the working copy, views and history stay."""
        Article.objects.select_for_update().get(pk=self.pk)
        live = PublishedArticle.objects.filter(article=self).first()
        if live:
            self._leave_redirect(live)  # leads nowhere until the article is published again
            live.delete()
        self.status = self.Status.DRAFT
        self.publish_at = self.expire_at = None
        self.save_version(UNPUBLISHED)
        self._state.fields_cache.pop("published", None)

    def _leave_redirect(self, live: PublishedArticle) -> None:
        OldPath.objects.update_or_create(
            locale=live.locale, slug=live.slug, defaults={"article": self}
        )

    def save_version(self, reason: str) -> None:
        """Save, and say in the history why; it keeps 100 characters of `reason`."""
        self._change_reason = reason[:100]
        try:
            self.save()
        finally:
            del self._change_reason


@receiver(pre_create_historical_record, sender=Article.history.model)
def _remember_tags(instance: Article, history_instance: VersionTags, **kwargs: object) -> None:
    """Every version knows its tags, whoever saves; `set_tags` corrects the newest one."""
    is_new = history_instance.history_type == "+"  # nothing can be tagged before it has an id
    history_instance.tag_names = [] if is_new else sorted(instance.tags.names())


def take_turns_at_slugs(locale: str) -> None:
    """Let one transaction at a time look for a free slug: 16 articles of one title get 16 slugs."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"articles.slug.{locale}"])


def article_url(locale: str, slug: str) -> str:
    """Return the path of an article's page in its own locale."""
    with translation.override(locale):
        return reverse("articles:detail", args=[slug])


class PublishedArticle(models.Model):
    """What visitors read of an article: rendered, sanitised and ready to show."""

    article = models.OneToOneField(
        Article, models.CASCADE, primary_key=True, related_name="published"
    )
    locale = models.CharField(max_length=10)
    tab = models.ForeignKey(Category, models.PROTECT, related_name="+")
    category = models.ForeignKey(Category, models.PROTECT, related_name="published_articles")
    slug = models.CharField(max_length=200)
    title = models.CharField(max_length=200)
    summary = models.CharField(max_length=500)
    body = models.TextField()
    html = models.TextField()
    contents = models.JSONField(default=list, help_text="[[level, text, anchor], ...]")
    opening = models.TextField()
    tag_names = ArrayField(models.CharField(max_length=100), default=list)
    tag_slugs = ArrayField(models.CharField(max_length=100), default=list)
    reading_minutes = models.PositiveSmallIntegerField(default=1)
    pinned = models.BooleanField(default=False)
    published_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    expire_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["locale", "slug"], name="one_page_per_slug"),
        ]
        indexes = [
            # The listing of All and of a tab: the newest 15 without sorting the rest.
            models.Index(
                F("locale"), F("pinned").desc(), F("updated_at").desc(), F("article").desc(),
                name="listing_of_all",
            ),
            models.Index(
                F("locale"), F("tab"), F("pinned").desc(), F("updated_at").desc(),
                F("article").desc(), name="listing_of_a_tab",
            ),
            GinIndex(fields=["tag_slugs"], name="articles_of_a_tag"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return article_url(self.locale, self.slug)

    @transaction.atomic
    def rebuild(self) -> None:
        """Render, split and index what was published again; its text and dates stay."""
        Article.objects.select_for_update().get(pk=self.pk)  # takes turns with a publisher
        self.refresh_from_db()
        self.write_page()

    def write_page(self) -> None:
        """Save the published text with all that derives from it: page, passages and vectors."""
        with translation.override(self.locale):
            rendered = markup.render(self.body)
        words = sum(len(block.text.split()) for block in rendered.blocks)
        self.html = rendered.html
        self.contents = [[h.level, h.text, h.anchor] for h in rendered.contents]
        self.opening = passages.opening(rendered.blocks) or self.summary
        self.reading_minutes = max(1, round(words / READING_WORDS_PER_MINUTE))
        self.tab = self.category.ancestry()[0]
        self.save(force_insert=self._state.adding)
        indexing.index(self, passages.split(rendered.blocks))


class Passage(models.Model):
    """A piece of a published article that can answer a question by itself."""

    article = models.ForeignKey(PublishedArticle, models.CASCADE, related_name="passages")
    locale = models.CharField(max_length=10)
    position = models.PositiveSmallIntegerField()
    heading = models.CharField(max_length=500, blank=True)
    anchor = models.CharField(max_length=500, blank=True)
    text = models.TextField()
    words = models.PositiveIntegerField(help_text="Word positions in the vector.")
    vector = SearchVectorField()

    class Meta:
        ordering = ["article", "position"]
        indexes = [GinIndex(fields=["vector"], name="passages_by_lexeme", fastupdate=False)]

    def __str__(self) -> str:
        return self.text[:80]


class ViewCount(models.Model):
    """How often an article was read on one day, apart from the article's own row."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="view_counts")
    day = models.DateField()
    views = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["article", "day"], name="one_count_per_article_and_day")
        ]

    def __str__(self) -> str:
        return f"{self.article_id} on {self.day}: {self.views}"


class ViewTotal(models.Model):
    """The sum of an article's ViewCounts, written together with them: one row to read per card."""

    article = models.OneToOneField(
        Article, models.CASCADE, primary_key=True, related_name="view_total"
    )
    views = models.PositiveBigIntegerField()

    def __str__(self) -> str:
        return f"{self.article_id}: {self.views}"


class Visit(models.Model):
    """That somebody read an article on a day; makes a second look on that day not count.

    `visitor` is a keyed hash that changes every day, so it says nothing about anybody later.
    """

    article = models.ForeignKey(Article, models.CASCADE, related_name="+")
    day = models.DateField()
    visitor = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["day", "article", "visitor"], name="one_visit_per_day")
        ]

    def __str__(self) -> str:
        return f"{self.article_id} on {self.day}"


class OldPath(models.Model):
    """A slug that an article had: a permanent redirect to where it is now."""

    locale = models.CharField(max_length=10)
    slug = models.CharField(max_length=200)
    article = models.ForeignKey(Article, models.CASCADE, related_name="old_paths")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["locale", "slug"], name="one_redirect_per_slug")
        ]

    def __str__(self) -> str:
        return self.slug
