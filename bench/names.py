"""Made-up names, towns and words, so that a generated host reads like one."""

from __future__ import annotations

from random import Random

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
#: Town, latitude, longitude: the middle of each cluster of generated groups.
TOWNS = (
    ("Portsmouth", 50.799, -1.091), ("London", 51.509, -0.126), ("Manchester", 53.481, -2.237),
    ("Bristol", 51.455, -2.597), ("Leeds", 53.797, -1.544), ("Glasgow", 55.865, -4.258),
    ("Cardiff", 51.480, -3.180), ("Belfast", 54.597, -5.930), ("Norwich", 52.628, 1.299),
    ("Newcastle", 54.973, -1.614), ("Sheffield", 53.383, -1.466), ("Brighton", 50.828, -0.139),
    ("Exeter", 50.721, -3.534), ("Liverpool", 53.411, -2.978), ("Nottingham", 52.954, -1.150),
)  # fmt: skip
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


def group(rng: Random, number: int, *, towns: int = len(TOWNS)) -> dict[str, object]:
    """Return what one generated group says of itself, in one of the first so many towns."""
    town, latitude, longitude = rng.choice(TOWNS[:towns])
    return {
        "name": f"{town} {rng.choice(THEMES)} {rng.choice(('Co-operative', 'Collective', 'Society'))} {number}",
        "kind": rng.choice(_KINDS),
        "description": rng.choice(_ABOUT),
        "activities": tuple(rng.sample(_DOES, 2)),
        "street": f"{rng.randint(1, 180)} {rng.choice(_LAST)} Road",
        "town": town,
        "latitude": latitude + rng.gauss(0, 0.08),
        "longitude": longitude + rng.gauss(0, 0.12),
    }
