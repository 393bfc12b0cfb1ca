"""Files to download say what they are; videos say where they play, and play only when asked."""

from __future__ import annotations

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import translation

from articles.markup import preview, render, sanitize, video


def keep(name: str, size: int) -> str:
    return default_storage.url(default_storage.save(f"files/{name}", ContentFile(b"x" * size)))


def test_a_link_to_a_file_names_its_kind_and_size():
    url = keep("a.pdf", 1_300_000)
    html = preview(f"See [the form]({url}), or [this](/articles/a/).")
    facts = '<span class="file-facts"> (PDF, 1.2&nbsp;MB)</span></a>, or'
    assert f'<a href="{url}" class="file">the form{facts}' in html
    assert html.count("file-facts") == 1
    with translation.override("de"):
        assert "PDF, 1,2&nbsp;MB" in preview(f"[Formular]({url})")


def test_a_file_that_is_not_shown_is_saved_under_a_name_that_says_what_it_is():
    url = keep("0123.csv", 10)
    assert 'download="account-statement.csv"' in preview(f"[Account **statement**]({url})")
    assert 'download="template.csv"' in preview(f"[template.csv]({url})")
    assert 'download="template.csv"' in preview(f"[Template.CSV]({url})")
    assert 'download="file.csv"' in preview(f"[…]({url})")


def test_what_a_page_adds_to_a_link_is_not_searched():
    url = keep("a.pdf", 10)
    body = f"Fill in [the form]({url}) and send it.\n\n::: video https://v.example/1 Watch it\n:::"
    assert [block.text for block in render(body).blocks] == ["Fill in the form and send it."]


@pytest.mark.parametrize(
    "url",
    ["/media/files/none.pdf", "/media/files/", "/media/files/../secret.pdf", "/media/files/%00.pdf",
     "/media/files/%2e%2e/%2e%2e/etc/passwd", "https://a.example/media/files/a.pdf",
     "/media/files/" + "x" * 5000],
)  # fmt: skip
def test_what_is_no_file_of_ours_says_nothing(url):
    keep("a.pdf", 10)
    assert "file" not in preview(f"[x]({url})").replace(url, "")


@pytest.mark.parametrize(
    ("url", "player"),
    [
        ("https://www.youtube.com/watch?v=dQw4w9WgXcQ&t=5", "embed/dQw4w9WgXcQ"),
        ("https://m.youtube.com/watch?list=a&v=dQw4w9WgXcQ", "embed/dQw4w9WgXcQ"),
        ("https://youtu.be/dQw4w9WgXcQ?t=5", "embed/dQw4w9WgXcQ"),
        ("https://vimeo.com/76979871", "https://player.vimeo.com/video/76979871"),
        ("https://vimeo.com/76979871/82721a3f6e?fl=pl", "vimeo.com/video/76979871?h=82721a3f6e"),
        ("https://player.vimeo.com/video/76979871?h=82721a3f6e", "/76979871?h=82721a3f6e"),
        ("https://vimeo.com/76979871/settings", "https://player.vimeo.com/video/76979871"),
        ("/media/files/tour.mp4", "/media/files/tour.mp4"),
        ("https://video.example/watch/1", ""),
        ("https://www.youtube.com.evil.example/watch?v=dQw4w9WgXcQ", ""),
        ("https://evil.example/?https://youtu.be/dQw4w9WgXcQ", ""),
        ("https://youtu.be/dQw4w9WgXcQdQw4w9WgXcQ", ""),
        ("/media/../admin/logout.mp4", ""),
    ],
)
def test_a_video_has_a_player_of_a_service_that_the_site_allows_or_none(url, player):
    assert video.player(url).endswith(player)
    assert bool(video.player(url)) == bool(player)
    assert ("data-player" in preview(f"::: video {url} Watch\n:::")) == bool(player)


def test_a_site_without_players_has_links_only_and_a_policy_that_loads_none(settings, client, db):
    assert "frame-src 'self' https://www.youtube" in client.get("/")["Content-Security-Policy"]
    settings.VIDEO_PLAYERS = []
    assert "data-player" not in preview("::: video https://youtu.be/dQw4w9WgXcQ Watch\n:::")


def test_the_gate_lets_no_other_player_or_picture_through():
    html = sanitize.clean(
        '<a data-player="https://evil.example/embed/dQw4w9WgXcQ">x</a>'
        '<a data-player="javascript:alert(1)" download="../a.html">x</a>'
        '<img src="/a.png" srcset="//evil.example/a.png 800w" sizes="calc(100vw)">'
    )
    assert html == '<a>x</a><a>x</a><img src="/a.png">'
