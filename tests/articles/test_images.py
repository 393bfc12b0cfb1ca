"""Which uploads become pictures of the site, and what is left of them."""

import struct
import zlib
from io import BytesIO

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageSequence, PngImagePlugin

from articles import images
from articles.markup import preview

HTML = b"<html><script>alert(1)</script></html>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


@pytest.fixture(autouse=True)
def _media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def picture(form: str = "PNG", size=(40, 30), mode="RGB", **options) -> bytes:
    out = BytesIO()
    Image.new(mode, size, "teal" if mode in ("RGB", "RGBA") else 0).save(out, form, **options)
    return out.getvalue()


def noise(form: str) -> bytes:
    out = BytesIO()
    Image.effect_noise((64, 64), 90).convert("RGB").save(out, form)
    return out.getvalue()


def animation(form: str, size=(40, 30), frames: int = 3, **options) -> bytes:
    out = BytesIO()
    first, *others = (Image.new("RGB", size, (80 * n, 0, 0)) for n in range(frames))
    first.save(
        out, form, save_all=True, append_images=others, duration=[50, 100, 150], loop=2, **options
    )
    return out.getvalue()


def stored(url: str) -> bytes:
    with default_storage.open(url.removeprefix("/media/")) as file:
        return file.read()


def reopened(url: str) -> Image.Image:
    return Image.open(BytesIO(stored(url)))


