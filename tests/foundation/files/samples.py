"""Files made here, byte by byte, as devices make them; each can carry a word that must not stay."""

from __future__ import annotations

import io
import struct
import wave
from typing import Any

from PIL import Image

#: What a camera or a recorder writes beside; nothing that is kept may contain it.
TELLTALE = b"Elm Road 7, 52.5N 13.4E"


def picture(
    size: tuple[int, int] = (64, 48), kind: str = "JPEG", mode: str = "RGB", orientation: int = 0, **more: Any
) -> bytes:
    """A picture, left half dark and right half light, with the telltale in its EXIF and comment."""
    drawn = Image.new(mode, size, (240, 240, 240, 120)[: len(mode)] if len(mode) > 2 else 240)
    drawn.paste((20, 20, 20, 120)[: len(mode)] if len(mode) > 2 else 20, (0, 0, size[0] // 2, size[1]))
    exif = Image.Exif()
    exif[0x010E] = TELLTALE.decode()  # description
    exif[0x010F] = "Kamera"
    if orientation:
        exif[0x0112] = orientation
    out = io.BytesIO()
    drawn.save(out, kind, exif=exif, **({"comment": TELLTALE} if kind in ("JPEG", "GIF") else {}), **more)
    return out.getvalue()


def pdf(inside: bytes = b"") -> bytes:
    """A small PDF file, which may carry a script."""
    body = (
        b"1 0 obj<</Type/Catalog/Pages 2 0 R"
        + inside
        + b">>endobj\n2 0 obj<</Type/Pages/Count 0/Kids[]>>endobj\n"
    )
    return b"%PDF-1.4\n" + body + b"xref\n0 1\ntrailer<</Root 1 0 R/Size 3>>\nstartxref\n9\n%%EOF\n"


def wav(seconds: float = 1.0, rate: int = 8000) -> bytes:
    out = io.BytesIO()
    with wave.open(out, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(1)
        sound.setframerate(rate)
        sound.writeframes(b"\x80" * int(seconds * rate))
    data = out.getvalue()
    info = b"INFOICMT" + struct.pack("<I", len(TELLTALE)) + TELLTALE + b"\0" * (len(TELLTALE) % 2)
    listed = b"LIST" + struct.pack("<I", len(info)) + info
    return b"RIFF" + struct.pack("<I", len(data) - 8 + len(listed)) + data[8:] + listed


def mp3(frames: int = 80) -> bytes:
    """Frames of silence (MPEG 1, layer 3, 128 kbit/s, 44.1 kHz: 417 bytes, 26 ms) with tags at both ends."""
    frame = b"\xff\xfb\x90\x00" + bytes(413)
    text = b"\0" + TELLTALE
    tag = b"TIT2" + struct.pack(">I", len(text)) + b"\0\0" + text
    size = len(tag)
    head = b"ID3\x03\0\0" + bytes([size >> 21 & 127, size >> 14 & 127, size >> 7 & 127, size & 127])
    return head + tag + frame * frames + b"TAG" + TELLTALE.ljust(125, b"\0")


def box(kind: bytes, *inside: bytes) -> bytes:
    body = b"".join(inside)
    return struct.pack(">I", len(body) + 8) + kind + body


def mp4(handler: bytes = b"soun", brand: bytes = b"M4A ") -> bytes:
    """The boxes of a recording of two seconds, with where and when it was made."""
    dates = struct.pack(">II", 3_900_000_000, 3_900_000_000)
    mvhd = box(b"mvhd", b"\0\0\0\0", dates, struct.pack(">II", 1000, 2000), bytes(80))
    mdhd = box(b"mdhd", b"\0\0\0\0", dates, struct.pack(">II", 1000, 2000), bytes(4))
    hdlr = box(b"hdlr", bytes(8), handler, bytes(12), TELLTALE + b"\0")
    udta = box(b"udta", box(b"\xa9xyz", TELLTALE), box(b"meta", bytes(4), box(b"ilst", TELLTALE)))
    moov = box(
        b"moov",
        mvhd,
        box(b"trak", box(b"tkhd", b"\0\0\0\0", dates, bytes(76)), box(b"mdia", mdhd, hdlr)),
        udta,
    )
    return box(b"ftyp", brand, bytes(4), brand, b"mp42") + moov + box(b"mdat", b"\x21" * 400)


def ogg_page(body: bytes, lengths: bytes, number: int, granule: int = 0, kind: int = 0) -> bytes:
    head = b"OggS\0" + bytes([kind]) + struct.pack("<qII", granule, 7, number) + bytes(4)
    page = bytearray(head + bytes([len(lengths)]) + lengths + body)
    page[22:26] = struct.pack("<I", ogg_crc(bytes(page)))
    return bytes(page)


def ogg_crc(page: bytes) -> int:
    """The check sum of a page, bit by bit, as RFC 3533 says it."""
    found = 0
    for byte in page:
        found ^= byte << 24
        for _bit in range(8):
            found = (found << 1 ^ 0x04C11DB7 if found & 0x80000000 else found << 1) & 0xFFFFFFFF
    return found


def laced(packet: bytes) -> bytes:
    return b"\xff" * (len(packet) // 255) + bytes([len(packet) % 255])


def opus(long_notes: bool = False) -> bytes:
    head = b"OpusHead\x01\x01" + struct.pack("<HIH", 0, 48000, 0) + b"\0"
    note = b"LOCATION=" + TELLTALE + b"x" * (1000 if long_notes else 0)
    tags = b"OpusTags" + struct.pack("<I", 4) + b"make" + struct.pack("<II", 1, len(note)) + note
    sound = b"\xf8\xff\xfe"
    return (
        ogg_page(head, laced(head), 0, kind=2)
        + ogg_page(tags, laced(tags), 1)
        + ogg_page(sound * 50, bytes([3]) * 50, 2, granule=48000, kind=4)
    )


def vorbis() -> bytes:
    head = b"\x01vorbis" + struct.pack("<IBIiiiB", 0, 1, 44100, 0, 64000, 0, 0xB8) + b"\x01"
    note = b"LOCATION=" + TELLTALE
    tags = b"\x03vorbis" + struct.pack("<I", 4) + b"make" + struct.pack("<II", 1, len(note)) + note + b"\x01"
    setup = b"\x05vorbis" + b"s" * 600
    return (
        ogg_page(head, laced(head), 0, kind=2)
        + ogg_page(tags + setup, laced(tags) + laced(setup), 1)
        + ogg_page(b"v" * 90, bytes([90]), 2, granule=44100, kind=4)
    )


def element(name: int, body: bytes, unknown: bool = False) -> bytes:
    size = b"\x01" + b"\xff" * 7 if unknown else b"\x01" + len(body).to_bytes(7, "big")
    return name.to_bytes((name.bit_length() + 7) // 8, "big") + size + body


def webm(track: int = 2, live: bool = True) -> bytes:
    """What a browser records: lengths unknown where it was written as it was spoken."""
    head = element(0x1A45DFA3, b"\x42\x82\x84webm")
    info = element(
        0x1549A966, element(0x2AD7B1, b"\x0f\x42\x40") + element(0x7BA9, TELLTALE) + element(0x4461, bytes(8))
    )
    one = element(0xAE, element(0xD7, b"\x01") + element(0x83, bytes([track])) + element(0x536E, TELLTALE))
    tracks = element(0x1654AE6B, one)
    cluster = element(
        0x1F43B675, element(0xE7, b"\0") + element(0xA3, b"\x81\0\0\x80" + b"o" * 100), unknown=live
    )
    tags = element(0x1254C367, element(0x7373, TELLTALE))
    return head + element(0x18538067, info + tracks + (b"" if live else tags) + cluster, unknown=live)


SOUNDS = {
    "a.wav": wav(),
    "b.mp3": mp3(),
    "c.m4a": mp4(),
    "d.mp4": mp4(brand=b"isom"),
    "e.ogg": opus(),
    "f.opus": opus(long_notes=True),
    "g.oga": vorbis(),
    "h.webm": webm(),
    "i.webm": webm(live=False),
}
