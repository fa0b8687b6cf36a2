"""Whatever bytes a zip file has, opening it gives its words or an error that callers know."""

from __future__ import annotations

import io
import zipfile
import zlib
from lzma import LZMAError

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonhearth.core.zips import DAMAGED

PACKINGS = [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA]
TABLE = "id,name\n" + "".join(f"{number},{number * 7919 % 97}\n" for number in range(200))


def zipped(packing: int) -> bytes:
    box = io.BytesIO()
    with zipfile.ZipFile(box, "w", packing) as archive:
        archive.writestr("services.csv", TABLE)
    return box.getvalue()


def unpacked(content: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for entry in archive.infolist():
            with archive.open(entry) as part:
                part.read(1_000_000)


@pytest.mark.parametrize("packing", PACKINGS)
@given(places=st.lists(st.tuples(st.integers(0, 10_000), st.integers(0, 255)), min_size=1, max_size=8))
def test_damaged_bytes_raise_what_is_listed(packing: int, places: list[tuple[int, int]]):
    content = bytearray(zipped(packing))
    for place, byte in places:
        content[place % len(content)] = byte
    try:
        unpacked(bytes(content))
    except DAMAGED:
        pass


@pytest.mark.parametrize(
    ("packing", "place", "raised"),
    [
        (zipfile.ZIP_DEFLATED, 0, zlib.error),
        (zipfile.ZIP_BZIP2, 0, OSError),
        (zipfile.ZIP_LZMA, 4, LZMAError),
    ],
    ids=["deflated", "bzip2", "lzma"],
)
def test_a_damaged_stream_raises_the_error_of_what_packed_it(
    packing: int, place: int, raised: type[Exception]
):
    content = bytearray(zipped(packing))
    content[content.index(b"services.csv") + len("services.csv") + place] = 0xFF
    with pytest.raises(raised):
        unpacked(bytes(content))
    assert issubclass(raised, DAMAGED)
