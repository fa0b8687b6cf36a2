"""Made-up groups, stored as an import stores them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from random import Random
from uuid import UUID

from bench import names
from commonhearth.core.places.distance import Point
from commonhearth.rooms.directory.models import Listing, Source
from commonhearth.rooms.directory.services.vocabulary import learn
from commonhearth.rooms.directory.storing import Said, storable


def fill_listings(
    *,
    rng: Random,
    count: int,
    now: datetime,
    towns: Sequence[names.Town] = names.TOWNS,
    varied: bool = False,
) -> None:
    """Make so many listings from one source, in these towns, a third of them known to be alive."""
    source = Source.objects.create(
        key="generated", title="A generated list", licence="CC0", attribution="Made up by make bench"
    )
    rows, words = [], []
    for number in range(count):
        said = names.group(rng, number, towns=towns, varied=varied)
        country = said.pop("country")
        at = Point(said.pop("latitude"), said.pop("longitude"))  # type: ignore[arg-type]
        fields, _doubts = storable(
            Said(
                **said,  # type: ignore[arg-type]
                country=str(country),
                country_how="code",
                point=at,
                placed_by="record",
                open_to_members=True,
            )
        )
        # A list has one date, with a few rows from later ones; people check groups on some days.
        checked = (now - timedelta(days=7 * rng.randint(2, 60))).date() if rng.random() < 0.3 else None
        rows.append(
            Listing(
                id=UUID(int=rng.getrandbits(128), version=4),
                source=source,
                origin=str(number),
                as_of=(now - timedelta(days=rng.choice((200, 400, 400, 1300)))).date(),
                verified_on=checked,
                created=now,
                **fields,
            )
        )
        words.append(fields["words"])
    Listing.objects.bulk_create(rows, batch_size=500)
    learn(words)
