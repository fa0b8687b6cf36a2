"""Filling a demo host: once, in one transaction, and never again."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from commonhearth.foundation.accounts.models import Person
from commonhearth.foundation.accounts.services import people
from commonhearth.foundation.communities.models import Community
from commonhearth.site.demo import coop, founders, resources, village

#: Whom a visitor of the demo can be with one press.
CAST = {
    "rosa": "Rosa, a steward of Harbour Lights, a mental-health co-op",
    "ben": "Ben, a member of Harbour Lights who welcomes newcomers",
    "amal": "Amal, a newcomer at Harbour Lights",
    "joan": "Joan, who has asked to join Harbour Lights",
    "tom": "Tom, a steward of Alderbrook, a village of 150",
    "iris": "Iris, one of six who are beginning Three Rivers",
    "sam": "Sam, who checks this host’s directory",
    "nour": "Nour, who runs this host and belongs to no community",
}


def fill(*, now: datetime) -> list[Person]:
    """Fill the demo host, unless it is filled; return the people one can be.

    All or nothing: a demo that was interrupted is empty and is filled the next time.
    """
    with transaction.atomic():
        cast = {
            # A moment apart, so that the sign-in page lists them in this order.
            key: people.make_demo_person(
                email=f"{key}@demo.invalid", line=line, now=now + timedelta(milliseconds=number)
            )
            for number, (key, line) in enumerate(CAST.items())
        }
        if not Community.objects.filter(slug="harbour-lights").exists():
            Person.objects.filter(id=cast["sam"].id).update(is_reviewer=True)
            Person.objects.filter(id=cast["nour"].id).update(is_operator=True)
            coop.tell(cast, now=now)
            village.tell(cast, now=now)
            founders.tell(cast, now=now)
            resources.tell({**cast, "sam": Person.objects.get(id=cast["sam"].id)}, now=now)
    return list(cast.values())
