"""Both markdownx views under their own URL names, for staff who may write articles.

`markdownx.urls` itself is never included: its views let anybody upload anything.
"""

from django.urls import path

from . import editor

urlpatterns = [
    path("markdownify/", editor.preview, name="markdownx_markdownify"),
    path("upload/", editor.upload, name="markdownx_upload"),
]
