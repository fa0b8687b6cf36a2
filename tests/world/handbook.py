"""A page in the handbook of each circle, with a picture, a second wording, and one that was taken out."""

from __future__ import annotations

import io

from PIL import Image

from commonhearth.foundation.files.arriving import accept
from commonhearth.foundation.files.models import File
from commonhearth.rooms.handbook import services
from tests.world import Place


def furnish(place: Place, names: dict[str, str]) -> None:
    """Write as the member, in each circle that they are in."""
    drawn = io.BytesIO()
    Image.new("RGB", (40, 30), "white").save(drawn, "PNG")
    for key in ("root", "open", "closed", "hidden"):
        circle, actor = place.circles[key], place.acting("member")
        page = services.write_page(
            actor=actor,
            circle=circle,
            title="First evening",
            text="## Bring slippers\n\nThe floor is cold.\n\n![The door](door.png)",
            hung=[accept("door.png", drawn.getvalue())],
            now=place.now,
        )
        services.change_page(
            actor=actor, page=page, made_from=1, title="First evening", text="Bring slippers.", now=place.now
        )
        place.by_circle(key, page_id=page.id, file_id=File.objects.get(about_id=page.id).id)
