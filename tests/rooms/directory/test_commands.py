"""`hearth near` and `hearth import directory`."""

from __future__ import annotations

import io
import json
from argparse import ArgumentParser
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from commonhearth.rooms.directory import commands
from commonhearth.rooms.directory.commands import ImportDirectory, InputWrong, Near
from commonhearth.rooms.directory.models import Listing

ROW = {
    "Id": "b1",
    "Name": "Harbour Bread",
    "Kind": "food",
    "Town": "Portsmouth",
    "Country": "UK",
    "Y": "50.80",
    "X": "-1.10",
}
SOURCE = [
    "--source-title",
    "Our list",
    "--licence",
    "CC0",
    "--attribution",
    "Our list, CC0",
    "--as-of",
    "2026-01-15",
]


def run(command: Any, *arguments: str) -> tuple[dict[str, Any], str]:
    parser = ArgumentParser()
    command.add_arguments(parser)
    out = io.StringIO()
    return command.run(parser.parse_args(list(arguments)), out), out.getvalue()


def test_import_and_near(towns: None, a_list: Callable[..., Path]) -> None:
    mapped = "id=Id,name=Name,kind=Kind,town=Town,country=Country,lat=Y,lon=X"
    result, said = run(ImportDirectory, str(a_list(ROW)), "--map", mapped, *SOURCE)
    assert (result["rows"], result["added"], result["source"]["attribution"]) == (1, 1, "Our list, CC0")
    assert "1 rows; 1 new" in said
    found, said = run(Near, "Portsmouth", "--words", "bread", "--kind", "food")
    assert found["place"]["name"] == "Portsmouth, near Southampton, England"
    [row] = found["rows"]
    assert set(row) >= {
        "id",
        "identifiers",
        "name",
        "kind",
        "distance_km",
        "place",
        "state",
        "as_of",
        "source",
    }
    assert row["place"] == {"lat": 50.8, "lon": -1.1, "precision": "exact"}
    assert row["identifiers"] == [{"scheme": "our-list", "value": "b1"}]
    assert (row["distance_km"], row["as_of"]) == (0.64, "2026-01-15")
    assert "Harbour Bread" in said and "Our list, CC0" in said
    json.dumps(found)


def test_nothing_near_is_an_answer(towns: None) -> None:
    found, _ = run(Near, "Leeds")
    assert (found["total"], found["rows"]) == (0, [])


def test_an_unknown_place_is_a_wrong_input(towns: None) -> None:
    with pytest.raises(InputWrong) as wrong:
        run(Near, "Xyzzyville")
    assert (wrong.value.code, wrong.value.status) == ("unknown-place", 2)
    assert "Xyzzyville" in wrong.value.message


def test_a_broken_file_says_its_line(towns: None, a_list: Callable[..., Path]) -> None:
    path = a_list(ROW, ROW | {"Y": "99"})
    with pytest.raises(InputWrong) as wrong:
        run(ImportDirectory, str(path), "--map", "name=Name,lat=Y,lon=X", *SOURCE)
    assert (wrong.value.code, wrong.value.line, wrong.value.file) == ("coordinates", 3, str(path))
    assert wrong.value.message == "These coordinates are not a place on earth: 99, -1.10"
    assert not Listing.objects.exists()


@pytest.mark.parametrize("mapped", ["name", "name=", "=Name", "name=Name,,"])
def test_a_map_that_is_none(mapped: str, towns: None, a_list: Callable[..., Path]) -> None:
    with pytest.raises(InputWrong, match="Write the map"):
        run(ImportDirectory, str(a_list(ROW)), "--map", mapped, *SOURCE)


def test_a_mapped_list_says_where_it_comes_from(towns: None, a_list: Callable[..., Path]) -> None:
    with pytest.raises(InputWrong) as wrong:
        run(ImportDirectory, str(a_list(ROW)), "--map", "name=Name")
    assert wrong.value.code == "no-source"


@pytest.mark.parametrize(
    "arguments",
    [["x", "--within", "0"], ["x", "--within", "far"], ["x", "--most", "0"], ["x", "--kind", "gang"]],
)
def test_numbers_that_make_no_sense(arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        run(Near, *arguments)
    assert ended.value.code == 2


def test_the_bar_waits_a_second() -> None:
    class Out(io.StringIO):
        drawn = 0

        def progress(self, label: str, done: int, whole: int) -> None:
            self.drawn += 1

    out = Out()
    commands._progress(out)(5, 10)
    assert out.drawn == 0
