"""Made-up names, towns and words, so that a generated host reads like one."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from typing import NamedTuple

_FIRST = (
    "Ada Adil Agnes Aisha Akua Alba Alma Amira Anders Anouk Arlo Asha Basil Bela Bodil Brigid Cai Carmen Celia "
    "Chidi Clara Dag Dalia Daria Dov Edda Efua Eilidh Elif Emil Enid Esme Farid Fatou Fern Finn Freya Gita Greta "
    "Gwen Hana Hedda Hugo Ibrahim Ida Ilse Imran Ines Isak Ivo Jana Jarek Jonas Juno Kaya Kezia Kofi Lale Leif "
    "Lena Lior Lotte Maeve Malik Mara Milo Mina Nadia Nils Noor Odile Olek Omar Orla Otto Petra Priya Rafi Rosa "
    "Runa Sana Saskia Selma Sven Tariq Thea Tilda Tomas Uma Vera Wanda Yara Yusuf Zofia"
).split()
_LAST = (
    "Abara Acker Almgren Arden Ashby Bakker Barlow Bektas Birch Brandt Brook Castell Cole Corrigan Dale Diallo "
    "Dunne Eklund Ellery Faro Fenn Ferreira Flint Gale Garda Glass Grove Haddad Halden Harte Hollis Holm Ismail "
    "Jansen Juhl Kaminski Karim Keane Kestrel Lamb Larkin Linde Lowe Marsh Mensah Moss Murad Nakata Nord Oakes "
    "Okoro Olsen Orchard Pardo Penn Quill Rask Reed Rennie Rowan Sadik Sand Sesay Sharma Silva Skov Sorel Stone "
    "Tahir Thorne Tolk Underhill Vance Varga Vik Wade Waller Weir Wilde Winter Yates Yilmaz Zander"
).split()
#: What a circle or a group is about.
THEMES = (
    "Kitchen Allotment Evening Orchard Welcome Repair Choir Walking Reading Listening Pottery Laundry Bees "
    "Childcare Woodland Library Bicycle Bakery Garden Archive"
).split()


class Town(NamedTuple):
    """The middle of a cluster of generated groups, and how many of each hundred are there."""

    name: str
    latitude: float
    longitude: float
    share: float = 1
    country: str = "GB"


TOWNS = tuple(Town(*one) for one in (
    ("Portsmouth", 50.799, -1.091), ("London", 51.509, -0.126), ("Manchester", 53.481, -2.237),
    ("Bristol", 51.455, -2.597), ("Leeds", 53.797, -1.544), ("Glasgow", 55.865, -4.258),
    ("Cardiff", 51.480, -3.180), ("Belfast", 54.597, -5.930), ("Norwich", 52.628, 1.299),
    ("Newcastle", 54.973, -1.614), ("Sheffield", 53.383, -1.466), ("Brighton", 50.828, -0.139),
    ("Exeter", 50.721, -3.534), ("Liverpool", 53.411, -2.978), ("Nottingham", 52.954, -1.150),
))  # fmt: skip
#: Towns of other countries, for an aggregator.
_ABROAD = (
    ("Paris", 48.857, 2.352, 6, "FR"), ("Lyon", 45.764, 4.836, 2, "FR"), ("Berlin", 52.520, 13.405, 6, "DE"),
    ("Hamburg", 53.551, 9.994, 3, "DE"), ("Munich", 48.137, 11.575, 2, "DE"), ("Vienna", 48.208, 16.372, 3, "AT"),
    ("Graz", 47.067, 15.442, 1, "AT"), ("Rome", 41.894, 12.483, 3, "IT"), ("Milan", 45.464, 9.190, 3, "IT"),
    ("Madrid", 40.417, -3.703, 3, "ES"), ("Barcelona", 41.388, 2.159, 4, "ES"), ("Lisbon", 38.717, -9.133, 2, "PT"),
    ("Amsterdam", 52.374, 4.890, 3, "NL"), ("Brussels", 50.851, 4.349, 3, "BE"), ("Warsaw", 52.230, 21.012, 2, "PL"),
    ("Stockholm", 59.329, 18.069, 2, "SE"), ("Athens", 37.984, 23.728, 2, "GR"), ("Dublin", 53.333, -6.249, 1, "IE"),
    ("Copenhagen", 55.676, 12.566, 2, "DK"),
)  # fmt: skip
#: An aggregator's towns: as crowded in London as the list of UK co-operatives is (12 of 100 within 25 km).
MANY_TOWNS = (
    *(town._replace(share=12 if town.name == "London" else 2.5) for town in TOWNS),
    *(Town(*one) for one in _ABROAD),
)
_ABOUT = (
    "Run by its members for fifteen years. We meet on Thursdays, share a meal, and look after the hall together.",
    "Peer support for people with mental health needs: company, a warm room and somebody who listens.",
    "A shop and a cafe owned by those who work in it and those who buy in it.",
    "Homes held in common, with a garden, a workshop and a meeting every second week.",
    "Advice on benefits, debt and housing, by people who have been there.",
)
_DOES = (
    "peer support",
    "mental health",
    "shared meals",
    "food growing",
    "repairs",
    "housing",
    "advice",
    "crafts",
)
_KINDS = ("care", "peer", "community", "housing", "food", "learning", "advice", "work", "money", "energy")


def people(rng: Random, count: int) -> list[str]:
    """Return so many different names, at most 7,000."""
    every = [f"{first} {last}" for first in _FIRST for last in _LAST]
    return rng.sample(every, count)


def group(
    rng: Random, number: int, *, towns: Sequence[Town] = TOWNS, varied: bool = False
) -> dict[str, object]:
    """Return what one generated group says of itself, in one of these towns.

    Args:
        varied: most say something of their own, as in a real list, where a word other than "co-operative" is in
            a few of a hundred rows.
    """
    [town] = rng.choices(towns, [one.share for one in towns])
    return {
        "name": f"{town.name} {rng.choice(THEMES)} {rng.choice(('Co-operative', 'Collective', 'Society'))} {number}",
        "kind": rng.choice(_KINDS),
        "description": rng.choice(_ABOUT) if not varied or rng.random() < 0.1 else _own_words(rng),
        "activities": tuple(rng.sample(_DOES, 2)) if not varied or rng.random() < 0.1 else (),
        "street": f"{rng.randint(1, 180)} {rng.choice(_LAST)} Road",
        "town": town.name,
        "country": town.country,
        "latitude": town.latitude + rng.gauss(0, 0.08),
        "longitude": town.longitude + rng.gauss(0, 0.12),
    }


def said(rng: Random) -> str:
    """Return what somebody might write: a sentence about the house, and one with words of their own."""
    return f"{rng.choice(_ABOUT)} {_own_words(rng)}"


def _own_words(rng: Random) -> str:
    """Return a sentence of made-up words: few that are everywhere, many that are rare."""
    syllables = (
        "ba",
        "del",
        "for",
        "gan",
        "hin",
        "kor",
        "lum",
        "mer",
        "nis",
        "pol",
        "rat",
        "sev",
        "tul",
        "vor",
        "wex",
        "zan",
    )
    words = []
    for _ in range(25):
        rank = min(4000, int(rng.paretovariate(0.6)))
        words.append(syllables[rank % 16] + syllables[rank // 16 % 16] + syllables[rank // 256 % 16])
    return " ".join(words).capitalize() + "."
