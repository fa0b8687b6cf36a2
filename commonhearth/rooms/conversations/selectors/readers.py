"""Who can read what is written in a circle, said before somebody writes; and whether it may be without a name."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from commonhearth.foundation.agreements.rules import rule
from commonhearth.foundation.circles.access import Actor
from commonhearth.foundation.circles.models import Circle, CircleMembership, Openness
from commonhearth.foundation.circles.selectors import people, root_for
from commonhearth.foundation.members.models import Member

#: The setting by which a circle agrees to posts without a name, and up to how many people a guess is easy.
ANONYMOUS_RULE, EASY_TO_GUESS = "anonymous_posts", 8


def who_reads(viewer: Actor, circle: Circle, *, now: datetime, counted: bool = True) -> str:
    """Say how many can read what is written here, the writer among them, and that nobody else does; one query
    for an open circle that is counted, none for others.

    The count is the writer's own: who is kept apart from them finds nothing of theirs and is not in it.

    Args:
        circle: as `circles.selectors.circle_for` gave it to this viewer.
    """
    if circle.openness != Openness.OPEN:
        return _only_these(circle.head_count)
    by_mail = _("Some may have it sent to them by e-mail.")
    if not counted:
        return (
            f"{_('Everyone who belongs to the community can read this. Nobody outside reads it.')} {by_mail}"
        )
    count = circle.head_count if circle.is_root else root_for(viewer, now=now).head_count
    said = ngettext(
        "Everyone who belongs to the community can read this: you alone at present. Nobody outside reads it.",
        "Everyone who belongs to the community can read this: %(count)s people. Nobody outside reads it.",
        count,
    ) % {"count": in_words(count)}
    return f"{said} {by_mail}"


def _only_these(count: int) -> str:
    if count <= 1:
        return _("Only you can read this at present. It is not read by anyone else.")
    said = _("%(count)s people can read this. It is not read by anyone else.")
    return said % {"count": in_words(count).capitalize()}


def in_words(count: int) -> str:
    """Say a small number as a word, a larger one in figures."""
    small = pgettext(
        "the numbers from 2 to 12, with spaces between",
        "two three four five six seven eight nine ten eleven twelve",
    ).split()
    return small[count - 2] if 2 <= count < 2 + len(small) else str(count)


def may_be_nameless(circle: Circle, *, now: datetime) -> bool:
    """Return whether the circle has agreed to posts without a name; one query."""
    return bool(rule(circle, ANONYMOUS_RULE, now) == "yes")


def spoken_for(viewer: Actor, circle: Circle) -> list[CircleMembership]:
    """Return the places in a circle of members without a sign-in who chose the viewer to write for them; one query."""
    if not isinstance(viewer, Member):
        return []
    rows = people.spoken_for(viewer.id, circle.id)
    return list(rows.select_related("member").order_by("joined", "id"))


def guess_warning(circle: Circle) -> str:
    """Say how easily it may be guessed who writes without a name in a circle of this size."""
    if circle.head_count <= EASY_TO_GUESS:
        said = _("There are only %(count)s of you here, so people may guess it is you.")
        return said % {"count": in_words(circle.head_count)}
    return _("Nobody here is shown who wrote it. How you write may still tell somebody who knows you well.")
