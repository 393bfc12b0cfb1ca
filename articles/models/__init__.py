"""What staff write and what visitors read, kept apart.

`Article` is the working copy that staff edit. `PublishedArticle` and its passages are what visitors
read; only `Article.publish()` writes them and only `Article.unpublish()` takes them away. No public
query touches `Article`, so a draft cannot leak.

One room per subject, and imports run one way, upwards:

    published, old_paths -> links, quality, categories, tags, trash, change_notes
          -> working_copy -> review -> articles -> views, votes, previews, unsaved, sets

`audit` stands apart: whoever does something to an article calls `audit.note`. So do `branding`,
what the site says about itself, `notices`, and `sign_ins`.
"""

from . import audit
from .articles import TEXT, Article
from .audit import AuditEntry, Deed
from .branding import Branding, BrandingLink, Greeting
from .categories import (
    Category,
    CategoryTranslation,
    Icon,
    lock_category_tree,
    validate_category_key,
)
from .change_notes import CHANGE_NOTE_MAX_LENGTH, ChangeNote
from .links import Link
from .notices import Notice
from .old_paths import OldPath, lock_slugs
from .previews import WithdrawnPreviews
from .published import Passage, PublishedArticle, RepeatedParagraph, Subject
from .quality import Checkup, ExternalAddress, Finding
from .review import VERSION_NOTE_MAX_LENGTH
from .sets import PublicationSet, SetItem
from .sign_ins import FailedSignIn, SignIn
from .tags import TaggedArticle
from .unsaved import Presence, UnsavedText
from .views import ViewCount, ViewTotal, Visit
from .votes import VOTE_REASON_MAX_LENGTH, AnswerVotes, Vote, VoteCount, VoteReason, VoteTotal
from .working_copy import BODY_MAX_LENGTH

__all__ = [
    "BODY_MAX_LENGTH",
    "CHANGE_NOTE_MAX_LENGTH",
    "TEXT",
    "VERSION_NOTE_MAX_LENGTH",
    "VOTE_REASON_MAX_LENGTH",
    "AnswerVotes",
    "Article",
    "AuditEntry",
    "Branding",
    "BrandingLink",
    "Category",
    "CategoryTranslation",
    "ChangeNote",
    "Checkup",
    "Deed",
    "ExternalAddress",
    "FailedSignIn",
    "Finding",
    "Greeting",
    "Icon",
    "Link",
    "Notice",
    "OldPath",
    "Passage",
    "Presence",
    "PublicationSet",
    "PublishedArticle",
    "RepeatedParagraph",
    "SetItem",
    "SignIn",
    "Subject",
    "TaggedArticle",
    "UnsavedText",
    "ViewCount",
    "ViewTotal",
    "Visit",
    "Vote",
    "VoteCount",
    "VoteReason",
    "VoteTotal",
    "WithdrawnPreviews",
    "audit",
    "lock_category_tree",
    "lock_slugs",
    "validate_category_key",
]
