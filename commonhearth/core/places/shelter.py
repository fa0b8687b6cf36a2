"""Refuges and services against domestic violence: recognised, and never shown finer than their town.

Being recognised wrongly costs a group its street on the page; not being recognised can cost a life.
So the marks are read generously, a reviewer may correct them by hand, and everything that could lead
to a door (street, postal code, coordinates, sentences with an address) is dropped before storing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from commonhearth.core.places.names import fold
from commonhearth.core.places.postcodes import looks_like_postcode

#: Folded beginnings of words. A name or keyword with one of these phrases is recognised.
_MARKS = (
    # English
    "domestic violence", "domestic abuse", "domestic partner abuse", "family violence", "partner violence",
    "relationship abuse", "abuse shelter", "battered", "womens shelter", "women s shelter", "womens refuge",
    "womens aid", "women s aid", "shelter refuge", "refuge", "refuges", "safe house", "safehouse",
    "crisis shelter", "violence prevention", "violence intervention", "against violence", "sexual assault",
    "rape crisis", "rape trauma", "human trafficking", "modern slavery", "honour based", "forced marriage",
    # German, Dutch, Nordic
    "frauenhaus", "frauenhauser", "hausliche gewalt", "hauslicher gewalt", "gewaltschutz", "frauennotruf",
    "vrouwenopvang", "huiselijk geweld", "blijf van mijn lijf", "kvinnojour", "krisesenter", "turvakoti",
    "naisten turva", "perevagivald", "naiste varjupaik", "naiste tugi",
    # French, Italian, Spanish, Portuguese, Catalan, Romanian
    "violence conjugale", "violences conjugales", "violences faites aux femmes", "femmes battues", "antiviolenza",
    "anti violenza", "violenza domestica", "casa rifugio", "violencia domestica", "violencia de genero",
    "violencia machista", "mujeres maltratadas", "casa de acogida", "casa de abrigo", "casa abrigo",
    "violenta domestica", "violentei domestice",
    # Hungarian, Polish, Czech, Slovak, Slovene, Croatian
    "csaladon beluli eroszak", "anyaotthon", "krizisotthon", "przemoc domowa", "przemocy domowej",
    "przemoc w rodzinie", "przemocy w rodzinie", "domaci nasili", "domace nasilie", "azylovy dum pro zeny",
    "varna hisa", "nasilje v druzini", "nasilju v druzini", "sigurna kuca", "obiteljsko nasilje",
    "obiteljskog nasilja", "nasilje u obitelji",
    # Greek, Bulgarian, Latvian, Lithuanian, Maltese
    "ενδοοικογενειακη βια", "κακοποιημενων γυναικων", "ξενωνας γυναικων", "домашно насилие", "vardarbiba gimene",
    "smurtas artimoje", "vjolenza domestika",
)  # fmt: skip
_MARKED = re.compile(r"(?<!\w)(?:" + "|".join(re.escape(fold(mark)) for mark in _MARKS) + r")(?!\w)")
#: In a longer description these say that the service itself is one, not that it mentions one.
_OFFERS = re.compile(
    r"(?<!\w)(?:experiencing|escaping|fleeing|victims of|survivors of|affected by|suffering from|opfer von|"
    r"von gewalt betroffene|victimes de|vittime di|victimas de|vitimas de)\s(?:\w+\s){0,4}?"
    r"(?:domestic|violence|violenza|violencia|gewalt|violences|partner abuse|trafficking|slavery)(?!\w)"
)
_STREET = re.compile(
    r"(?i)\b\d[\w/-]*\s+\w|\b(?:street|st\.|road|rd\.?|avenue|ave\.?|boulevard|blvd\.?|lane|drive|court|suite|"
    r"stra(?:ß|ss)e|str\.|gasse|weg|platz|rue|via|viale|piazza|calle|avenida|rua|utca|ulica|ul\.)\b|"
    r"\b\w+(?:straße|strasse|gasse|straat|gatan|utca)\b|\b(?:located|situated)\s+(?:at|in|on)\b|p\.?\s?o\.?\s+box"
)
#: A full stop after a short word may be one of "St." or "P.O.": rather too long a sentence than half an address.
_SENTENCES = re.compile(r"(?<=\w{4}[.!?])\s+|\n+")
_TOKEN = re.compile(r"[A-Za-z]{0,2}\d[\w-]*(?:\s+\d[A-Za-z]{2}\b)?")


def is_sheltered(*, name: str, keywords: Iterable[str], description: str = "") -> bool:
    """Say whether a listing is a refuge or a service against domestic violence.

    Name and keywords are read for any mark; of a description only whether it helps those concerned,
    so that a food bank that mentions them keeps its address.
    """
    if any(_MARKED.search(fold(text)) for text in (name, *keywords)):
        return True
    return bool(_OFFERS.search(fold(description)))


def without_addresses(text: str) -> tuple[str, int]:
    """Return a text without the sentences that could lead to a door, and how many were left out.

    A sentence goes when it has a house number, a word for a street, a postal code, or says where it is.
    Telephone numbers alone may stay.
    """
    kept = []
    left_out = 0
    for sentence in _SENTENCES.split(text):
        if _STREET.search(sentence) or any(_is_code(token) for token in _TOKEN.findall(sentence)):
            left_out += 1
        else:
            kept.append(sentence)
    return " ".join(part for part in kept if part).strip(), left_out


def _is_code(token: str) -> bool:
    """Say whether a token could be a postal code: five digits, or letters and digits together."""
    digits = sum(mark.isdigit() for mark in token)
    if token.isdigit():
        return digits == 5
    return digits <= 6 and looks_like_postcode(token) and "-" not in token
