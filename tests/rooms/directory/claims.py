"""A listing to look after, and the two ways to prove that one does."""

from __future__ import annotations

import re
from datetime import datetime

from commonhearth.foundation.accounts.models import Person
from commonhearth.foundation.outbox.models import Mail
from commonhearth.rooms.directory import services
from commonhearth.rooms.directory.models import Claim, Listing
from commonhearth.rooms.directory.selectors.claims import file_for


def link_in(mail: Mail) -> str:
    """Return the path of the link in a mail."""
    found = re.search(r"http://localhost:8000(/directory/claim/\S+)", mail.text.body)
    assert found
    return found.group(1)


def token_in(mail: Mail) -> str:
    return link_in(mail).split("/")[3]


def proved(listing: Listing, person: Person, now: datetime) -> Claim:
    """Return a claim that was proved by mail."""
    services.ask_to_look_after(actor=person, listing_id=listing.id, how="mail", now=now)
    mail = Mail.objects.filter(to=listing.email).latest("created")
    claim = services.prove_by_link(actor=person, token=token_in(mail), now=now)
    assert claim is not None
    return claim


def waiting_for_file(house: Listing, person: Person, now: datetime) -> tuple[Claim, str, str]:
    claim = services.ask_to_look_after(actor=person, listing_id=house.id, how="file", now=now)
    address, line = file_for(claim, house)
    return claim, address, line
