"""What comes is looked into: kept as what it really is, without what a device wrote beside, or refused."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from commonhearth.foundation.files import pictures, sounds, wording
from commonhearth.foundation.files.arriving import LARGEST, LONGEST_NAME, NotAccepted, accept, name_of
from commonhearth.foundation.files.models import SMALL, TYPES, FileKind

from . import samples
from .samples import TELLTALE


def refused(name: str, data: bytes, **more: Any) -> str:
    with pytest.raises(NotAccepted) as why:
        accept(name, data, **more)
    sentence = wording.refusal(why.value.code, **why.value.about)
    assert sentence
    assert "%(" not in sentence
    return why.value.code


# --- Pictures ----------------------------------------------------------------------------------------
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF"])
def test_a_picture_keeps_its_pixels_and_nothing_else(kind):
    mode = "P" if kind == "GIF" else "RGB"
    data = samples.picture(kind=kind) if mode == "RGB" else samples.picture(kind="GIF", mode="L")
    kept = accept(f"garden.{kind.lower()}", data)
    for content in (kept.content, kept.small):
        assert TELLTALE not in content
        with Image.open(io.BytesIO(content)) as seen:
            assert not seen.getexif()
            assert "comment" not in seen.info
            assert "icc_profile" not in seen.info
            assert seen.convert("L").getpixel((2, 2)) < 60
            assert seen.convert("L").getpixel((seen.width - 3, 2)) > 200
    assert (kept.width, kept.height) == (64, 48)
    assert kept.name == f"garden{TYPES[kept.content_type][1]}"


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_picture_stands_upright(orientation):
    """Held sideways, the camera writes down how; that is drawn, since the note goes."""
    kept = accept("a.jpg", samples.picture(orientation=orientation))
    with Image.open(io.BytesIO(kept.content)) as seen:
        turned = orientation >= 5
        assert seen.size == ((48, 64) if turned else (64, 48))
        dark = {
            1: (2, 24),
            2: (61, 24),
            3: (61, 24),
            4: (2, 24),
            5: (24, 2),
            6: (24, 2),
            7: (24, 61),
            8: (24, 61),
        }
        assert seen.convert("L").getpixel(dark[orientation]) < 60
    assert (kept.width, kept.height) == ((48, 64) if turned else (64, 48))


def test_a_large_picture_becomes_modest_with_a_small_one_beside():
    kept = accept("a.jpg", samples.picture((4000, 3000)))
    assert (kept.width, kept.height) == (pictures.LARGE, 1200)
    with Image.open(io.BytesIO(kept.small)) as small:
        assert small.size == (SMALL, 360)
    assert len(kept.small) < 40_000


def test_what_is_see_through_stays_so():
    kept = accept("a.png", samples.picture(kind="PNG", mode="RGBA"))
    assert kept.content_type == "image/png"
    with Image.open(io.BytesIO(kept.content)) as seen:
        assert seen.mode == "RGBA"


def bomb(width: int, height: int) -> bytes:
    """A PNG of very many pixels in few bytes."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    rows = zlib.compress(bytes(min((width // 8 + 1) * height, 1_000_000)))
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0))
        + chunk(b"IDAT", rows)
        + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize("size", [(8000, 6250), (100_000, 100_000), (2**31 - 1, 2**31 - 1)])
def test_too_many_pixels_are_never_unpacked(size, monkeypatch):
    monkeypatch.setattr(Image.Image, "load", lambda self: pytest.fail("unpacked"))
    assert refused("a.png", bomb(*size)) in ("picture-too-many-pixels", "picture-broken")


def test_a_photograph_of_fifty_million_pixels_is_read_at_a_smaller_scale(monkeypatch):
    whole = Image.new("L", (8160, 6120), 128)
    out = io.BytesIO()
    whole.save(out, "JPEG")
    seen = []
    monkeypatch.setattr(
        pictures, "_plain_colours", lambda source: seen.append(source.size) or source.convert("RGB")
    )
    accept("a.jpg", out.getvalue())
    assert seen[0] == (2040, 1530)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF"])
