"""A tin in each circle: entries, a receipt, dues of two, a count that stands and one that waits, a question."""

from __future__ import annotations

import io

from PIL import Image

from commonhearth.foundation.circles.models import CircleMembership
from commonhearth.foundation.files.arriving import accept
from commonhearth.rooms.treasury import services
from tests.world import Place


def furnish(place: Place, names: dict[str, str]) -> None:
    """Keep it as the member, while `paused` is still here to count too."""
    drawn = io.BytesIO()
    Image.new("RGB", (30, 40), "white").save(drawn, "PNG")
    now, today = place.now, place.now.date()
    for key in ("open", "closed", "hidden"):
        circle, member, paused = place.circles[key], place.acting("member"), place.acting("paused")
        own = CircleMembership.objects.get(circle=circle, member=member, left=None)
        theirs = CircleMembership.objects.get(circle=circle, member=paused, left=None)
        tin = services.open_tin(actor=member, circle=circle, currency="GBP", takes_dues=True, now=now)
        said = {"actor": member, "tin": tin, "day": today, "now": now}
        services.write_entry(amount=2000, what="From the jar by the door", **said)
        for seat in (own, theirs):
            services.write_entry(amount=500, what="", dues=True, payer=seat.id, **said)
        entry = services.write_entry(
            amount=-350, what="Leeks", receipt=[accept("till.png", drawn.getvalue())], **said
        )
        services.write_count(actor=paused, tin=tin, amount=2670, now=now)
        count = services.write_count(actor=member, tin=tin, amount=2670, now=now)
        waiting = services.write_count(actor=member, tin=tin, amount=2670, now=now)
        question = services.ask_hard_month(actor=member, tin=tin, seat_id=theirs.id, now=now)
        services.answer_hard_month(actor=paused, question=question, says="talk", now=now)
        place.by_circle(
            key, entry_id=entry.id, count_id=count.id, waiting_id=waiting.id, question_id=question.id
        )
