"""Names, countries, postcodes, websites and slips of the finger."""

from __future__ import annotations

import doctest

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonhearth.core.places import names as names_module
from commonhearth.core.places import postcodes as postcodes_module
from commonhearth.core.places.closeness import forgiven, nearest, slips
from commonhearth.core.places.countries import How, read_country
from commonhearth.core.places.country_names import COUNTRY_NAMES
from commonhearth.core.places.names import fold, identity_name, words_of
from commonhearth.core.places.postcodes import is_uk_postcode, looks_like_postcode, outward_code, postcode_key
from commonhearth.core.places.websites import SiteDoubt, host_of, read_website

words = st.text(st.characters(codec="utf-8"), max_size=40)
letters = st.text("abcdef", max_size=9)


@pytest.mark.parametrize("module", [names_module, postcodes_module])
def test_the_examples_hold(module: object) -> None:
    assert doctest.testmod(module).failed == 0  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("Łódź", "lodz"),
        ("São  Paulo", "sao paulo"),
        ("Groß-Gerau", "gross gerau"),
        ("Αθήνα", "αθηνα"),
        ("St. John's", "st johns"),
    ],
)
def test_fold(written: str, folded: str) -> None:
    assert fold(written) == folded


@given(words)
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(words)
def test_an_identity_has_no_capitals(text: str) -> None:
    assert (
        identity_name(text) == identity_name(text.upper())
        or "ß" in text.casefold()
        or text.upper().lower() != text.lower()
    )
    assert words_of(text) == tuple(fold(text).split())


@pytest.mark.parametrize(
    ("one", "other", "count"),
    [
        ("mental", "mentel", 1),
        ("portsmouth", "portsmuoth", 1),
        ("zurich", "zurrich", 1),
        ("health", "helth", 1),
        ("abc", "xyz", None),
    ],
)
def test_slips(one: str, other: str, count: int | None) -> None:
    assert slips(one, other, most=2) == count


@given(letters, letters)
def test_slips_are_the_same_both_ways(one: str, other: str) -> None:
    there = slips(one, other, most=9)
    assert there == slips(other, one, most=9)
    assert (there == 0) == (one == other)
    assert slips(one, other, most=2) == (there if there is not None and there <= 2 else None)


def test_short_words_are_forgiven_nothing() -> None:
    assert [forgiven(word) for word in ("bee", "food", "housing", "resource")] == [0, 1, 1, 2]
    assert nearest("helth", ["health", "heath", "hearth"]) == ["health", "heath"] or nearest(
        "helth", ["health"]
    ) == ["health"]


@pytest.mark.parametrize(
    ("written", "code", "how"),
    [
        ("UK", "GB", How.CODE),
        ("uk", "GB", How.CODE),
        ("GB", "GB", How.CODE),
        ("England", "GB", How.PART),
        ("SCOTLAND", "GB", How.PART),
        ("Österreich", "AT", How.NAME),
        ("ÖSterreich", "AT", How.NAME),
        ("Osterreich", "AT", How.NAME),
        ("AT", "AT", How.CODE),
        ("Ελλάδα", "GR", How.NAME),
        ("Belgique", "BE", How.NAME),
        ("Slovenija", "SI", How.NAME),
        ("România", "RO", How.NAME),
        ("Latvija", "LV", How.NAME),
        ("Portogallo", "PT", How.NAME),
        ("Isle of Man", "IM", How.NAME),
        ("Frace", "FR", How.SPELLING),
        ("Italu", "IT", How.SPELLING),
        ("Cypres", "CY", How.SPELLING),
        ("ABERDEEN", "", How.NONE),
        ("", "", How.NONE),
    ],
)
def test_countries(written: str, code: str, how: How) -> None:
    found = read_country(written)
    assert (found.code, found.how) == (code, how)
    assert found.guessed == (how is How.SPELLING)


def test_the_map_decides_where_the_code_contradicts_it() -> None:
    """SR is Suriname; the list that says it means the Slovak Republic."""
    assert read_country("SR", located_in="SK") == read_country("SR", located_in="SK")
    assert read_country("SR", located_in="SK").how is How.CONFLICT
    assert read_country("", located_in="AT").how is How.PLACE
    assert read_country("Frace", located_in="FR").how is How.SPELLING


def test_every_country_knows_its_own_first_name() -> None:
    for code, said in COUNTRY_NAMES.items():
        assert read_country(said[0]).code == code, said
        assert len(code) == 2


@pytest.mark.parametrize(
    ("written", "outward"),
    [("PO1 2HA", "PO1"), ("po12ha", "PO1"), ("SW1A 1AA", "SW1A"), ("PO1", "PO1"), ("94402", "")],
)
def test_outward_codes(written: str, outward: str) -> None:
    assert outward_code(written) == outward
    assert looks_like_postcode(written)


def test_a_town_is_no_postcode() -> None:
    assert not looks_like_postcode("Portsmouth")
    assert not is_uk_postcode("PO1")
    assert postcode_key(" hd9-2js ") == "HD92JS"


@pytest.mark.parametrize(
    ("written", "url", "doubt"),
    [
        ("http://www.example.org/a?b=c", "http://www.example.org/a?b=c", None),
        ("https://münchen.example", "https://münchen.example", None),
        ("www.example.org", "http://www.example.org", SiteDoubt.BARE),
        ("WWW.EXAMPLE.EU", "http://WWW.EXAMPLE.EU", SiteDoubt.BARE),
        ("example.org/page", "http://example.org/page", SiteDoubt.BARE),
        ("update6", "", SiteDoubt.NOT_ONE),
        ("-", "", SiteDoubt.NOT_ONE),
        ("www.http://example.org", "", SiteDoubt.NOT_ONE),
        ("Essbare Stadt Wels", "", SiteDoubt.NOT_ONE),
        ("http://a.example/ http://b.example/", "http://a.example/", SiteDoubt.SPACES),
        ("javascript:alert(1)", "", SiteDoubt.NOT_ONE),
        ("http://user:word@example.org", "", SiteDoubt.NOT_ONE),
        ("data:text/html,x", "", SiteDoubt.NOT_ONE),
        ("http://localhost/", "", SiteDoubt.NOT_ONE),
    ],
)
def test_websites(written: str, url: str, doubt: SiteDoubt | None) -> None:
    site = read_website(written)
    assert site is not None
    assert (site.url, site.doubt, site.written) == (url, doubt, written)


@given(words)
def test_only_web_addresses_are_linked(text: str) -> None:
    site = read_website(text)
    if site is not None:
        assert site.url == "" or site.url.lower().startswith(("http://", "https://"))
        assert not any(mark.isspace() for mark in site.url)


def test_hosts_compare_without_www() -> None:
    assert host_of("https://WWW.Example.org:8080/a") == host_of("http://example.org")
