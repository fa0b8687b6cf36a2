"""Each verb of the logbook is judged: who reads its lines. `readers.txt` says it in one place, to be read by people."""

from __future__ import annotations

import ast
import itertools
import re
import uuid
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import transaction

import commonhearth
from commonhearth.foundation import logbook
from commonhearth.foundation.communities.models import Community
from commonhearth.foundation.logbook import access, selectors, verbs
from commonhearth.foundation.logbook.models import Line
from commonhearth.foundation.logbook.verbs import VERBS, Kind, Readers
from commonhearth.foundation.tenancy import in_community

ROOT = Path(commonhearth.__file__).parent
JUDGED = Path(__file__).with_name("readers.txt")
#: Acts whose verb is made of a beginning and an office, a gate or a kind.
FAMILIES = re.compile(
    r"^(circle\.role_given|circle\.role_laid_down|founding\.said|founding\.said_no_more)\..*"
)


def in_words(verb: verbs.Verb) -> str:
    def said(readers: Readers) -> str:
        names = [one.name.lower() for one in Readers if one in readers and one.name]
        return " ".join(names) or "nobody"

    words = said(verb.readers)
    if verb.offices:
        words += f" ({' '.join(sorted(verb.offices))})"
    return words if verb.in_circle is None else f"{words}; in a circle {said(verb.in_circle)}"


def declared() -> dict[str, str]:
    return {FAMILIES.sub(r"\1.*", code): in_words(verb) for code, verb in VERBS.items()}


def judged() -> dict[str, str]:
    lines = [line for line in JUDGED.read_text().splitlines() if line and not line.startswith("#")]
    return dict(line.split(": ", 1) for line in lines)


def test_each_verb_is_judged_in_the_list():
    assert declared() == judged()


def written() -> list[tuple[str, str]]:
    """Return where code hands a verb to the logbook: the file, and the verb or how it begins."""
    found = []
    for path in ROOT.rglob("*.py"):
        source = path.read_text()
        if "logbook" not in source and "write(" not in source:
            continue
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.keyword) and node.arg == "verb":
                found += [(path.name, verb) for verb in texts(node.value)]
    return found


def texts(node: ast.expr) -> list[str]:
    if isinstance(node, ast.Constant):
        return [str(node.value)]
    if isinstance(node, ast.JoinedStr):
        first = node.values[0]
        return [str(first.value)] if isinstance(first, ast.Constant) else []
    if isinstance(node, ast.IfExp):
        return texts(node.body) + texts(node.orelse)
    return []


def test_each_verb_that_code_writes_is_declared():
    known = [code for code, _verb in VERBS.items()]
    unknown = [
        (file, verb)
        for file, verb in written()
        if verb not in known and not any(code.startswith(verb) for code in known if verb.endswith((".", "_")))
    ]
    assert unknown == []
    assert len(written()) > 40


def test_what_every_member_reads_names_nobody_but_who_holds_an_office_or_began_it():
    """Nobody's trouble becomes a public record by a verb that was given to everyone in passing."""
    naming = {
        code
        for code, verb in VERBS.items()
        if Readers.EVERYONE in verb.readers and "%(" in str(verb.sentence)
    }
    allowed = (
        "circle.opened", "circle.role_", "agreement.", "community.", "letters.printed", "story.public",
        # Who keeps a tin holds an office in all but name, and whoever counts it does so before everybody.
        "treasury.",
    )  # fmt: skip
    assert [code for code in naming if not code.startswith(allowed)] == []
    about_people = (
        "member.",
        "arrival.",
        "removal.",
        "bar.",
        "hold.",
        "register.",
        "recovery.",
        "care.leave",
    )
    free = {"member.founded", "member.invited_list"}
    read_by_all = {code for code, verb in VERBS.items() if Readers.EVERYONE in verb.readers}
    assert {code for code in read_by_all if code.startswith(about_people)} == free


def test_a_secret_vote_writes_no_line_with_a_time():
    assert [code for code, _verb in VERBS.items() if re.search("vote|ballot", code)] == []


# --- The rule, and the same said to the database ---------------------------------------------------------

ME, OTHER = uuid.uuid4(), uuid.uuid4()
HERE = uuid.uuid4()
ALL = selectors.Wanted(whose=selectors.Whose.ALL)
READERS = [Readers.NOBODY, Readers.EVERYONE, verbs.OFFICE, verbs.CONCERNED, verbs.CONCERNED | verbs.OFFICE]


@pytest.mark.parametrize("offices", [frozenset(), frozenset({"steward"}), frozenset({"treasurer"})])
def test_the_rule_and_the_database_agree(
    db: Any, now: Any, monkeypatch: pytest.MonkeyPatch, offices: Any
) -> None:
    community = Community.objects.create(name="Heron", slug="heron", community_kind="other", public_key=b"-")
    entries = {
        f"test.{number}": verbs.Verb("It.", Kind.COMMUNITY, readers, frozenset({"steward"}), in_circle=inside)
        for number, (readers, inside) in enumerate(itertools.product(READERS, [None, *READERS]))
    }
    monkeypatch.setattr(VERBS, "_entries", entries)
    viewer = SimpleNamespace(
        pseudonym=ME, standing="member", circle_ids=frozenset({HERE}), offices=offices, id=uuid.uuid4()
    )
    with in_community(community.id), transaction.atomic():
        for verb, who, about, circle_id in itertools.product(
            [*entries, "unheard.of"], (ME, OTHER), (None, ME, OTHER), (None, HERE)
        ):
            logbook.write(
                actor=SimpleNamespace(pseudonym=who),
                verb=verb,
                now=now,
                about={"member": str(about)} if about else {},
                circle_id=circle_id,
            )
        for place in (None, HERE):
            shown = {
                one.id for one in selectors.lines_for(viewer, circle=place, wanted=ALL, size=1_000).entries
            }
            may = {
                line.id for line in Line.objects.filter(circle_id=place) if access.may_read_line(viewer, line)
            }
            assert shown == may and shown
            office = "steward" in offices
            for line in Line.objects.filter(circle_id=place, id__in=shown):
                readers = entries[line.verb].readers_in(place)
                mine, about_me = line.who == str(ME), line.about.get("member") == str(ME)
                assert (
                    Readers.EVERYONE in readers
                    or (Readers.DOER in readers and mine)
                    or (Readers.ABOUT in readers and about_me)
                    or (Readers.OFFICE in readers and office and not about_me)
                )
        outside = SimpleNamespace(**vars(viewer) | {"circle_ids": frozenset()})
        monkeypatch.setattr(access.READS_CIRCLE, "_entries", {})
        assert not [one for one in Line.objects.filter(circle_id=HERE) if access.may_read_line(outside, one)]
