"""Files that are no HSDS, or mean no good: refused whole, with what is wrong and where."""

from __future__ import annotations

import json
import stat
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from commonhearth.rooms.directory.models import HsdsRecord, ImportRun, Listing
from commonhearth.rooms.directory.reading import BrokenFile
from tests.rooms.directory.exchange.hsds_files import ORGANISATION, SERVICE, zipped


def entry(name: str, *, link: bool = False) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name)
    if link:
        info.external_attr = (stat.S_IFLNK | 0o777) << 16
    return info


ROW = b"id,organization_id,name,status\n" + SERVICE.encode() + b"," + ORGANISATION.encode() + b",A,active\n"


@pytest.mark.parametrize(
    ("entries", "code"),
    [
        ([(entry("../services.csv"), ROW)], "zip-path"),
        ([(entry("/services.csv"), ROW)], "zip-path"),
        ([(entry("a\\..\\services.csv"), ROW)], "zip-path"),
        ([(entry("C:/services.csv"), ROW)], "zip-path"),
        ([(entry("services.csv", link=True), b"/etc/passwd")], "zip-entry"),
        ([(entry("a/services.csv"), ROW), (entry("b/services.csv"), ROW)], "zip-twice"),
        ([(entry("services.csv"), ROW + b"x" * 5_000_000)], "zip-bomb"),
        ([(entry(f"{n}.txt"), b"") for n in range(201)], "zip-many"),
        ([(entry("readme.txt"), b"hello")], "unknown-list"),
        ([(entry("services.csv"), b"id,name\n\xff,x\n")], "not-utf8"),
        ([(entry("services.csv"), b"id,name,status\nnot-a-uuid,A,active\n")], "hsds-not-valid"),
        (
            [(entry("services.csv"), b"id,name,status\n" + SERVICE.encode() + b",A,closed\n")],
            "hsds-not-valid",
        ),
        ([(entry("services.csv"), b'id,name\n"open,A\n')], "open-quote"),
    ],
)
def test_a_hostile_zip_is_refused_whole(
    entries: list[tuple[zipfile.ZipInfo, bytes]], code: str, bring: Callable[..., Any], tmp_path: Path
):
    path = tmp_path / "hostile.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for info, content in entries:
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, content)
    with pytest.raises(BrokenFile) as refused:
        bring(path)
    assert refused.value.code == code
    assert not Listing.objects.exists() and not HsdsRecord.objects.exists() and not ImportRun.objects.exists()


@pytest.mark.parametrize("cut", [4, 60, -30, -1])
def test_a_zip_that_is_cut_off_is_refused(cut: int, bring: Callable[..., Any], tmp_path: Path):
    path = zipped(tmp_path, {"services.csv": ROW})
    path.write_bytes(path.read_bytes()[:cut])
    with pytest.raises(BrokenFile) as refused:
        bring(path)
    assert refused.value.code == "zip-broken"


@pytest.mark.parametrize(
    ("packing", "place"),
    [(zipfile.ZIP_DEFLATED, 0), (zipfile.ZIP_BZIP2, 0), (zipfile.ZIP_LZMA, 4)],
    ids=["deflated", "bzip2", "lzma"],
)
def test_a_zip_with_a_damaged_stream_is_refused(
    packing: int, place: int, bring: Callable[..., Any], tmp_path: Path
):
    path = zipped(tmp_path, {"services.csv": ROW * 20}, packing)
    content = bytearray(path.read_bytes())
    content[content.index(b"services.csv") + len("services.csv") + place] = 0xFF
    path.write_bytes(content)
    with pytest.raises(BrokenFile) as refused:
        bring(path)
    assert refused.value.code == "zip-broken"
    assert not Listing.objects.exists() and not ImportRun.objects.exists()


def test_a_size_that_lies_is_not_believed(bring: Callable[..., Any], tmp_path: Path, monkeypatch: Any):
    from commonhearth.rooms.directory.reading import archives

    monkeypatch.setattr(archives, "LARGEST_UNPACKED", 1000)
    path = zipped(tmp_path, {"services.csv": ROW + b"\n" * 900, "phones.csv": b"id,number\n" + b"\n" * 900})
    content = path.read_bytes()
    true = (len(ROW) + 900).to_bytes(4, "little")
    path.write_bytes(content.replace(true, (10).to_bytes(4, "little")))
    with pytest.raises(BrokenFile) as refused:
        bring(path)
    assert refused.value.code in ("zip-bomb", "zip-broken")


@pytest.mark.parametrize(
    "change", [{"name": None}, {"status": "open"}, {"phones": [{"number": "1"}]}, {"id": "7"}]
)
def test_a_document_that_is_none_is_refused_with_its_fields(
    change: dict[str, Any], examples: Path, bring: Callable[..., Any]
):
    good = json.loads((examples / "service_full.json").read_text())
    with pytest.raises(BrokenFile) as refused:
        bring([good, good | change])
    assert refused.value.code == "hsds-not-valid" and refused.value.line
    assert not Listing.objects.exists() and not HsdsRecord.objects.exists()
