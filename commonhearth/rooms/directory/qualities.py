"""What seekers compare communities by: each quality, how it is asked, said and put in order.

Most are what the FIC's directory lets people filter by (spiritual path, forming or established, population,
land, rural or urban, income, deciding, meals, diet, land ownership, join fee, renting, openness); the rest is
what people ask before they come: access, children, pets, visiting, trial, money, who is on the board.

A quality is *asked* of whoever looks after a listing, or *read* from what the listing or the community of
this host already says. What nobody has said is not said: nothing is guessed or filled in.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, TypeVar

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from commonhearth.core.places.countries import country_name
from commonhearth.core.places.names import fold
from commonhearth.foundation.communities import wording as communities
from commonhearth.foundation.communities.forms import LANGUAGES
from commonhearth.kit import saying
from commonhearth.rooms.directory import wording

#: A sentence that is made when it is read.
Words = Any
T = TypeVar("T")

YES_NO: tuple[tuple[Any, Words], ...] = ((True, _("yes")), (False, _("no")))
LONGEST_WORDS = 300


@dataclass(frozen=True, slots=True)
class Quality:
    """One row of the comparison.

    Attributes:
        form: choice, several (of the choices), number or words.
        choices: what may be chosen, in the order in which they are sorted.
        most: the largest number that can be meant.
        places: how many decimals a number may have.
        asked: whether it is filled in for this page; otherwise it is read from what is already said.
        hint: what stands under the field.
    """

    key: str
    label: Words
    form: str = "choice"
    choices: tuple[tuple[Any, Words], ...] = ()
    most: int = 0
    places: int = 0
    asked: bool = True
    hint: Words = ""

    def say(self, value: Any) -> str:
        """Return a value in words."""
        if self.key in _SAID:
            return _SAID[self.key](value)
        if self.form == "choice":
            return str(dict(self.choices).get(value, value))
        if self.form == "several":
            named = dict(self.choices)
            return ", ".join(str(named.get(one, one)) for one in value)
        if self.form == "number":
            return saying.number(value)
        return str(value)

    def place_of(self, value: Any) -> tuple[Any, ...]:
        """Return where a value stands in the order of this quality."""
        if self.form == "choice":
            codes = [code for code, _label in self.choices]
            return (codes.index(value) if value in codes else len(codes), "")
        if self.form == "number":
            return (value, "")
        return (0, fold(self.say(value)))


def _read(key: str, label: Words, form: str = "words", choices: Iterable[tuple[Any, Words]] = ()) -> Quality:
    return Quality(key, label, form, tuple(choices), asked=False)


#: The comparison, group by group.
GROUPS: tuple[tuple[Words, tuple[Quality, ...]], ...] = (
    (
        _("What it is"),
        (
            _read("kind", _("What it is there for"), "choice", wording.KINDS.items()),
            Quality(
                "shape",
                _("What kind of community"),
                choices=(
                    ("cohousing", _("cohousing: own homes, shared rooms")),
                    ("ecovillage", _("ecovillage")),
                    ("village", _("village or neighbourhood")),
                    ("housing_coop", _("housing co-op")),
                    ("student_coop", _("student co-op")),
                    ("shared_house", _("shared house")),
                    ("commune", _("commune: one purse")),
                    ("spiritual", _("religious or spiritual community")),
                    ("peer_coop", _("peer-support or mental-health co-op")),
                    ("work_coop", _("workers’ or producers’ co-op")),
                    ("other", _("something else")),
                ),
            ),
            Quality(
                "standing",
                _("Forming or established"),
                choices=(
                    ("forming", _("forming")),
                    ("established", _("established")),
                    ("renewing", _("starting over with new people")),
                ),
            ),
            _read("stage", _("How far it is"), "choice", communities.STAGE.items()),
            Quality("founded", _("Founded in"), "number", most=2100, hint=_("The year.")),
            _read("purpose", _("What it is for")),
            _read("for_whom", _("Who it is for")),
            Quality(
                "spiritual",
                _("Spiritual path"),
                choices=(
                    ("none", _("none together")),
                    ("many", _("many, side by side")),
                    ("shared", _("one that is shared")),
                ),
            ),
            Quality(
                "spiritual_words", _("Which path"), "words", hint=_("In a few words, where one is shared.")
            ),
        ),
    ),
    (
        _("Where, and what there is"),
        (
            _read("town", _("Town")),
            _read("country", _("Country")),
            _read(
                "place_shown", _("How exactly the place is shown"), "choice", communities.PRECISION.items()
            ),
            Quality(
                "setting",
                _("Town or country"),
                choices=(
                    ("city", _("in a city")),
                    ("town", _("in a small town")),
                    ("village", _("in a village")),
                    ("countryside", _("in the countryside")),
                    ("online", _("online only")),
                ),
            ),
            Quality("land", _("Land, in hectares"), "number", most=1_000_000, places=1),
            Quality(
                "land_owner",
                _("Who owns the land or house"),
                choices=(
                    ("together", _("all members together")),
                    ("trust", _("a trust, foundation or association")),
                    ("some", _("some of the members")),
                    ("one", _("one person")),
                    ("rented", _("rented from others")),
                    ("none", _("there is none")),
                ),
            ),
            Quality(
                "step_free",
                _("Without steps"),
                choices=(
                    ("all", _("everywhere")),
                    ("main", _("the main rooms and a toilet")),
                    ("no", _("no")),
                ),
            ),
            Quality(
                "access",
                _("Access in words"),
                "words",
                hint=_("Steps, toilets, quiet places, hearing loop, parking, the way from the bus."),
            ),
        ),
    ),
    (
        _("Who lives or meets there"),
        (
            Quality("people", _("How many people"), "number", most=30_000),
            Quality(
                "children",
                _("Children"),
                choices=(
                    ("here", _("children belong to it")),
                    ("welcome", _("welcome; none yet")),
                    ("some", _("at some meetings or times")),
                    ("adults", _("adults only")),
                ),
            ),
            _read("lowest_age", _("From what age"), "number"),
            Quality(
                "pets",
                _("Pets"),
                choices=(("yes", _("welcome")), ("ask", _("ask first")), ("no", _("not possible"))),
            ),
            _read("languages", _("Languages"), "several", LANGUAGES),
        ),
    ),
    (
        _("Day by day"),
        (
            Quality(
                "meals",
                _("Meals together"),
                choices=(
                    ("daily", _("every day")),
                    ("week", _("several times a week")),
                    ("weekly", _("once a week")),
                    ("sometimes", _("now and then")),
                    ("never", _("never")),
                ),
            ),
            Quality(
                "diet",
                _("Food at shared meals"),
                choices=(
                    ("each", _("each as they like")),
                    ("choice", _("a meatless choice always")),
                    ("vegetarian", _("vegetarian")),
                    ("vegan", _("vegan")),
                    ("religious", _("by religious rules")),
                ),
            ),
            Quality(
                "meets",
                _("Meets online or in person"),
                choices=(("person", _("in person")), ("both", _("both")), ("online", _("online"))),
            ),
            Quality("work_hours", _("Hours of work asked for in a week"), "number", most=80, places=1),
        ),
    ),
    (
        _("Deciding"),
        (
            Quality(
                "decides",
                _("Way of deciding"),
                choices=(
                    ("consensus", _("consensus: all agree")),
                    ("consent", _("consent: nobody objects")),
                    ("majority", _("majority vote")),
                    ("council", _("an elected council")),
                    ("leader", _("one leader or a few")),
                    ("mixed", _("several, by subject")),
                ),
            ),
            _read("decides_by", _("How it decides, in its own words")),
            Quality(
                "lived_board",
                _("People with lived experience on the board"),
                choices=(
                    ("majority", _("at least 51 in 100")),
                    ("some", _("some")),
                    ("none", _("none by rule")),
                    ("no_board", _("there is no board")),
                ),
            ),
        ),
    ),
    (
        _("Money"),
        (
            _read("economy", _("Give and take"), "choice", communities.ECONOMY.items()),
            Quality(
                "income",
                _("Income shared"),
                choices=(("none", _("each keeps theirs")), ("part", _("in part")), ("all", _("wholly"))),
            ),
            _read("cost", _("What it costs")),
            Quality("join_fee", _("To pay once, on joining"), "words", hint=_("Such as “nothing” or “£50”.")),
            Quality("rent", _("Can one rent"), choices=YES_NO),
        ),
    ),
    (
        _("Coming"),
        (
            _read("open", _("Open to new people"), "choice", YES_NO),
            _read("joining", _("How to join")),
            _read("admission", _("Who says yes"), "choice", communities.ADMISSION.items()),
            _read("answer_days", _("Days until one hears"), "number"),
            _read("trial_days", _("Days of getting to know each other"), "number"),
            Quality(
                "visiting",
                _("Visiting"),
                choices=(
                    ("any", _("come by")),
                    ("days", _("on fixed days")),
                    ("asked", _("after asking")),
                    ("no", _("no visits")),
                ),
            ),
            _read("website", _("Website")),
            _read("phone", _("Telephone")),
        ),
    ),
    (
        _("How we know"),
        (
            _read("checked", _("Last checked"), "number"),
            _read("source", _("From")),
        ),
    ),
)

BY_KEY: dict[str, Quality] = {quality.key: quality for _title, group in GROUPS for quality in group}
ASKED: tuple[Quality, ...] = tuple(quality for quality in BY_KEY.values() if quality.asked)

#: How some values are said otherwise than by their form.
_SAID: dict[str, Callable[[Any], str]] = {
    "founded": str,
    "country": country_name,
    "land": lambda value: _now("%(n)s ha") % {"n": saying.number(_whole(value))},
    "lowest_age": lambda value: _now("%(age)s years") % {"age": value},
    "work_hours": lambda value: _now("%(n)s hours") % {"n": saying.number(_whole(value))},
    "answer_days": lambda value: ngettext("%(n)s day", "%(n)s days", value) % {"n": value},
    "trial_days": lambda value: ngettext("%(n)s day", "%(n)s days", value) % {"n": value} if value else _now("none"),
    "checked": lambda value: value[1],
}  # fmt: skip


def _whole(value: float) -> float:
    """Return a number without a decimal that says nothing: 10 for 10.0."""
    return int(value) if value == int(value) else value


class NotAValue(ValueError):
    """Something that this quality cannot be. `quality` is its key."""

    def __init__(self, quality: str) -> None:
        super().__init__(quality)
        self.quality = quality


def valid(quality: Quality, value: Any) -> Any:
    """Return a value as it is kept.

    Raises:
        NotAValue: when it is none of this quality's.
    """
    if quality.form == "words" and isinstance(value, str) and 0 < len(value.strip()) <= LONGEST_WORDS:
        return " ".join(value.split())
    if quality.form == "choice" and any(
        value == code and type(value) is type(code) for code, _l in quality.choices
    ):
        return value
    if quality.form == "number" and isinstance(value, int | float) and not isinstance(value, bool):
        kept = round(value, quality.places) if quality.places else value
        if 0 <= kept <= quality.most and (quality.places or kept == int(kept)):
            return float(kept) if quality.places else int(kept)
    raise NotAValue(quality.key)


def in_order(
    things: Iterable[T],
    *,
    quality: Quality,
    value_of: Callable[[T], Any],
    name_of: Callable[[T], str],
    down: bool,
) -> list[T]:
    """Return things in the order of a quality. What is not said comes last both ways; ties go by name.

    Args:
        value_of: a thing's value, None where it is not said.
        name_of: a thing's name.
        down: largest, or last of the choices, first.
    """
    by_name = sorted(things, key=lambda thing: fold(name_of(thing)))
    said = [thing for thing in by_name if value_of(thing) is not None]
    unsaid = [thing for thing in by_name if value_of(thing) is None]
    return sorted(said, key=lambda thing: quality.place_of(value_of(thing)), reverse=down) + unsaid


def groups() -> Iterator[tuple[str, tuple[Quality, ...]]]:
    """Yield the groups with their titles in the reader's language."""
    for title, group in GROUPS:
        yield str(title), group
