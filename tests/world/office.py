"""What offices bring with them: the register, a letter from outside, the tied logbook."""

from __future__ import annotations

from datetime import timedelta

from commonhearth.foundation.circles import services as circles
from commonhearth.foundation.circles.models import CircleMembership, Office
from commonhearth.foundation.communities import services as communities
from commonhearth.foundation.logbook import chain
from commonhearth.foundation.members import services as members
from commonhearth.foundation.members.services import arriving
from commonhearth.foundation.notices import services as notices
from commonhearth.site.archive import packing
from commonhearth.site.archive.keyring import transfer_key
from tests.world import Place


def furnish(place: Place, names: dict[str, str]) -> None:
    """Give the register to somebody, enter a name, receive a letter, tie the lines."""
    root = place.circles["root"]
    seat = CircleMembership.objects.get(circle=root, member=place.acting("registrar"), left=None)
    circles.give_role(
        actor=place.acting("steward"),
        circle=root,
        office=Office.REGISTRAR,
        holder=seat,
        starts=place.now.date(),
        ends=(place.now + timedelta(days=300)).date(),
        now=place.now,
    )
    members.enter_legal_name(
        actor=place.acting("registrar"),
        member=place.acting("neighbour"),
        legal_name=f"{names['neighbour']} Nørregaard",
        now=place.now,
    )
    letter = communities.reach_out(
        actor=place.persons["applicant"],
        community=place.community,
        name=f"{names['applicant']} from outside",
        reply_to="somebody@example.org",
        message="Is there room on Thursdays?",
        now=place.now,
    )
    notices.set_wish(
        actor=place.acting("member"), letter="daily", quiet_from=21, quiet_until=7, now=place.now
    )
    packing.ask(
        actor=place.acting("steward"),
        transfer=transfer_key(),
        passphrase="five herons over one bridge",
        now=place.now,
    )
    arriving.expect([(place.things["without_sign_in_id"], "old@example.org")], now=place.now)
    chain.link_lines(place.community.id, place.now)
    place.things["letter_id"] = letter.id
