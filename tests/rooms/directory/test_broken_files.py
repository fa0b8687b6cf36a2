"""Files that are refused, with the line and the reason, and nothing of them imported."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from commonhearth.rooms.directory import services, wording
from commonhearth.rooms.directory.models import ImportRun, Listing, Source
from commonhearth.rooms.directory.reading import BrokenFile, recognise
from tests.rooms.directory.conftest import COLUMNS, LIST

HEADING = ",".join(COLUMNS.values())
GOOD = "a1,Good Bread,food,We bake.,bread,1 Quay St,Portsmouth,PO1 3AX,UK,50.8,-1.1,http://a.example,023,yes"


def feature(**other: Any) -> dict[str, Any]:
    said = {"_id": "f1", "name": "Garden", "SSEDAS_PARTNER": "yes", "addr:country": "AT", **other}
    return {"type": "Feature", "properties": said, "geometry": {"type": "Point", "coordinates": [15.4, 47.1]}}


def collection(*features: Any) -> str:
    return json.dumps({"type": "FeatureCollection", "features": list(features)}, indent=1)


def csv(*lines: str) -> bytes:
    return "\n".join([HEADING, *lines, ""]).encode()


CSV_FILES: dict[str, tuple[bytes, str, int | None]] = {
    "cut off in a row": (csv(GOOD) + b"a2,Half a ro", "cells", 3),
    "cut off in quotes": (csv(GOOD) + b'a2,"Half a na', "open-quote", 3),
    "latin-1": (csv(GOOD, GOOD.replace("Bread", "Café")).replace("é".encode(), b"\xe9"), "not-utf8", 3),
    "utf-16": (csv(GOOD).decode().encode("utf-16"), "not-text", 1),
    "ten megabytes in a cell": (csv(GOOD, "a2," + "x" * 10_000_000 + GOOD[4:]), "huge-row", 3),
    "a cell too many": (csv(GOOD, GOOD + ",more"), "cells", 3),
    "no name": (csv(GOOD, GOOD.replace("Good Bread", "")), "no-name", 3),
    "not a number": (csv(GOOD, GOOD.replace("50.8", "nan")), "coordinates", 3),
    "infinite": (csv(GOOD, GOOD.replace("50.8", "inf")), "coordinates", 3),
    "out of range": (csv(GOOD, GOOD.replace("50.8", "150.8")), "coordinates", 3),
    "half a point": (csv(GOOD, GOOD.replace("-1.1", "")), "coordinates", 3),
    "words for a number": (csv(GOOD, GOOD.replace("50.8", "north")), "coordinates", 3),
    "a heading twice": ((HEADING + ",Name\n" + GOOD + ",x\n").encode(), "heading-twice", 1),
    "a column missing": (csv(GOOD).replace(b"Postcode", b"Zip"), "no-heading", 1),
    "nothing": (b"", "empty", None),
    "only spaces": (b" \n ", "empty", None),
    "a picture": (b"\x89PNG\r\n\x1a\n\x00\x00", "not-text", 3),
}
JSON_FILES: dict[str, tuple[str, str, int | None]] = {
    "cut off": (collection(feature(), feature())[:-40], "cut-off", None),
    "cut off in a word": (collection(feature())[:60], "cut-off", None),
    "not JSON": (collection(feature()).replace('"_id"', "_id", 1), "json", 7),
    "NaN": (collection(feature()).replace("47.1", "NaN"), "number", 4),
    "infinity": (collection(feature()).replace("47.1", "1e999"), "coordinates", 4),
    "out of range": (collection(feature()).replace("47.1", "97.1"), "coordinates", 4),
    "nested without end": ("[" * 100_000 + "]" * 100_000, "too-deep", 1),
    "a number of ten thousand digits": (
        collection(feature(size=1)).replace('"size": 1', '"size": ' + "9" * 10_000),
        "number",
        None,
    ),
    "no id": (collection(feature(), feature(_id="")), "no-name", None),
    "no properties": (collection(feature(), {"type": "Feature"}), "no-name", None),
    "another collection": (
        collection({"type": "Feature", "properties": {"name": "x"}}),
        "unknown-list",
        None,
    ),
    "a list of nothing known": ("[1, 2, 3]", "unknown-list", None),
}


@pytest.mark.parametrize("case", CSV_FILES)
def test_a_broken_csv_is_refused_whole(case: str, towns: None, tmp_path: Path, now: Any) -> None:
    content, code, line = CSV_FILES[case]
    path = tmp_path / "list.csv"
    path.write_bytes(content)
    with pytest.raises(BrokenFile) as refused:
        services.import_directory(path=path, now=now, source=LIST, columns=COLUMNS)
    assert (refused.value.code, refused.value.line) == (code, line)
    assert wording.refusal(code, refused.value.params, line=line)
    assert not Listing.objects.exists()
    assert not ImportRun.objects.exists()
    assert not Source.objects.exists()


@pytest.mark.parametrize("case", JSON_FILES)
def test_a_broken_json_is_refused_whole(case: str, towns: None, tmp_path: Path, now: Any) -> None:
    text, code, line = JSON_FILES[case]
    path = tmp_path / "list.geojson"
    path.write_text(text)
    with pytest.raises(BrokenFile) as refused:
        services.import_directory(path=path, now=now)
    assert refused.value.code == code
    if line is not None:
        assert refused.value.line == line
    assert not Listing.objects.exists()


def test_a_csv_nobody_knows_asks_for_a_map(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text("Titel,Ort\nBrot,Graz\n")
    with pytest.raises(BrokenFile, match="needs-map"):
        recognise(path)


@pytest.mark.parametrize(
    ("columns", "code"),
    [
        ({"title": "Name"}, "no-field"),
        ({"town": "Town"}, "map-incomplete"),
        ({"name": "Name", "lat": "Y"}, "map-incomplete"),
    ],
)
def test_a_map_that_cannot_be(columns: dict[str, str], code: str, tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(csv(GOOD))
    with pytest.raises(BrokenFile, match=code):
        list(recognise(path, source=LIST, columns=columns).records())


def test_a_folder_and_a_missing_file_are_refused(tmp_path: Path) -> None:
    with pytest.raises(BrokenFile, match="not-a-file"):
        recognise(tmp_path)
    with pytest.raises(BrokenFile, match="not-readable"):
        recognise(tmp_path / "none.csv")


def test_formulas_and_marks_stay_text(bring_in: Callable[..., Any]) -> None:
    report = bring_in(
        {"Id": "f", "Name": '=HYPERLINK("http://bad.example")', "About": "a\x07b\u202ec", "Country": "UK"}
    )
    row = Listing.objects.get(origin="f")
    assert row.name == '=HYPERLINK("http://bad.example")'
    assert row.description == "abc"
    assert report.notes_by_code["formula"] == 1
    assert report.notes_by_code["control-marks"] == 1


def test_lists_after_one_another_are_read(tmp_path: Path) -> None:
    """The oddity of the county's list: several JSON texts in one file, phones in lists of lists."""
    one = {"_id": {"$oid": "1"}, "name": "One.", "phones": [[], [{"number": "650 1", "department": "Desk"}]]}
    two = {"_id": {"$oid": "2"}, "name": "Two", "phones": [], "phone": "650 2"}
    path = tmp_path / "list.json"
    path.write_text(
        json.dumps([one]) + "\n" + json.dumps(two) + "\n" + json.dumps([one | {"_id": {"$oid": "3"}}])
    )
    records = list(recognise(path).records())
    assert [(record.name, record.phone, record.line) for record in records] == [
        ("One", "650 1 (Desk)", 1),
        ("Two", "650 2", 2),
        ("One", "650 1 (Desk)", 3),
    ]


def test_every_doubt_has_its_sentence() -> None:
    from commonhearth.core.places.websites import SiteDoubt

    assert {str(doubt) for doubt in SiteDoubt} <= set(wording.NOTES)
