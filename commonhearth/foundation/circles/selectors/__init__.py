"""Circles and their people, as a viewer may see them."""

from commonhearth.foundation.circles.selectors.actors import acting, as_actor, office_holders
from commonhearth.foundation.circles.selectors.askings import (
    asking_for,
    askings_of,
    invitation_for,
    own_askings,
)
from commonhearth.foundation.circles.selectors.glance import WHAT_WE_AGREED, WITH_A_PERSON, Agreed, PersonLine
from commonhearth.foundation.circles.selectors.people import (
    Page,
    apart_inside,
    names_of,
    namesakes,
    new_namesake,
    people_called,
    people_of,
    person_in,
    size_warning,
)
from commonhearth.foundation.circles.selectors.roles import ending_soon, roles_of, second_of, wants_second
from commonhearth.foundation.circles.selectors.seeing import (
    Branch,
    Tree,
    circle_for,
    circle_of,
    circles_by_id,
    circles_to_go_into,
    named,
    root_circle,
    root_for,
    tree_for,
    visible_circles,
)
from commonhearth.foundation.circles.selectors.sheet import SHEET_PARTS, Sheet, SheetPart, Slip, sheet_of
from commonhearth.foundation.circles.selectors.whatnext import WHAT_IS_NEXT, NextThing, what_is_next

__all__ = [
    "SHEET_PARTS",
    "WHAT_IS_NEXT",
    "WHAT_WE_AGREED",
    "WITH_A_PERSON",
    "Agreed",
    "Branch",
    "NextThing",
    "Page",
    "PersonLine",
    "Sheet",
    "SheetPart",
    "Slip",
    "Tree",
    "acting",
    "apart_inside",
    "as_actor",
    "asking_for",
    "askings_of",
    "circle_for",
    "circle_of",
    "circles_by_id",
    "circles_to_go_into",
    "ending_soon",
    "invitation_for",
    "named",
    "names_of",
    "namesakes",
    "new_namesake",
    "office_holders",
    "own_askings",
    "people_called",
    "people_of",
    "person_in",
    "roles_of",
    "root_circle",
    "root_for",
    "second_of",
    "sheet_of",
    "size_warning",
    "tree_for",
    "visible_circles",
    "wants_second",
    "what_is_next",
]
