"""Harbour Lights writes down how its evenings work, and Quiet mornings what it keeps to itself."""

from __future__ import annotations

import io
from datetime import timedelta

from PIL import Image, ImageDraw

from commonhearth.foundation.circles.models import Circle
from commonhearth.foundation.files.arriving import accept
from commonhearth.rooms.handbook import services
from commonhearth.site.demo.telling import Story

THURSDAYS = """\
We begin at seven and end at nine. **Nobody has to speak.** You can come late, sit near the door and go when you like.

## What happens

1. The kettle goes on at a quarter to seven. Whoever is there first lets the others in.
2. We say our names, or not.
3. Each who wants to speaks for a few minutes. The others listen.
4. At half past eight there is soup.

## What we ask

- What is said here stays here.
- We speak of ourselves, not of others.
- Phones stay in the basket by the door, if you can.
"""
ROOM = """\
![A plan of the upstairs room](room.png)

The stairs are steep: nineteen steps and a rail on the left. If that is hard for you, ring Ben: we meet below.

| what | where |
|---|---|
| chair where nobody asks anything | by the window |
| quiet corner with a blanket | behind the shelf |
| soup | on the table in the middle |
| fire exit | through the kitchen, down the iron stairs |
"""
KEYS = """\
There are three keys: Rosa has one, Ben has one, and one is with the baker next door.

- The lower lock turns **twice**.
- Heating: turn the wheel to 3, an hour before.
- Whoever locks up writes the date into the green book.
"""
MORNINGS = """\
We meet on the bench by the round tower when it is dry, otherwise in the shelter.

We do not ask why somebody did not come. We are glad when they do.
"""


def tell(story: Story) -> None:
    """Write the pages, change one, look whether one is still true."""
    root, rosa, ben = story.root(), story.members["Rosa"], story.members["Ben"]
    first = services.write_page(
        actor=story.acting(rosa, at=story.ago(200)),
        circle=root,
        title="Our Thursdays",
        text=THURSDAYS.replace("At half past eight there is soup.", "At half past eight there is tea."),
        now=story.ago(200),
    )
    services.change_page(
        actor=story.acting(ben, at=story.ago(120)),
        page=first,
        made_from=1,
        title="Our Thursdays",
        text=THURSDAYS,
        now=story.ago(120),
    )
    services.check_page(
        actor=story.acting(ben, at=story.ago(20)),
        page=first,
        again=(story.now + timedelta(days=160)).date(),
        now=story.ago(20),
    )
    for title, text, pictures in (("The upstairs room", ROOM, [_plan()]), ("Keys and heating", KEYS, [])):
        services.write_page(
            actor=story.acting(rosa, at=story.ago(150)),
            circle=root,
            title=title,
            text=text,
            hung=[accept("room.png", picture) for picture in pictures],
            parent_id=first.id,
            now=story.ago(150),
        )
    services.write_page(
        actor=story.acting(ben, at=story.ago(60)),
        circle=Circle.objects.get(name="Quiet mornings"),
        title="Where we sit",
        text=MORNINGS,
        now=story.ago(60),
    )


def _plan() -> bytes:
    """Draw the room from above."""
    drawn = Image.new("RGB", (900, 560), "#fbf7f0")
    pen = ImageDraw.Draw(drawn)
    ink, ember = "#3a2f28", "#b5471f"
    pen.rectangle((40, 40, 860, 520), outline=ink, width=6)
    pen.line((300, 40, 600, 40), fill="#8fb3c4", width=10)  # the window
    pen.line((40, 400, 40, 490), fill="#fbf7f0", width=10)  # the door
    pen.rectangle((340, 220, 600, 340), outline=ink, width=4)  # the table
    for x, y in ((380, 190), (470, 190), (560, 190), (380, 370), (470, 370), (560, 370)):
        pen.ellipse((x - 22, y - 22, x + 22, y + 22), outline=ink, width=4)
    pen.ellipse((428, 78, 472, 122), outline=ember, width=6)  # the chair by the window
    pen.rectangle((690, 360, 700, 520), fill=ink)  # the shelf
    pen.rectangle((730, 420, 830, 490), outline=ember, width=6)  # the quiet corner
    out = io.BytesIO()
    drawn.save(out, "PNG")
    return out.getvalue()
