"""How static files are named: by their content, also where one script imports another."""

from __future__ import annotations

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedStaticFilesStorage(CompressedManifestStaticFilesStorage):
    """Whitenoise's storage; a page never runs the scripts of two versions of the site."""

    support_js_module_import_aggregation = True
