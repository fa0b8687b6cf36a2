"""A call in the closed circle by the member, a device and a number to be woken by, an answer that waits."""

from __future__ import annotations

from datetime import timedelta

from commonhearth.foundation.accounts import vault
from commonhearth.foundation.notices.models import Device, Phone, Text
from commonhearth.rooms.conversations.models import ParkedReply
from commonhearth.rooms.conversations.services import mailing, tonight
from tests.world import Place


def furnish(place: Place, names: dict[str, str]) -> None:
    """Switch a device on, choose, call."""
    tonight.choose_waking(
        actor=place.acting("paused"),
        circle=place.circles["closed"],
        by_push=False,
        by_mail=True,
        now=place.now,
    )
    mailing.wish_mail(actor=place.acting("member"), thing=place.circles["closed"], how="never", now=place.now)
    call = tonight.call_tonight(actor=place.acting("member"), circle=place.circles["closed"], now=place.now)
    # Of no push service, so that no test can wake anybody.
    device = Device.objects.create(
        person=place.persons["member"],
        name="Firefox on Android",
        address=vault.close("https://push.example.invalid/", purpose="push"),
        digest=vault.digest(f"{place.community.slug}", purpose="push"),
        created=place.now,
    )
    phone = Phone(
        member=place.acting("member"), code_until=place.now + timedelta(minutes=15), created=place.now
    )
    phone.number, phone.code = "+447700900123", "000000"
    phone.save()
    Text.objects.create(member=phone.member, what="code", state="sent", expires=place.now, created=place.now)
    parked = ParkedReply(
        member=place.acting("member"),
        topic_id=place.things["topic_id"]["closed"],
        expires=place.now + timedelta(days=7),
        created=place.now,
    )
    parked.text = "From my work address."
    parked.save()
    place.things |= {"call_id": call.id, "push_device_id": device.id, "parked_id": parked.id}