def png_header(width: int, height: int) -> bytes:
    """A PNG that claims a size and holds almost nothing."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", b"") + chunk(b"IEND", b"")


# --- What is kept


@pytest.mark.parametrize(
    ("form", "extension"), [("PNG", "png"), ("JPEG", "jpg"), ("GIF", "gif"), ("WEBP", "webp")]
)
def test_a_picture_is_kept_under_the_extension_of_its_format(form, extension):
    url = images.store(SimpleUploadedFile("evil.html", picture(form), "text/html"))
    assert url.startswith("/media/images/")
    assert url.endswith(f".{extension}")
    assert reopened(url).format == form
    assert reopened(url).size == (40, 30)


def test_the_same_picture_has_one_address(tmp_path):
    data = picture()
    urls = {
        images.store(data),
        images.store(ContentFile(data, "b.png")),
        images.store(BytesIO(data)),
    }
    assert len(urls) == 1
    assert len(list((tmp_path / "images").glob("*.png"))) == 1


@pytest.mark.parametrize("form", ["PNG", "JPEG", "GIF", "WEBP"])
def test_a_picture_downloaded_from_here_keeps_its_address(form):
    url = images.store(noise(form))
    assert images.store(stored(url)) == url


def test_two_pictures_have_two_addresses():
    assert images.store(picture(size=(1, 2))) != images.store(picture(size=(2, 1)))


@pytest.mark.parametrize("mode", ["1", "L", "P", "RGB", "RGBA", "LA", "I;16"])
def test_a_wide_picture_is_scaled_to_1600_pixels(mode):
    assert reopened(images.store(picture(size=(3200, 100), mode=mode))).size == (1600, 50)


def test_a_print_jpeg_becomes_one_for_screens():
    assert reopened(images.store(picture("JPEG", mode="CMYK"))).mode == "RGB"


def test_transparency_stays():
    url = images.store(picture(mode="RGBA"))
    assert reopened(url).mode == "RGBA"


@pytest.mark.parametrize("form", ["GIF", "WEBP"])
@pytest.mark.parametrize("width", [40, 2000])
def test_an_animation_keeps_moving(form, width):
    image = reopened(images.store(animation(form, (width, 30))))
    timing = []
    for frame in ImageSequence.Iterator(image):
        frame.load()
        timing.append(frame.info["duration"])
    assert timing == [50, 100, 150]
    assert image.info["loop"] == 2
    assert image.width == min(width, 1600)


def test_a_phone_picture_is_turned_upright_and_says_nothing_of_the_place():
    exif = Image.Exif()
    exif[0x0112] = 6  # the camera was held upright
    exif.get_ifd(0x8825)[2] = (52.0, 31.0, 12.0)
    exif[0x010F] = "Secret Maker"
    image = reopened(images.store(picture("JPEG", (40, 30), exif=exif)))
    assert image.size == (30, 40)
    assert not image.getexif()


@pytest.mark.parametrize("form", ["PNG", "WEBP", "JPEG", "GIF"])
def test_comments_profiles_and_exif_are_dropped(form):
    notes = PngImagePlugin.PngInfo()
    notes.add_text("Comment", "SECRET")
    exif = Image.Exif()
    exif[0x010F] = "SECRET"
    options = {"GIF": {"comment": b"SECRET"}, "PNG": {"pnginfo": notes, "exif": exif}}.get(
        form, {"exif": exif, "comment": b"SECRET", "icc_profile": b"SECRET" * 30}
    )
    data = picture(form, **options)
    assert b"SECRET" in data
    assert b"SECRET" not in stored(images.store(data))


@pytest.mark.parametrize("width", [40, 2000])
def test_an_animation_loses_its_comment_too(width):
    data = animation("GIF", (width, 30), comment=b"SECRET")
    assert b"SECRET" in data
    assert b"SECRET" not in stored(images.store(data))


def test_of_two_pictures_in_one_phone_file_the_first_is_kept():
    out = BytesIO()
    first = Image.new("RGB", (40, 30))
    first.save(out, "MPO", save_all=True, append_images=[Image.new("RGB", (40, 30), "red")])
    image = reopened(images.store(out.getvalue()))
    assert image.format == "JPEG"


@pytest.mark.parametrize("form", ["PNG", "JPEG", "GIF", "WEBP"])
def test_nothing_of_a_polyglot_is_stored(form):
    url = images.store(SimpleUploadedFile("a.gif", picture(form) + HTML, "image/gif"))
    assert b"script" not in stored(url)


# --- What is refused


@pytest.mark.parametrize(
    "data",
    [
        HTML,
        b"GIF89a" + HTML,
        SVG,
        b'<?xml version="1.0"?>' + SVG,
        b"",
        b"just text",
        b"%PDF-1.4\n",
        b"\x89PNG\r\n\x1a\n",
        noise("PNG")[:-500],
        noise("JPEG")[:900],
        noise("GIF")[:200],
        noise("WEBP")[:200],
        picture("BMP"),
        picture("TIFF"),
        picture("ICO"),
        b"P6 1 1 255\n\x00\x00\x00",
    ],
    ids=lambda data: repr(data[:12]),
)
def test_what_is_no_whole_picture_is_refused_and_not_stored(data, tmp_path):
    with pytest.raises(images.InvalidImage, match="Upload a PNG, JPEG, GIF or WebP file"):
        images.store(SimpleUploadedFile("a.png", data, "image/png"))
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("size", [(9_000, 9_000), (30_000, 30_000), (2**31 - 1, 2**31 - 1)])
@pytest.mark.filterwarnings("ignore::PIL.Image.DecompressionBombWarning")
def test_a_bomb_is_refused_by_the_size_that_it_claims(size):
    with pytest.raises(images.InvalidImage, match="megapixels"):
        images.store(png_header(*size))


def test_a_file_over_the_limit_is_refused_before_it_is_read_as_a_picture(settings):
    settings.UPLOAD_MAX_BYTES = 1024 * 1024
    with pytest.raises(images.InvalidImage, match="larger than 1 MB"):
        images.store(BytesIO(b"x" * (1024 * 1024 + 1)))


@pytest.mark.parametrize("form", ["GIF", "WEBP"])
def test_an_endless_animation_is_refused(form, monkeypatch):
    monkeypatch.setattr(images, "MAX_ANIMATION_PIXELS", 40 * 30 * 2)
    with pytest.raises(images.InvalidImage, match="too long"):
        images.store(animation(form))


# --- The size that the renderer asks for


def test_the_renderer_gives_a_picture_its_size():
    url = images.store(picture(size=(800, 600)))
    assert images.dimensions(url) == (800, 600)
    assert f'<img src="{url}" alt="a" width="800" height="600"' in preview(f"![a]({url})")


def test_a_width_of_the_author_keeps_the_proportions_and_enlarges_nothing():
    url = images.store(picture(size=(800, 600)))
    assert ' width="400" height="300" ' in preview(f"![a]({url}){{width=400}}")
    assert ' width="800" height="600" ' in preview(f"![a]({url}){{width=1200}}")


@pytest.mark.parametrize(
    ("size", "shown"),
    [((1170, 2532), (320, 693)), ((900, 1280), (450, 640)), ((1200, 6000), (320, 1600)),
     ((300, 900), (300, 900))],
)  # fmt: skip
def test_a_tall_picture_is_shown_smaller_unless_its_author_says_a_width(size, shown):
    url = images.store(picture(size=size))
    assert ' width="{}" height="{}" '.format(*shown) in preview(f"![a]({url})")
    assert f' width="{size[0]}" ' in preview(f"![a]({url}){{width={size[0]}}}")


def test_a_picture_that_arrives_later_gets_its_size_then():
    assert images.dimensions("/media/images/late.png") is None
    default_storage.save("images/late.png", ContentFile(picture()))
    assert images.dimensions("/media/images/late.png") == (40, 30)


@pytest.mark.parametrize(
    "url",
    [
        "https://a.example/media/x.png",
        "images/x.png",
        "/media/",
        "/media/../secret.png",
        "/media/%2e%2e/secret.png",
        "/media//etc/passwd",
        "/media/images/%00.png",
        "/media/notes.txt",
        "/media/" + "x" * 5000,
    ],
)
def test_what_is_no_picture_of_ours_has_no_size(url, tmp_path):
    (tmp_path / "notes.txt").write_text("text")
    (tmp_path.parent / "secret.png").write_bytes(picture())
    assert images.dimensions(url) is None


# --- Smaller copies


@pytest.mark.parametrize(
    ("form", "width", "copies"),
    [
        ("PNG", 1500, {"-800.webp": 800, "-1500.webp": 1500}),
        ("JPEG", 2400, {"-800.webp": 800, "-1600.webp": 1600}),
        ("PNG", 300, {"-300.webp": 300}),
        ("WEBP", 1500, {"-800.webp": 800}),
        ("WEBP", 300, {}),
        ("GIF", 1500, {}),
    ],
)
def test_a_picture_has_copies_for_small_and_for_large_screens(form, width, copies):
    url = images.store(picture(form, (width, 60)))
    stem = url.rpartition(".")[0]
    html = preview(f"![a]({url})")
    for end, pixels in copies.items():
        copy = reopened(stem + end)
        assert (copy.format, copy.width) == ("WEBP", pixels)
        assert f"{stem}{end} {pixels}w" in html
    assert ("srcset" in html) == bool(copies)
    folder = default_storage.listdir("images")[1]
    assert len(folder) == 1 + len(copies)


def test_a_copy_is_not_larger_than_its_picture_and_stays_transparent():
    out = BytesIO()
    Image.new("RGBA", (1500, 300), (0, 128, 128, 90)).save(out, "PNG")
    url = images.store(out.getvalue())
    original, copy = stored(url), stored(url.replace(".png", "-1500.webp"))
    assert len(copy) <= len(original)
    assert reopened(url.replace(".png", "-800.webp")).mode == "RGBA"


def test_an_animation_and_a_checked_picture_have_no_copies(tmp_path):
    images.store(animation("WEBP", (1500, 30)))
    assert len(list((tmp_path / "images").iterdir())) == 1
    images.store(picture(size=(900, 30)), keep=False)
    assert len(list((tmp_path / "images").iterdir())) == 1


def test_only_the_first_picture_of_an_article_is_loaded_at_once():
    url = images.store(picture())
    html = preview(f"![a]({url})\n\nText.\n\n![b]({url})\n\n![c]({url})")
    assert html.count('loading="lazy"') == 2
    assert html.index('alt="a"') < html.index('loading="lazy"')


def test_a_wide_figure_links_to_the_whole_picture_and_a_small_or_foreign_one_does_not():
    wide, small = images.store(picture(size=(900, 30))), images.store(picture())
    html = preview(f'![A "map"]({wide} "The map")')
    label = 'aria-label="Enlarge the picture: A &quot;map&quot;"'
    assert f'<figure><a class="enlarge" href="{wide}" {label}><img' in html
    assert "</a><figcaption>The map</figcaption></figure>" in html
    for body in (f"![a]({small})", "![a](https://img.example/a.png)", f"Text ![a]({wide})"):
        assert "enlarge" not in preview(body)