def test_a_picture_cut_short_is_refused(kind):
    data = samples.picture((300, 200), kind=kind, mode="L" if kind == "GIF" else "RGB")
    noise = Image.effect_noise((300, 200), 90)
    out = io.BytesIO()
    noise.save(out, kind)
    for end in (30, len(out.getvalue()) // 2, len(out.getvalue()) * 9 // 10):
        assert refused(f"a.{kind.lower()}", out.getvalue()[:end]) in (
            "picture-broken",
            "lies",
            "unknown-type",
        )
    assert accept(f"a.{kind.lower()}", data)


def test_what_is_hidden_behind_a_picture_is_not_kept():
    box = io.BytesIO()
    with zipfile.ZipFile(box, "w") as archive:
        archive.writestr("evil.html", "<script>alert(1)</script>")
    kept = accept("a.jpg", samples.picture() + box.getvalue() + b"<script>alert(1)</script>")
    assert b"PK" not in kept.content
    assert b"<script>" not in kept.content


# --- What lies, and what is not taken ----------------------------------------------------------------
def zipped() -> bytes:
    box = io.BytesIO()
    with zipfile.ZipFile(box, "w") as archive:
        archive.writestr("word/document.xml", "x")
    return box.getvalue()


SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><script>alert(1)</script></svg>'


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("a.png", zipped(), "unknown-type"),
        ("a.pdf", samples.picture(), "lies"),
        ("a.jpg", samples.pdf(), "lies"),
        ("a.mp3", samples.picture(), "lies"),
        ("a.html", samples.picture(), "lies"),
        ("a.exe", samples.pdf(), "lies"),
        ("a.jpg.js", samples.picture(), "lies"),
        ("a.svg", SVG, "unknown-type"),
        ("a.png", SVG, "lies"),
        ("a.jpg", b"<html><script>alert(1)</script>", "lies"),
        ("a.pdf", b"<html>%PDF-1.4 %%EOF", "lies"),
        ("a.docx", zipped(), "unknown-type"),
        ("a.exe", b"MZ" + bytes(100), "unknown-type"),
        ("a.txt", b"hello", "unknown-type"),
        ("", b"hello", "unknown-type"),
        ("a.pdf", samples.pdf()[:60], "paper-broken"),
        ("a.jpg", b"", "empty"),
        ("a.jpg", samples.picture() + bytes(LARGEST), "too-large"),
        ("a.bmp", b"BM" + bytes(100), "unknown-type"),
    ],
)
def test_refused_with_a_sentence(name, data, code):
    assert refused(name, data) == code


def test_a_kind_that_does_not_fit_is_refused():
    assert refused("a.pdf", samples.pdf(), kinds=frozenset({FileKind.PICTURE})) == "not-here"


def test_a_pdf_stays_as_it_is():
    """It is only handed out, so a script in it has nothing here to act on (tests of views)."""
    data = samples.pdf(b"/OpenAction<</S/JavaScript/JS(app.alert(1))>>")
    kept = accept("plan.pdf", data)
    assert (kept.content, kept.kind, kept.name) == (data, FileKind.PAPER, "plan.pdf")


# --- Sounds ------------------------------------------------------------------------------------------
@pytest.mark.parametrize("name", samples.SOUNDS)
def test_a_recording_loses_where_and_when(name):
    data = samples.SOUNDS[name]
    assert TELLTALE in data
    kept = accept(name, data)
    assert kept.kind == FileKind.SOUND
    assert TELLTALE not in kept.content
    assert b"make" not in kept.content
    assert struct.pack(">I", 3_900_000_000) not in kept.content
    sounds.clean(kept.content, kept.content_type)  # what is left holds together


def test_the_sound_itself_stays():
    assert b"\x21" * 400 in accept("a.m4a", samples.mp4()).content
    assert b"\xf8\xff\xfe" * 50 in accept("a.ogg", samples.opus(True)).content
    assert b"\x05vorbis" + b"s" * 600 in accept("a.ogg", samples.vorbis()).content
    assert b"o" * 100 in accept("a.webm", samples.webm()).content
    assert accept("a.mp3", samples.mp3()).content == (b"\xff\xfb\x90\x00" + bytes(413)) * 80
    assert accept("a.wav", samples.wav()).content.endswith(b"\x80" * 8000)


