"""The desk of the support team: Django's own admin, one subject per module.

Importing this package registers everything; `search.admin` then adds the site's own search to the
list of articles.
"""

from . import audit, branding, notices, people, sets, sign_ins, tags, votes
from .articles import ArticleAdmin
from .categories import CategoryAdmin

__all__ = [
    "ArticleAdmin",
    "CategoryAdmin",
    "audit",
    "branding",
    "notices",
    "people",
    "sets",
    "sign_ins",
    "tags",
    "votes",
]
