"""Both markdownx views under their own URL names, and our own for what is pasted: writers only.

`markdownx.urls` itself is never included: its views let anybody upload anything.
"""

from django.urls import path

from . import editor

urlpatterns = [
    path("markdownify/", editor.preview, name="markdownx_markdownify"),
    path("upload/", editor.upload, name="markdownx_upload"),
    path("paste/", editor.paste, name="editor_paste"),
]
