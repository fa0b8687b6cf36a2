"""What the room does at news from below."""

from __future__ import annotations

from commonhearth.foundation.accounts.events import PersonErasing
from commonhearth.foundation.events import hears
from commonhearth.rooms.founding.services.founders import leave_every_draft


@hears(PersonErasing)
def leave_what_was_being_begun(event: PersonErasing) -> None:
    """Who erases their sign-in leaves what they were beginning; with the last founder the draft goes."""
    leave_every_draft(person_id=event.person_id, now=event.now)
