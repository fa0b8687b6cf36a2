"""From what people write for a country to its ISO code, saying how sure that is."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from commonhearth.core.places.closeness import slips
from commonhearth.core.places.country_names import COUNTRY_NAMES
from commonhearth.core.places.names import fold


class How(StrEnum):
    """How a country was found. The last three are guesses and are said to be."""

    CODE = "code"
    NAME = "name"
    PART = "part"  # England, Scotland: a part of the country
    SPELLING = "spelling"  # "Frace", "Italu"
    PLACE = "place"  # from where the record lies on the map
    CONFLICT = "conflict"  # the code says one country, the map another, and the map was believed
    NONE = "none"


GUESSES = frozenset({How.SPELLING, How.PLACE, How.CONFLICT})

#: Codes in use that are not the country's ISO code, and names the table of countries does not have.
_ALSO = {
    "uk": "GB",
    "el": "GR",
    "great britain": "GB",
    "britain": "GB",
    "usa": "US",
    "u s a": "US",
    "united states of america": "US",
    "holland": "NL",
    "the netherlands": "NL",
    "czechia": "CZ",
    "czech republic": "CZ",
    "republic of ireland": "IE",
    "eire": "IE",
    "macedonia": "MK",
    "portogallo": "PT",
    "slovenija": "SI",
    "ellada": "GR",
}
_PARTS = {
    "england": "GB",
    "scotland": "GB",
    "wales": "GB",
    "cymru": "GB",
    "northern ireland": "GB",
    "catalunya": "ES",
    "catalonia": "ES",
    "bayern": "DE",
    "tirol": "AT",
    "steiermark": "AT",
    "sudtirol": "IT",
    "flanders": "BE",
    "vlaanderen": "BE",
    "wallonie": "BE",
}
_BY_NAME = {fold(name): code for code, names in COUNTRY_NAMES.items() for name in names} | _ALSO
#: Only names of some length are forgiven a slip: "Niger" and "Nigeria" are two countries.
_LONG_NAMES = tuple(sorted(name for name in _BY_NAME if len(name) >= 5))


@dataclass(frozen=True, slots=True)
class Country:
    """The code (or nothing) and how it was found."""

    code: str
    how: How

    @property
    def guessed(self) -> bool:
        """Whether somebody should look at it once."""
        return self.how in GUESSES


def read_country(written: str, *, located_in: str = "") -> Country:
    """Return the country somebody meant.

    Args:
        written: what stands in the record: a code, a name in any of the country's languages, a part.
        located_in: ISO code of the country in which the record's coordinates lie, if known.
    """
    folded = fold(written)
    code = written.strip().upper()
    if len(code) == 2 and folded not in _ALSO and code in COUNTRY_NAMES:
        if located_in and located_in != code:
            return Country(located_in, How.CONFLICT)
        return Country(code, How.CODE)
    if folded in _BY_NAME:
        return Country(_BY_NAME[folded], How.CODE if len(folded) == 2 else How.NAME)
    if folded in _PARTS:
        return Country(_PARTS[folded], How.PART)
    if located_in:
        close = folded and _misspelt(folded)
        return Country(located_in, How.SPELLING if close == located_in else How.PLACE)
    found = _misspelt(folded)
    return Country(found, How.SPELLING) if found else Country("", How.NONE)


def _misspelt(folded: str) -> str:
    """Return the one country whose name is one slip away; nothing when none or several are."""
    if len(folded) < 4:
        return ""
    found = {_BY_NAME[name] for name in _LONG_NAMES if slips(folded, name, most=1) is not None}
    return found.pop() if len(found) == 1 else ""


def country_name(code: str) -> str:
    """Return the English name of a country, or the code itself when unknown."""
    names = COUNTRY_NAMES.get(code)
    return names[0] if names else code
