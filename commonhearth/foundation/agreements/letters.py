"""What a link in a letter may do here: say that one has no concern."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from commonhearth.foundation.access import NotVisible, require
from commonhearth.foundation.accounts.models import Person
from commonhearth.foundation.agreements import services
from commonhearth.foundation.agreements.access import may_raise_concern
from commonhearth.foundation.agreements.models import ClauseVersion
from commonhearth.foundation.circles.selectors import acting


def no_concern(person: Person, about: tuple[str, ...], now: datetime) -> None:
    """Agree to a wording while it is shown; a concern said meanwhile is not undone by an old letter.

    Raises:
        NotVisible: when there is no such wording, or the person has answered it already.
        Refused: when they do not decide there any more, or its time is over.
    """
    [version_id] = about
    version = ClauseVersion.objects.filter(id=UUID(version_id)).select_related("circle", "clause").first()
    actor = acting(person, now=now)
    if version is None or actor is None or version.clause.fixed:
        raise NotVisible
    require(may_raise_concern(actor, version, now=now))  # the same people, the same time
    if version.responses.filter(by__member=actor).exists():
        raise NotVisible
    services.agree(actor=actor, version=version, now=now)