@pytest.mark.parametrize("data", [samples.opus(), samples.opus(True), samples.vorbis()])
def test_the_check_sums_of_pages_are_right(data):
    content = sounds.clean(data, "audio/ogg")
    for at, body, lengths in sounds._ogg_pages(content):
        page = bytearray(content[at : body + sum(lengths)])
        said = struct.unpack("<I", page[22:26])[0]
        page[22:26] = bytes(4)
        assert samples.ogg_crc(bytes(page)) == said


@pytest.mark.parametrize(("name", "length"), [("a.wav", 1), ("b.mp3", 2), ("e.ogg", 1)])
def test_how_long_it_is(name, length):
    assert accept(name, samples.SOUNDS[name]).seconds == length


def test_three_minutes_and_not_more():
    assert accept("a.wav", samples.wav(179, rate=2000)).seconds == 179
    assert refused("a.wav", samples.wav(182, rate=2000)) == "sound-too-long"


def test_one_that_does_not_say_how_long_may_not_be_large():
    assert accept("a.webm", samples.webm()).seconds is None
    tracks = samples.webm().rpartition(b"\x1f\x43\xb6\x75")[0]
    cluster = samples.element(0x1F43B675, samples.element(0xA3, bytes(4 * 1024**2)))
    assert refused("a.webm", tracks + cluster) == "sound-too-long"


def test_a_film_is_no_voice_note():
    assert refused("a.mp4", samples.mp4(b"vide", brand=b"isom")) == "sound-film"
    assert refused("a.webm", samples.webm(track=1)) == "sound-film"


@pytest.mark.parametrize("name", samples.SOUNDS)
def test_a_recording_cut_short_never_breaks_us(name):
    data = samples.SOUNDS[name]
    for end in range(1, len(data), max(1, len(data) // 60)):
        try:
            kept = accept(name, data[:end])
        except NotAccepted as why:
            assert why.code in ("sound-broken", "lies", "unknown-type")
        else:
            assert TELLTALE not in kept.content


@given(
    st.sampled_from(sorted(samples.SOUNDS)),
    st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 255)), max_size=8),
)
@settings(max_examples=300, deadline=None)
def test_a_recording_with_wrong_bytes_never_breaks_us(name, changes):
    data = bytearray(samples.SOUNDS[name])
    for at, byte in changes:
        data[at % len(data)] = byte
    try:
        accept(name, bytes(data))
    except NotAccepted:
        pass


@given(st.binary(max_size=400), st.sampled_from(["a.jpg", "a.png", "a.pdf", "a.mp3", "a.webm", "a"]))
@settings(max_examples=200, deadline=None)
def test_whatever_comes_is_kept_or_refused(data, name):
    try:
        accept(name, data)
    except NotAccepted:
        pass


# --- Names -------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("garden.jpg", "garden.jpg"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\rosa\\plan.pdf", "plan.pdf"),
        ("/home/rosa/..", ""),
        ("a\x00b\r\nc.jpg", "a b c.jpg"),
        ("cod\u202egpj.exe", "cod gpj.exe"),
        ('a"; filename="b.html', "a ; filename= b.html"),
        ("<img onerror=x>.jpg", "img onerror=x.jpg"),
        ("  . hidden", "hidden"),
        ("e\u0301t\u00e9.pdf", "\u00e9t\u00e9.pdf"),
        ("\ud83c\udf31.jpg".encode("utf-16", "surrogatepass").decode("utf-16"), "\U0001f331.jpg"),
    ],
)
def test_a_name_is_only_a_name(given, shown):
    assert name_of(given) == shown


@given(st.text(max_size=400))
def test_no_name_steers_anything(text):
    shown = name_of(text)
    assert len(shown) <= LONGEST_NAME
    assert not set(shown) & set('/\\\x00\r\n<>:"|?*\u202e')
    assert not shown.startswith(".")


def test_a_name_without_anything_in_it_still_has_one():
    assert accept("/..", samples.picture()).name == "file.jpg"


def test_the_sentence_beside_the_field_says_the_true_limits():
    assert f"{LARGEST // 1024**2} MB" in str(wording.FIELD_HINT)
