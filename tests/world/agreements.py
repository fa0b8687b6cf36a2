"""An agreement in each circle with a wording that is being shown; in the root circle somebody has answered."""

from __future__ import annotations

from datetime import timedelta

from commonhearth.foundation.agreements import services
from tests.world import Place


def furnish(place: Place, names: dict[str, str]) -> None:
    """Begin, propose, agree."""
    for key in ("root", "open", "closed", "hidden"):
        member = place.acting("member")
        agreement = services.begin_agreement(
            actor=member, circle=place.circles[key], kind="ground_rules", title="How we are", now=place.now
        )
        version = services.propose_version(
            actor=member,
            agreement=agreement,
            text="Who speaks is heard to the end.",
            short="We let each other finish.",
            closes=place.now + timedelta(days=14),
            now=place.now,
        )
        place.by_circle(key, agreement_id=agreement.id, clause_id=version.clause_id, version_id=version.id)
        if key == "root":
            response = services.raise_concern(
                actor=place.acting("neighbour"),
                version=version,
                concern="Who watches the clock?",
                now=place.now,
            )
            place.by_circle(key, response_id=response.id)
