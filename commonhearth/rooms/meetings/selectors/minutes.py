"""Minutes and notes, for whoever may read the circle."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from commonhearth.foundation.access import NotVisible
from commonhearth.foundation.circles.access import Actor
from commonhearth.foundation.circles.models import Circle, Openness
from commonhearth.foundation.circles.selectors import names_of
from commonhearth.kit import markdown, saying
from commonhearth.rooms.meetings.models import Addendum, Draft, Meeting, Minutes, Note, Remark
from commonhearth.rooms.meetings.sealing import read
from commonhearth.rooms.meetings.selectors.working import points_of

#: Versions on one page.
MOST_VERSIONS = 30


@dataclass(frozen=True, slots=True)
class Said:
    """Something said about minutes, with who said it by their name in the circle (empty: kept apart)."""

    row: Remark | Addendum
    name: str


@dataclass(slots=True)
class MinutesView:
    """Minutes with what was said about them."""

    minutes: Minutes | None = None
    remarks: list[Said] = field(default_factory=list)
    addenda: list[Said] = field(default_factory=list)

    @property
    def standing(self) -> int:
        """How many remarks stand."""
        return sum(said.row.settled is None for said in self.remarks if isinstance(said.row, Remark))


def minutes_for(viewer: Actor, meeting: Meeting) -> MinutesView:
    """Return the minutes of a meeting with remarks and addenda; five queries at most."""
    minutes = Minutes.objects.filter(meeting=meeting).first()
    if minutes is None:
        return MinutesView()
    minutes.meeting = meeting
    remarks = list(Remark.objects.filter(minutes=minutes))
    addenda = list(Addendum.objects.filter(minutes=minutes)) if minutes.locked else []
    read([minutes, *remarks, *addenda], circle=meeting.circle, viewer=viewer)
    ids = [row.by_id for row in [*remarks, *addenda]]
    names = names_of(viewer, meeting.circle, ids) if ids else {}
    for remark in remarks:
        remark.minutes = minutes
    return MinutesView(
        minutes,
        [Said(row, names.get(row.by_id, "")) for row in remarks],
        [Said(row, names.get(row.by_id, "") if row.by_id else "") for row in addenda],
    )


def starting_text(viewer: Actor, meeting: Meeting) -> str:
    """Return what minutes begin with: the points of the agenda as headings, nobody's name."""
    return "\n\n".join(f"## {point.title}\n" for point in points_of(viewer, meeting) if point.title).rstrip()


def drafts_of(viewer: Actor, meeting: Meeting, minutes: Minutes) -> list[tuple[Draft, str]]:
    """Return the versions of minutes with who handed them in, the newest first, those kept aside too."""
    drafts = list(Draft.objects.filter(minutes=minutes)[:MOST_VERSIONS])
    read(drafts, circle=meeting.circle, viewer=viewer)
    names = names_of(viewer, meeting.circle, [draft.by_id for draft in drafts]) if drafts else {}
    return [(draft, names.get(draft.by_id, "") if draft.by_id else "") for draft in drafts]


def version_text(viewer: Actor, meeting: Meeting, version: int) -> str:
    """Return what a version of a meeting's minutes said.

    Raises:
        NotVisible: when there is none.
    """
    draft = Draft.objects.filter(minutes__meeting=meeting, version=version, aside=False).first()
    if draft is None:
        raise NotVisible
    read([draft], circle=meeting.circle, viewer=viewer)
    return draft.text


def as_text(circle: Circle, title: str, view: MinutesView) -> str:
    """Return agreed minutes as plain text for a chat; nothing of a circle that not everybody may read."""
    minutes = view.minutes
    if minutes is None or not minutes.locked or circle.openness != Openness.OPEN:
        return ""
    day = saying.day_year(minutes.meeting.starts)
    parts = [_("%(title)s, %(day)s") % {"title": title, "day": day}, markdown.plain(minutes.text)]
    parts += [
        _("Added on %(day)s: %(words)s") % {"day": saying.day_year(said.row.created), "words": said.row.words}
        for said in view.addenda
    ]
    return "\n\n".join(parts)


def notes_for(viewer: Actor, meeting: Meeting) -> list[Note]:
    """Return the notes of a meeting that have not faded, in words; two queries. Nobody is named."""
    notes = list(Note.objects.filter(meeting=meeting)[:50])
    read(notes, circle=meeting.circle, viewer=viewer)
    for note in notes:
        note.meeting = meeting
    return notes
