"""Harbour Lights keeps a tin: soup and bus fares out, dues and a jar in, counted by two."""

from __future__ import annotations

import io
from datetime import datetime

from PIL import Image, ImageDraw

from commonhearth.foundation.circles.models import CircleMembership
from commonhearth.foundation.files.arriving import accept
from commonhearth.rooms.treasury import services
from commonhearth.rooms.treasury.models import Entry, Tin
from commonhearth.rooms.treasury.services.writing import in_the_tin
from commonhearth.site.demo.telling import Story

#: Days ago, in pence, what for, who had the money in hand.
MONEY = [
    (142, 4000, "What was in the tin when we began the book", "Hamish"),
    (131, -865, "Leeks, lentils and bread for Thursday", "Sanjay"),
    (117, 1230, "From the jar by the door", "Kasia"),
    (104, -1540, "Bus fares to the open day", "Hamish"),
    (88, 2750, "Raffle at the library", "Ruth"),
    (73, -3299, "Second kettle", "Sanjay"),
    (59, -720, "Soup", "Kasia"),
    (41, 965, "From the jar by the door", "Hamish"),
    (33, -450, "Candles", "Sanjay"),
    (12, -1180, "Soup, and oranges because they were good", "Kasia"),
    (5, -640, "Paper and stamps for the letter round", "Ruth"),
]
#: On these days dues were put in, by so many, each what they can.
DUES_ON, PAYERS, AMOUNTS = (137, 107, 66, 24), 22, (200, 200, 300, 500, 200, 1000, 150, 200, 400)


def tell(story: Story) -> None:
    """Open the tin, write its book, set one entry right, and count twice."""
    root, hamish, ben = story.root(), story.members["Hamish"], story.members["Ben"]
    at = story.ago(145)
    tin = services.open_tin(
        actor=story.acting(hamish, at=at), circle=root, currency="GBP", takes_dues=True, now=at
    )
    services.ask_to_keep(
        actor=story.acting(hamish, at=at), tin=tin, seat_id=story.seat("Ben", root).id, now=at
    )
    payers = list(CircleMembership.objects.filter(circle=root, left=None).order_by("joined", "id")[:PAYERS])
    said: list[tuple[int, int, str, CircleMembership, bool]] = [
        (days, amount, what, story.seat(name, root), False) for days, amount, what, name in MONEY
    ]
    for turn, days in enumerate(DUES_ON):
        for number, seat in enumerate(payers):
            said.append((days, AMOUNTS[(number + turn) % len(AMOUNTS)], "", seat, True))
    for days, amount, what, seat, dues in sorted(said, key=lambda one: -one[0]):
        _write(story, tin, story.ago(days), amount, what, seat, dues)
    _set_right(story, tin)
    for days, difference in ((60, 0), (3, 40)):
        _count(story, tin, story.ago(days), difference, hamish.name, ben.name)


def _write(
    story: Story, tin: Tin, at: datetime, amount: int, what: str, seat: CircleMembership, dues: bool
) -> Entry:
    return services.write_entry(
        actor=story.acting(story.members["Ben" if dues else "Hamish"], at=at),
        tin=tin,
        amount=amount,
        day=at.date(),
        what=what,
        dues=dues,
        payer=seat.id if dues else None,
        handled_by=None if dues else seat.id,
        receipt=[accept("kettle.png", _receipt())] if what == "Second kettle" else [],
        now=at,
    )


def _set_right(story: Story, tin: Tin) -> None:
    at, seat = story.ago(4), story.seat("Hamish", tin.circle)
    wrong = _write(story, tin, at, 5600, "From the jar by the door", seat, False)
    hamish = story.acting(story.members["Hamish"], at=at)
    services.set_right(actor=hamish, entry=wrong, what="A nought too many", now=at)
    _write(story, tin, at, 560, "From the jar by the door", seat, False)


def _count(story: Story, tin: Tin, at: datetime, difference: int, *names: str) -> None:
    amount = in_the_tin(tin) + difference
    for name in names:
        services.write_count(actor=story.acting(story.members[name], at=at), tin=tin, amount=amount, now=at)


def _receipt() -> bytes:
    drawn = Image.new("RGB", (300, 420), "white")
    pen = ImageDraw.Draw(drawn)
    for line, words in enumerate(
        ("THE KETTLE SHOP", "", "1 kettle    32.99", "", "Cash        32.99", "", "Thank you")
    ):
        pen.text((40, 60 + 40 * line), words, fill="black")
    out = io.BytesIO()
    drawn.save(out, "PNG")
    return out.getvalue()
