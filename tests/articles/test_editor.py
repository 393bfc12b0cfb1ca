"""What the editor asks the server: a preview and a place for pictures, for writers only."""

from __future__ import annotations

import re
from io import BytesIO

import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from PIL import Image

from articles import markup
from articles.models import BODY_MAX_LENGTH

PREVIEW = "/admin/markdownx/markdownify/"
UPLOAD = "/admin/markdownx/upload/"
PASTE = "/admin/markdownx/paste/"


def picture(kind: str = "PNG", size: tuple[int, int] = (40, 30)) -> bytes:
    file = BytesIO()
    Image.new("RGB", size, "teal").save(file, kind)
    return file.getvalue()


def upload(client, content: bytes, name="picture.png", content_type="image/png"):
    return client.post(UPLOAD, {"image": SimpleUploadedFile(name, content, content_type)})


def test_both_views_stand_under_markdownxs_own_names():
    assert reverse("markdownx_markdownify") == PREVIEW
    assert reverse("markdownx_upload") == UPLOAD


@pytest.mark.parametrize("path", [PREVIEW, UPLOAD, PASTE])
def test_strangers_and_staff_who_may_not_write_get_403(at_desk, reader, client, path):
    visitor = User.objects.create_user("visitor")
    for somebody in (client, at_desk(visitor), at_desk(reader)):
        answer = somebody.post(path, {"content": "x", "image": BytesIO(picture())})
        assert answer.status_code == 403
    assert not (settings.MEDIA_ROOT).exists()


@pytest.mark.parametrize("path", [PREVIEW, UPLOAD, PASTE])
@pytest.mark.parametrize("method", ["get", "put", "delete"])
def test_its_views_only_take_a_post(at_desk, author, path, method):
    assert getattr(at_desk(author), method)(path).status_code == 405


def without_lines(html: str) -> str:
    """Return the preview without what only the editor needs: the line that each block begins on."""
    return re.sub(r' data-line="\d+"', "", html)


def test_the_preview_is_the_html_of_the_public_page(at_desk, author, publish, client):
    body = "## A heading\n\n> [!NOTE]\n> Text\n\n::: steps\n1. One\n2. Two\n:::\n"
    article = publish("Title", body)
    preview = at_desk(author).post(PREVIEW, {"content": body}).content.decode()
    assert without_lines(preview) == markup.render(body).html == article.published.html
    assert without_lines(preview) in client.get(article.get_absolute_url()).content.decode()


def test_the_preview_says_on_which_line_of_the_text_each_block_begins(at_desk, author):
    body = (
        "First\r\n\r\n## Second {data-line=9}\r\n\r\n::: steps\r\n1. Third\r\n2. Fourth\r\n:::\r\n"
    )
    html = BeautifulSoup(at_desk(author).post(PREVIEW, {"content": body}).content, "html.parser")
    lines = {e.get_text().strip(): e["data-line"] for e in html.select("p, h2, li")}
    assert lines == {"First": "0", "Second": "2", "Third": "5", "Fourth": "6"}
    assert "data-line" not in markup.render(body).html


def test_a_browsers_line_ends_make_no_difference_to_the_preview(at_desk, author):
    desk = at_desk(author)
    unix = desk.post(PREVIEW, {"content": "a\n\n- b\n- c\n"}).content
    assert desk.post(PREVIEW, {"content": "a\r\n\r\n- b\r\n- c\r\n"}).content == unix


@pytest.mark.parametrize(
    "content", [b"\xff\xfe", b"a%00b", b"%ED%A0%80", b"%F0%9F", b"[" * 20_000, b""]
)
def test_no_bytes_break_the_preview(at_desk, author, content):
    answer = at_desk(author).post(
        PREVIEW, b"content=" + content, "application/x-www-form-urlencoded"
    )
    assert answer.status_code == 200


@hypothesis_settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(content=st.text(max_size=200), locale=st.text(max_size=8))
def test_no_text_breaks_the_preview(at_desk, admin_client, content, locale):
    sent = {
        "content": content.encode("utf-8", "replace"),
        "locale": locale.encode("utf-8", "replace"),
    }
    assert admin_client.post(PREVIEW, sent).status_code == 200


def test_the_preview_renders_no_more_than_an_article_can_hold(at_desk, author):
    body = "a" * (BODY_MAX_LENGTH - 1) + "b" + "c" * 1000
    preview = at_desk(author).post(PREVIEW, {"content": body}).content
    assert b"ab</p>" in preview


@pytest.mark.parametrize(("kind", "ending"), [("PNG", "png"), ("JPEG", "jpg"), ("WEBP", "webp")])
def test_an_upload_is_kept_and_answered_with_its_markdown(at_desk, author, client, kind, ending):
    answer = upload(at_desk(author), picture(kind), "anything.exe", "text/html")
    assert answer.status_code == 200
    code = answer.json()["image_code"]
    assert code.startswith("![](/media/")
    url = code.removeprefix("![](").removesuffix(")")
    assert url.endswith(f".{ending}")
    served = client.get(url)
    assert served.status_code == 200
    assert served.headers["Content-Type"].startswith("image/")


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<html><script>alert(1)</script></html>",
        b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
        b"GIF89a<script>alert(1)</script>",
        picture()[:60],
        b"\x00" * 100,
        b"\x89PNG\r\n\x1a\n" + b"x" * 11 * 1024 * 1024,
    ],
    ids=["empty", "html", "svg", "fake-gif", "cut-off", "nul", "too-big"],
)
def test_what_is_no_picture_is_refused_with_a_sentence(at_desk, author, content):
    answer = upload(at_desk(author), content, "picture.gif", "image/gif")
    assert answer.status_code == 400
    (sentence,) = answer.json()["image"]
    assert len(sentence) > 10
    kept = settings.MEDIA_ROOT
    assert not kept.exists() or not [file for file in kept.rglob("*") if file.is_file()]


@pytest.mark.parametrize("sent", [{}, {"image": "text"}, {"other": "x"}])
def test_an_upload_without_a_file_is_refused(at_desk, author, sent):
    answer = at_desk(author).post(UPLOAD, sent)
    assert answer.status_code == 400
    assert answer.json() == {"image": ["Choose a picture to upload."]}


def test_a_malformed_upload_is_a_bad_request(at_desk, author):
    answer = at_desk(author).post(UPLOAD, b"--x\r\n\xff\x00", "multipart/form-data; boundary=x")
    assert answer.status_code == 400


def test_what_is_pasted_is_answered_as_markdown_and_bounded(at_desk, author):
    desk = at_desk(author)
    html = (
        '<h1>Fees</h1><p>Read <a href="http://testserver/articles/fees/">more</a>.</p><img src=x>'
    )
    assert desk.post(PASTE, {"html": html}).json() == {
        "markdown": "## Fees\n\nRead [more](/articles/fees/).",
        "pictures": 1,
    }
    assert desk.post(PASTE, {"html": "<b>x</b>" * 40_000}).status_code == 413
    assert desk.post(PASTE, {"html": "<span>" * 30_000}).status_code == 400
    for html in ("", "\0<b>\0", "<table><tr>", "<a href=javascript:alert(1)>x</a>"):
        answer = desk.post(PASTE, {"html": html})
        assert answer.status_code == 200
        assert "javascript" not in answer.json()["markdown"]
