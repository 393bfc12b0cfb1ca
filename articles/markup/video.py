"""Which videos play inside the page, after a click; before it, nothing of them is loaded.

A file of this site plays as it is. For two services the player's address is made from the video's;
only players that `settings.VIDEO_PLAYERS` names are used, and the content security policy allows
no others. Everything else stays a link.
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from django.conf import settings

YOUTUBE = re.compile(
    r"https?://(?:www\.|m\.)?(?:youtube(?:-nocookie)?\.com/"
    r"(?:watch\?(?:[\w=&-]{1,100}&)?v=|embed/|shorts/|live/)|youtu\.be/)([\w-]{11})(?![\w-])"
)
# An unlisted video has a second number, without which its player refuses.
VIMEO = re.compile(
    r"https?://(?:www\.|player\.)?vimeo\.com/(?:video/)?(\d{5,12})(?!\d)"
    r"(?:(?:/|\?h=)([0-9a-f]{6,20})(?!\w))?"
)
PLAYER = re.compile(
    r"https://www\.youtube-nocookie\.com/embed/[\w-]{11}"
    r"|https://player\.vimeo\.com/video/\d{5,12}(?:\?h=[0-9a-f]{6,20})?"
)
FILE = re.compile(r"[\w/.%-]{1,200}\.(?:mp4|webm)")


def player(url: str) -> str:
    """Return the address that plays the video at `url` in the page; "" when it opens elsewhere."""
    if is_player(url):
        return url
    if match := YOUTUBE.match(url):
        made = f"https://www.youtube-nocookie.com/embed/{match[1]}"
    elif match := VIMEO.match(url):
        unlisted = f"?h={match[2]}" if match[2] else ""
        made = f"https://player.vimeo.com/video/{match[1]}{unlisted}"
    else:
        return ""
    return made if is_player(made) else ""


def is_player(url: str) -> bool:
    """Whether a page may load `url` as a player: a file of this site, or a player it names."""
    if url.startswith(settings.MEDIA_URL) and ".." not in url:
        return bool(FILE.fullmatch(url))
    place = urlsplit(url)
    named = f"{place.scheme}://{place.netloc}" in settings.VIDEO_PLAYERS
    return named and bool(PLAYER.fullmatch(url))


def host(url: str) -> str:
    """Return the host that a link to a video leads to, "" for one of this site."""
    return urlsplit(url).netloc.removeprefix("www.")
