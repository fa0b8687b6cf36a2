"""Wiring of what carries a member: plan, wishes, buddies, stepping back, farewells."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _


def open_it() -> None:
    """Fill the points of the floors below. Called once, when the room opens."""
    from commonhearth.foundation.circles.selectors import (
        AGENDA_SENTENCES,
        BESIDE,
        LATELY,
        READ_ALONG,
        WITH_A_PERSON,
        Due,
    )
    from commonhearth.foundation.files.hanging import hangs
    from commonhearth.foundation.notices.telling import NOTICES
    from commonhearth.foundation.registry import KEPT, OWN_WAYS, RAIL, TOUR, OwnWay, RailPlace, TourStop
    from commonhearth.kit import sentences
    from commonhearth.rooms.care import tasks_carrying  # noqa: F401
    from commonhearth.rooms.care.access import accompanying, plan, remembering, stepping, supporting  # noqa: F401
    from commonhearth.rooms.care.handlers import plan as _plan  # noqa: F401
    from commonhearth.rooms.care.handlers import remembering as _remembering  # noqa: F401
    from commonhearth.rooms.care.handlers import stepping as _stepping  # noqa: F401
    from commonhearth.rooms.care.handlers import supporting as _supporting  # noqa: F401
    from commonhearth.rooms.care.models.plan import PlanPart
    from commonhearth.rooms.care.selectors import remembering as farewells
    from commonhearth.rooms.care.selectors.accompanying import with_others
    from commonhearth.rooms.care.selectors.plan import kept_pages, way_to_own_plan
    from commonhearth.rooms.care.selectors.stepping import beside_circle
    from commonhearth.rooms.care.selectors.supporting import worried_about
    from commonhearth.rooms.care.selectors.today import kept_today
    from commonhearth.rooms.care.wording import accompanying as together_words
    from commonhearth.rooms.care.wording import plan as plan_words
    from commonhearth.rooms.care.wording import remembering as last_words
    from commonhearth.rooms.care.wording import stepping as stepping_words
    from commonhearth.rooms.care.wording import supporting as supporting_words
    from commonhearth.rooms.helplines.selectors import OWN_FIRST_LINK
    from commonhearth.rooms.meetings.selectors.due import AGENDA_OF_KIND
    from commonhearth.rooms.resources.selectors import WITH_OTHERS

    for words in (plan_words, stepping_words, supporting_words, together_words, last_words):
        sentences.teach(words.SENTENCES)
        for code, sentence in words.NOTICES.items():
            NOTICES.add(code, sentence)
    hangs(PlanPart, plan.may_read_attached)
    KEPT.add("care.plan", kept_pages)
    KEPT.add("care.today", kept_today)
    TOUR.add(
        "night",
        TourStop(
            _("A bad night"),
            _("A phone without a line: one’s own plan first, then numbers, then leaving quickly."),
            lambda: reverse("tour_night"),
            order=50,
        ),
    )
    OWN_FIRST_LINK.add("care.plan", way_to_own_plan)
    WITH_OTHERS.add("care", with_others)
    BESIDE.add("care.missing", beside_circle)
    READ_ALONG.add("newest_farewell", farewells.newest)
    LATELY.add("care.farewells", farewells.lately)
    for number, question in enumerate(supporting_words.CO_REFLECTION, 1):
        AGENDA_SENTENCES.add(f"care.reflection.{number}", question)
    AGENDA_OF_KIND.add(
        "reflection",
        tuple(
            Due(f"care.reflection:{number}", f"care.reflection.{number}", minutes=10, is_round=True)
            for number in range(1, len(supporting_words.CO_REFLECTION) + 1)
        ),
    )
    WITH_A_PERSON.add("care.worried", worried_about)
    OWN_WAYS.add("care.plan", OwnWay(_("My plan"), "care:plan", _("For good days and bad ones.")))
    OWN_WAYS.add("care.quiet", OwnWay(_("If I go quiet"), "care:quiet", _("Write, call, or leave me be.")))
    OWN_WAYS.add(
        "care.step-back",
        OwnWay(
            _("Step back today"), "care:step_back", _("One press, no reason; what you took on passes on.")
        ),
    )
    OWN_WAYS.add("care.last-wish", OwnWay(_("If I die"), "care:last_wish", _("What happens to your words.")))
    RAIL.add("plan", RailPlace(_("My plan"), "care:plan", "care", order=80))
