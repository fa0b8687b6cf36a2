"""Recordings of a voice: how long they are, and without what a recorder wrote beside the sound.

A telephone writes into a recording where it was made, when, and on what device. That is blotted out here,
each kind by its own structure; the sound itself stays as it is.

Sources of the structures: ISO 14496-12 (mp4), RFC 3533, 7845 and the Vorbis I specification (Ogg), RFC 8794
and 9559 (WebM), ID3v2.4 and the RIFF/WAVE description by IBM and Microsoft, 1991.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator

from tinytag import TinyTag, TinyTagException


class BadSound(ValueError):
    """It is no recording we can read: `broken`, or `film` when there is a picture in it."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def clean(data: bytes, content_type: str) -> bytes:
    """Return a recording without what was written beside the sound.

    Raises:
        BadSound: when its structure does not hold to the end, or it holds a film.
    """
    try:
        return _CLEANERS[content_type](data)
    except (IndexError, ValueError, OverflowError) as fault:
        if isinstance(fault, BadSound):
            raise
        raise BadSound("broken") from fault


def seconds(data: bytes) -> float | None:
    """Return how long a recording is; None where it does not say, as many made in a browser do not."""
    try:
        found = TinyTag.get(file_obj=io.BytesIO(data), tags=False).duration
    except (TinyTagException, OSError, ValueError, ArithmeticError, IndexError):
        return None
    return found if found and 0 < found < 86_400 else None


# --- mp3 ----------------------------------------------------------------------------------------------
def _mp3(data: bytes) -> bytes:
    while data[:3] == b"ID3" and len(data) > 10:
        size = 0
        for byte in data[6:10]:
            size = size << 7 | byte & 0x7F
        data = data[10 + size + (10 if data[5] & 0x10 else 0) :]
    if (at := data.rfind(b"TAG", -128)) >= 0:  # whole or cut short
        data = data[:at]
    if data[-32:-24] == b"APETAGEX":
        size = int.from_bytes(data[-20:-16], "little")
        data = data[: max(0, len(data) - size - (32 if data[-9] & 0x80 else 0))]
    data = data.lstrip(b"\0")
    if not (len(data) > 4 and data[0] == 0xFF and data[1] & 0xE0 == 0xE0):
        raise BadSound("broken")
    return data


# --- wav ----------------------------------------------------------------------------------------------
_OF_WAV = (b"fmt ", b"fact", b"data")


def _wav(data: bytes) -> bytes:
    if data[:4] != b"RIFF" or data[8:12] != b"WAVE":
        raise BadSound("broken")
    kept, at = b"", 12
    while at + 8 <= len(data):
        size = int.from_bytes(data[at + 4 : at + 8], "little")
        body = data[at + 8 : at + 8 + size]
        if data[at : at + 4] in _OF_WAV:
            kept += data[at : at + 4] + len(body).to_bytes(4, "little") + body + b"\0" * (len(body) % 2)
        at += 8 + size + size % 2
    if b"fmt " not in kept[:4] or b"data" not in kept:
        raise BadSound("broken")
    return b"RIFF" + (len(kept) + 4).to_bytes(4, "little") + b"WAVE" + kept


# --- mp4 ----------------------------------------------------------------------------------------------
_BOXES_WITH_BOXES = {b"moov", b"trak", b"mdia", b"minf", b"stbl", b"moof", b"traf", b"edts", b"mvex", b"dinf"}
_BOXES_TO_BLOT = {b"udta", b"meta", b"uuid", b"ilst", b"free", b"skip", b"wide"}
_BOXES_WITH_DATES = {b"mvhd", b"tkhd", b"mdhd"}


def _mp4(data: bytes) -> bytes:
    out = bytearray(data)
    if data[4:8] != b"ftyp":
        raise BadSound("broken")
    _blot_boxes(out, 0, len(out), 0)
    return bytes(out)


def _blot_boxes(out: bytearray, start: int, end: int, depth: int) -> None:
    at = start
    while at < end:
        size, kind, head = int.from_bytes(out[at : at + 4], "big"), bytes(out[at + 4 : at + 8]), 8
        if size == 1:
            size, head = int.from_bytes(out[at + 8 : at + 16], "big"), 16
        elif size == 0:
            size = end - at
        if size < head or at + size > end or depth > 8:
            raise BadSound("broken")
        body = at + head
        if kind in _BOXES_TO_BLOT:
            out[at + 4 : at + 8] = b"free"
            out[body : at + size] = bytes(size - head)
        elif kind in _BOXES_WITH_BOXES:
            _blot_boxes(out, body, at + size, depth + 1)
        elif kind in _BOXES_WITH_DATES:
            dates = 16 if out[body] == 1 else 8
            out[body + 4 : body + 4 + dates] = bytes(dates)
        elif kind == b"hdlr":
            if out[body + 8 : body + 12] == b"vide":
                raise BadSound("film")
            # Behind the kind and twelve reserved bytes stands a name that the recorder chose.
            out[body + 24 : at + size] = bytes(max(0, at + size - body - 24))
        at += size


# --- Ogg ----------------------------------------------------------------------------------------------
def _crc_table() -> list[int]:
    table = []
    for number in range(256):
        found = number << 24
        for _bit in range(8):
            found = (found << 1 ^ 0x04C11DB7 if found & 0x80000000 else found << 1) & 0xFFFFFFFF
        table.append(found)
    return table


