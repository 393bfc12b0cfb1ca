"""Draw the picture that shared links to the site show: `python -m docs.share_picture`.

It has no words, so it fits every name and language of a site.
"""

from __future__ import annotations

import io
from pathlib import Path

from PIL import Image
from playwright.sync_api import ViewportSize, sync_playwright

from docs.screenshots import chromium

PICTURE = Path(__file__).resolve().parent.parent / "articles/static/helpcenter/share.png"
SIZE: ViewportSize = {"width": 1200, "height": 630}


def card(y: int, title: int, lines: tuple[int, int], mark: tuple[int, int]) -> str:
    """Return one result at height `y`: a title, two lines of text and a marked word in them."""
    return f"""
<g transform="translate(500 {y})">
  <rect width="580" height="124" rx="18" fill="#fff" stroke="#dfe8e5" stroke-width="1.5"/>
  <rect x="28" y="28" width="{title}" height="18" rx="9" fill="#0b6e5b"/>
  <rect x="{mark[0]}" y="58" width="{mark[1]}" height="22" rx="6" fill="#ffefb3"/>
  <rect x="28" y="63" width="{lines[0]}" height="11" rx="5.5" fill="#46524e" opacity=".28"/>
  <rect x="28" y="88" width="{lines[1]}" height="11" rx="5.5" fill="#46524e" opacity=".28"/>
</g>"""


DRAWING = f"""
<svg xmlns="http://www.w3.org/2000/svg" width="1200" height="630" viewBox="0 0 1200 630">
  <defs>
    <radialGradient id="wash" cx="16%" cy="30%" r="95%">
      <stop offset="0" stop-color="#d6ebe4"/><stop offset="1" stop-color="#f7faf9"/>
    </radialGradient>
  </defs>
  <rect width="1200" height="630" fill="url(#wash)"/>
  <g transform="translate(128 187) scale(8)">
    <rect width="32" height="32" rx="9" fill="#0b6e5b"/>
    <path d="M11.500 12.300a4.600 4.600 0 1 1 6.900 4c-1.600.9-2.400 1.800-2.400 3.400" fill="none"
      stroke="#fff" stroke-width="2.750" stroke-linecap="round"/>
    <circle cx="16" cy="24.300" r="1.800" fill="#fff"/>
  </g>
  <rect x="500" y="77" width="580" height="72" rx="20" fill="#fff" stroke="#0b6e5b"
    stroke-width="3"/>
  <g fill="none" stroke="#0b6e5b" stroke-width="4" stroke-linecap="round">
    <circle cx="542" cy="111" r="12"/><path d="m551 120 10 10"/>
  </g>
  <rect x="584" y="106" width="230" height="14" rx="7" fill="#141b19" opacity=".78"/>
  <rect x="822" y="98" width="3" height="30" rx="1.500" fill="#0b6e5b"/>
  {card(173, 268, (520, 398), (214, 96))}
  {card(313, 326, (484, 512), (88, 124))}
  {card(453, 212, (506, 344), (310, 82))}
</svg>"""


def main() -> None:
    """Draw it in the Chromium of the browser tests and keep it with 256 colours."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox"])
        page = browser.new_page(viewport=SIZE)
        page.set_content(f"<style>body {{ margin: 0 }} svg {{ display: block }}</style>{DRAWING}")
        picture = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
        browser.close()
    small = picture.quantize(256, dither=Image.Dither.FLOYDSTEINBERG)
    small.save(PICTURE, optimize=True)
    print(f"{PICTURE.name}: {PICTURE.stat().st_size} bytes")


if __name__ == "__main__":
    main()
