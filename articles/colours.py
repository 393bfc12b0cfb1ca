"""Colours of the site: what of an accent can be read, and everything that is made from it.

Contrast is that of WCAG 2.2: (lighter + 0.05) / (darker + 0.05) of the relative luminances. A link
must reach 4.5 on every ground that it may stand on.
"""

from __future__ import annotations

import colorsys
import hashlib
import re
from functools import lru_cache

HEX = re.compile(r"#[0-9a-f]{6}")
READABLE = 4.5
EASY = 7.0
# The grounds of site.css: --paper, --wash and --raised.
GROUNDS = {"light": ("#ffffff", "#f5f7f6"), "dark": ("#0e1312", "#151c1a", "#182120")}
# How much of the accent its wash holds, and what is written on the accent itself.
WASH = {"light": 0.09, "dark": 0.17}
ON_ACCENT = {"light": "#ffffff", "dark": "#0b100f"}

STYLESHEET = """:root {{
  --accent: light-dark({light[0]}, {dark[0]});
  --accent-deep: light-dark({light[1]}, {dark[1]});
  --accent-wash: light-dark({light[2]}, {dark[2]});
  --on-accent: light-dark({light[3]}, {dark[3]});
  --help-accent: var(--accent);
  --help-on-accent: var(--on-accent);
}}
@supports not (color: light-dark(#fff, #000)) {{
  :root {{
    --accent: {light[0]};
    --accent-deep: {light[1]};
    --accent-wash: {light[2]};
    --on-accent: {light[3]};
  }}
}}
@media (prefers-contrast: more) {{
  :root {{ --accent: var(--accent-deep); }}
}}
"""


def parsed(text: str) -> str:
    """Return `#1A2B3C`, `1a2b3c` or `#abc` as `#1a2b3c`; raise ValueError for anything else."""
    digits = text.strip().lower().removeprefix("#")
    if len(digits) == 3:
        digits = "".join(digit * 2 for digit in digits)
    if not HEX.fullmatch(f"#{digits}"):
        raise ValueError(f"{text!r} is no colour like #0b6e5b.")
    return f"#{digits}"


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours, from 1 to 21."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def lowest_contrast(colour: str, scheme: str) -> float:
    """Return the lowest contrast of `colour` to the grounds of a scheme."""
    return min(contrast(colour, ground) for ground in GROUNDS[scheme])


def nearest(colour: str, scheme: str, least: float = READABLE) -> str:
    """Return `colour`, darker (for light) or lighter (for dark) until it reaches `least`."""
    hue, lightness, saturation = colorsys.rgb_to_hls(*(part / 255 for part in _parts(colour)))
    step = -0.004 if scheme == "light" else 0.004
    while lowest_contrast(colour, scheme) < least and 0 <= lightness + step <= 1:
        lightness += step
        colour = _hex(part * 255 for part in colorsys.hls_to_rgb(hue, lightness, saturation))
    return colour


def palette(accent: str, scheme: str) -> tuple[str, str, str, str]:
    """Return the accent, its deeper form, its wash and what is written on it."""
    wash = _mixed(GROUNDS[scheme][0], accent, WASH[scheme])
    towards = "#000000" if scheme == "light" else "#ffffff"
    deep = nearest(_mixed(accent, towards, 0.22), scheme, EASY + 1)
    return accent, deep, wash, ON_ACCENT[scheme]


@lru_cache(maxsize=64)
def stylesheet(light: str, dark: str) -> str:
    """Return the rules that give the pages an accent; a scheme without one follows the other."""
    light, dark = light or nearest(dark, "light", 5), dark or nearest(light, "dark", EASY)
    return STYLESHEET.format(light=palette(light, "light"), dark=palette(dark, "dark"))


@lru_cache(maxsize=64)
def version(light: str, dark: str) -> str:
    """Return the part of the stylesheet's address that changes whenever its rules do."""
    return hashlib.sha256(stylesheet(light, dark).encode()).hexdigest()[:12]


def _parts(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _hex(parts) -> str:
    return "#" + "".join(f"{min(255, max(0, round(part))):02x}" for part in parts)


def _mixed(one: str, other: str, share: float) -> str:
    """Return `one` with so much of `other` in it."""
    pairs = zip(_parts(one), _parts(other), strict=True)
    return _hex(a + (b - a) * share for a, b in pairs)


def _luminance(colour: str) -> float:
    parts = (part / 255 for part in _parts(colour))
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