_CRC = _crc_table()
_OGG_HEADS = ((b"OpusHead", b"OpusTags"), (b"\x01vorbis", b"\x03vorbis"))


def _ogg_pages(data: bytes) -> Iterator[tuple[int, int, bytes]]:
    """Give where each page and its body begin, and its table of lengths."""
    at = 0
    while at < len(data):
        if data[at : at + 4] != b"OggS":
            raise BadSound("broken")
        lengths = data[at + 27 : at + 27 + data[at + 26]]
        body = at + 27 + len(lengths)
        if body + sum(lengths) > len(data):
            raise BadSound("broken")
        yield at, body, lengths
        at = body + sum(lengths)


def _ogg(data: bytes) -> bytes:
    out = bytearray(data)
    pages = list(_ogg_pages(data))
    begins = next((tags for head, tags in _OGG_HEADS if data[pages[0][1] :].startswith(head)), None)
    if begins is None or len(pages) < 2:
        raise BadSound("broken" if not data[pages[0][1] :].startswith(b"\x80theora") else "film")
    # The second packet holds the notes. It may run over several pages, and others may stand behind it.
    places: list[int] = []
    touched = []
    for at, body, lengths in pages[1:]:
        touched.append(at)
        ended = False
        for length in lengths:
            places += range(body, body + length)
            body += length
            if length < 255:
                ended = True
                break
        if ended:
            break
    packet = bytes(out[place] for place in places)
    if not packet.startswith(begins):
        raise BadSound("broken")
    for place, byte in zip(places, _empty_notes(begins, len(packet)), strict=True):
        out[place] = byte
    for at, body, lengths in pages[1:]:
        if at in touched:
            _sign_page(out, at, body + sum(lengths))
    return bytes(out)


def _empty_notes(begins: bytes, length: int) -> bytes:
    """Return notes of the same length that say nothing."""
    if begins == b"OpusTags":  # what follows the list is padding
        if length < len(begins) + 8:
            raise BadSound("broken")
        return begins + bytes(length - len(begins))
    room = length - len(begins) - 9  # a maker's name as long as there is room, no notes, and the last bit
    if room < 0:
        raise BadSound("broken")
    return begins + room.to_bytes(4, "little") + b" " * room + bytes(4) + b"\x01"


def _sign_page(out: bytearray, start: int, end: int) -> None:
    out[start + 22 : start + 26] = bytes(4)
    crc = 0
    for byte in out[start:end]:
        crc = (crc << 8) & 0xFFFFFFFF ^ _CRC[crc >> 24 ^ byte]
    out[start + 22 : start + 26] = crc.to_bytes(4, "little")


# --- WebM ---------------------------------------------------------------------------------------------
_WITH_ELEMENTS = {0x18538067, 0x1549A966, 0x1654AE6B, 0xAE}  # Segment, Info, Tracks, one track
_TO_BLOT = {
    *(0x1254C367, 0x1941A469, 0x1043A770),  # Tags, Attachments, Chapters
    *(0x7BA9, 0x4461, 0x7384, 0x536E),  # in Info and in a track: title, date, file name, name
}
_CLUSTER, _TRACK_TYPE, _FILM = 0x1F43B675, 0x83, 1


def _webm(data: bytes) -> bytes:
    if data[:4] != b"\x1a\x45\xdf\xa3":
        raise BadSound("broken")
    out = bytearray(data)
    _blot_elements(out, 0, len(out), 0)
    return bytes(out)


def _blot_elements(out: bytearray, start: int, end: int, depth: int) -> None:
    at = start
    while at < end:
        id_length = _vint_length(out[at], 4)
        name = int.from_bytes(out[at : at + id_length], "big")
        size_length = _vint_length(out[at + id_length], 8)
        head = id_length + size_length
        size = int.from_bytes(out[at + id_length : at + head], "big") & (1 << 7 * size_length) - 1
        unknown = size == (1 << 7 * size_length) - 1
        if unknown:
            if name not in (_CLUSTER, 0x18538067):
                raise BadSound("broken")
            at += head  # what it holds is read as if it stood here
            continue
        if at + head + size > end or depth > 6:
            raise BadSound("broken")
        if name in _TO_BLOT:
            _void(out, at, head + size)
        elif name in _WITH_ELEMENTS:
            _blot_elements(out, at + head, at + head + size, depth + 1)
        elif name == _TRACK_TYPE and size == 1 and out[at + head] == _FILM and depth >= 2:
            raise BadSound("film")
        at += head + size


def _vint_length(first: int, most: int) -> int:
    length = 9 - first.bit_length()
    if first == 0 or length > most:
        raise BadSound("broken")
    return length


def _void(out: bytearray, at: int, length: int) -> None:
    """Write an empty element of that length."""
    if length < 9:
        head = bytes([0xEC, 0x80 | length - 2])
    else:
        head = b"\xec\x01" + (length - 9).to_bytes(7, "big")
    out[at : at + length] = head + bytes(length - len(head))


_CLEANERS: dict[str, Callable[[bytes], bytes]] = {
    "audio/mpeg": _mp3,
    "audio/wav": _wav,
    "audio/mp4": _mp4,
    "audio/ogg": _ogg,
    "audio/webm": _webm,
}
