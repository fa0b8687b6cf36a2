"""Bringing what a community has: looked at first, again without doubling, undone while nobody built on it."""

from __future__ import annotations

import json
import re
import tracemalloc
from datetime import timedelta
from uuid import UUID

import pytest
from django.utils import timezone

from commonhearth.core.sheets import MOST_ROWS, Broken
from commonhearth.foundation import sealed
from commonhearth.foundation.access import Refused
from commonhearth.foundation.agreements import services as agreements
from commonhearth.foundation.agreements.models import Agreement, ClauseVersion
from commonhearth.foundation.agreements.selectors import agreements_of
from commonhearth.foundation.circles.selectors import acting, root_circle
from commonhearth.foundation.jobs.worker import drain
from commonhearth.foundation.logbook.models import Line
from commonhearth.foundation.members import services as members
from commonhearth.foundation.members.models import Invitation, Member
from commonhearth.foundation.outbox.models import Mail
from commonhearth.rooms.founding.models import (
    Bringing,
    BringingPage,
    BroughtDate,
    BroughtDecision,
    BroughtPerson,
)
from commonhearth.rooms.founding.selectors import bringing as selectors
from commonhearth.rooms.founding.services import bringing
from tests.rooms.founding.bringing_files import BYLAWS, FIVE, ONCE, THURSDAYS, calendar, docx, loomio


@pytest.fixture
def here(world):
    with world.harbour.within():
        yield world.harbour


@pytest.fixture
def told(here):
    return {"actor": here.acting("steward"), "now": here.now}


def looked_at(told, content: bytes = FIVE, **columns: int) -> Bringing:
    run = bringing.bring_people(content=content, file_name="members.csv", **told)
    return bringing.choose_columns(run=run, columns=columns or {"name": 0, "email": 1}, **told)


def rows(told, run: Bringing):
    return selectors.preview_of(told["actor"], run).rows


def letters() -> list[Mail]:
    return list(
        Mail.objects.filter(kind="invitation", to__endswith="@example.org")
        .select_related("text")
        .order_by("to")
    )


def test_the_longest_list_stays_small_in_memory(told, here):
    content = "Name,E-mail,Member since,Role\n" + "".join(
        f"Anna {number},person{number}@example.org,2019-04-03,kitchen and garden\n"
        for number in range(MOST_ROWS)
    )
    tracemalloc.start()
    try:
        run = looked_at(told, content.encode(), name=0, email=1, joined=2, role=3)
        most = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert run.counts["rows"] == MOST_ROWS
    assert most < 96 * 1024 * 1024, f"{most / 1024 / 1024:.0f} MiB for a file of {len(content) / 1e6:.1f} MB"


# --- People are invited, never enrolled ------------------------------------------------------------
def test_nothing_happens_before_it_is_confirmed(told, here):
    before = Invitation.objects.count(), Member.objects.count(), Mail.objects.count()
    run = looked_at(told)
    assert [row["email"] for row in rows(told, run)][:2] == ["ada@example.org", "bjorn@example.org"]
    assert (Invitation.objects.count(), Member.objects.count(), Mail.objects.count()) == before


def test_each_gets_a_letter_that_tells_nothing(told, here):
    people = Member.objects.count()
    run = bringing.confirm(run=looked_at(told), **told)
    assert run.state == "done" and Member.objects.count() == people
    sent = letters()
    assert [mail.to for mail in sent] == [
        f"{name}@example.org" for name in ("ada", "bjorn", "chloe", "dev", "eve")
    ]
    for mail in sent:
        said = mail.text.subject + mail.text.body + mail.sender_name + json.dumps(mail.fill)
        assert not re.search(r"harbour|mental|co-op|house", said, re.IGNORECASE)
        assert f"/o/{here.community.id}/come-in/" in mail.fill["link"]
        assert mail.expires == told["now"] + timedelta(days=30)
    assert sent[0].fill["name"] == "Ada" and "Hello" in sent[0].text.body


def test_who_is_here_or_may_not_come_back_is_handled_without_telling(told, here):
    gone = acting(here.persons["former"], now=here.now)
    members.bar(actor=told["actor"], member=gone, why="x", now=here.now)
    addresses = [here.persons[who].email for who in ("member", "former", "paused")] + ["new@example.org"]
    content = "Name,E-mail\n" + "\n".join(f"Somebody,{address}" for address in addresses)
    run = looked_at(told, content.encode())
    assert [row["notes"] for row in rows(told, run)] == [[]] * 4
    run = bringing.confirm(run=run, **told)
    assert [mail.to for mail in letters()] == ["new@example.org"]
    assert run.counts == {"rows": 4, "taken": 4}
    # A second look at the same list says the same of all four.
    again = looked_at(told, content.encode())
    assert {row["notes"][0][0] for row in rows(told, again)} == {"invited-already"}


def test_who_has_asked_to_join_gets_a_letter(told, here):
    content = f"Name,E-mail\nInes,{here.persons['applicant'].email}\n".encode()
    bringing.confirm(run=looked_at(told, content), **told)
    assert [mail.to for mail in letters()] == [here.persons["applicant"].email]


def test_the_same_list_again_writes_to_nobody_twice(told, here):
    bringing.confirm(run=looked_at(told), **told)
    again = looked_at(told)
    assert all(row["fixed"] for row in rows(told, again))
    with pytest.raises(bringing.NothingTaken):
        bringing.confirm(run=again, **told)
    assert len(letters()) == 5


def test_two_previews_of_one_list_write_to_nobody_twice(told, here):
    first, second = looked_at(told), looked_at(told)
    bringing.confirm(run=first, **told)
    bringing.confirm(run=second, **told)
    assert len(letters()) == 5


def test_when_its_time_is_over_somebody_may_be_invited_again(told, here):
    bringing.confirm(run=looked_at(told), **told)
    later = {**told, "now": told["now"] + timedelta(days=31)}
    run = looked_at(later)
    assert not any(row["fixed"] for row in rows(later, run))
    bringing.confirm(run=run, **later)
    assert len(letters()) == 10 and BroughtPerson.objects.filter(bringing=run).count() == 5


def test_undone_links_open_nothing_and_who_came_stays(told, here, world):
    run = bringing.confirm(run=looked_at(told), **told)
    token = letters()[0].fill["link"].rstrip("/").rsplit("/", 1)[1]
    came = members.accept_invitation(
        actor=world.persons["stranger"], community=here.community, token=token, name="Ada", now=here.now
    )
    run = bringing.undo(run=run, **told)
    assert run.counts["stays"] == {"came": 1}
    assert Member.objects.get(id=came.id).standing == "guest"
    for mail in letters()[1:]:
        with pytest.raises(members.InvitationSpent):
            members.invitations.find_invitation(mail.fill["link"].rstrip("/").rsplit("/", 1)[1], now=here.now)
    with pytest.raises(bringing.NotNow):
        bringing.undo(run=run, **told)
    # Brought again, the four are written to once more; Ada has another address on this host now.
    assert not any(row["fixed"] for row in rows(told, looked_at(told)))


def test_rows_are_left_out_one_by_one(told, here):
    run = looked_at(told)
    run = bringing.keep_rows(run=run, page=1, taken={0, 2}, shorts={}, **told)
    assert run.counts == {"rows": 5, "taken": 2}
    bringing.confirm(run=run, **told)
    assert [mail.to for mail in letters()] == ["ada@example.org", "chloe@example.org"]


def test_a_row_that_cannot_be_taken_is_not_taken_by_ticking_it(told, here):
    run = looked_at(told, b"Name,E-mail\nAnn,ann@example.org\nBob,none\n")
    run = bringing.keep_rows(run=run, page=1, taken={0, 1}, shorts={}, **told)
    assert run.counts["taken"] == 1


def test_columns_may_be_chosen_once_more(told, here):
    run = looked_at(told, b"A,B,C\nAnn,ann@example.org,other@example.org\n", name=0, email=1)
    run = bringing.choose_columns(run=run, columns={"email": 2}, **told)
    assert rows(told, run)[0]["email"] == "other@example.org"
    with pytest.raises(Broken):
        bringing.choose_columns(run=run, columns={"email": 0}, **told)


def test_previews_are_sealed_and_gone_afterwards(told, here):
    run = looked_at(told)
    page = BringingPage.objects.filter(bringing=run, number=1).get()
    assert b"ada@example.org" not in bytes(page.content.raw)
    with pytest.raises(Refused):
        sealed.open(page.content, viewer=here.acting("member"))
    bringing.confirm(run=run, **told)
    assert not BringingPage.objects.filter(bringing=run).exists()
    assert "@example.org" not in json.dumps(list(Bringing.objects.filter(id=run.id).values()), default=str)


def test_what_nobody_confirms_is_forgotten(told, here):
    run = looked_at(told)
    assert bringing.forget_old(now=told["now"] + timedelta(days=13)) == 0
    assert bringing.forget_old(now=told["now"] + timedelta(days=15)) >= 1
    assert not Bringing.objects.filter(id=run.id).exists()


def test_it_can_be_put_away(told, here):
    run = looked_at(told)
    bringing.put_away(actor=told["actor"], run=run)
    assert not BringingPage.objects.filter(bringing_id=run.id).exists()
    done = bringing.confirm(run=looked_at(told), **told)
    with pytest.raises(bringing.NotNow):
        bringing.put_away(actor=told["actor"], run=done)


# --- Long lists --------------------------------------------------------------------------------------
def long_list(count: int) -> bytes:
    return ("Name,E-mail\n" + "".join(f"N{n},n{n}@example.org\n" for n in range(count))).encode()


def test_a_long_list_goes_on_by_itself(told, here):
    run = bringing.confirm(run=looked_at(told, long_list(1_250)), **told)
    assert (run.state, run.done, run.total) == ("carrying", 300, 1250)
    drain(now=timezone.now() + timedelta(minutes=5))
    run.refresh_from_db()
    assert (run.state, run.done) == ("done", 1250)
    assert len(letters()) == 1250 and BroughtPerson.objects.filter(bringing=run).count() == 1250


def test_it_can_be_stopped_and_gone_on_with(told, here):
    run = bringing.confirm(run=looked_at(told, long_list(700)), **told)
    run = bringing.stop(run=run, **told)
    drain(now=timezone.now() + timedelta(minutes=5))
    run.refresh_from_db()
    assert (run.state, run.done, len(letters())) == ("stopped", 300, 300)
    assert not BringingPage.objects.filter(bringing=run).exists()
    bringing.confirm(run=looked_at(told, long_list(700)), **told)
    drain(now=timezone.now() + timedelta(minutes=5))
    assert len(letters()) == 700


def test_it_ends_where_whoever_began_it_is_no_steward_any_more(told, here):
    run = bringing.confirm(run=looked_at(told, long_list(700)), **told)
    run.by = here.acting("member")
    run.save(update_fields=["by"])
    drain(now=timezone.now() + timedelta(minutes=5))
    run.refresh_from_db()
    assert (run.state, len(letters())) == ("stopped", 300)


# --- Dates -------------------------------------------------------------------------------------------
def test_dates_come_once_and_change_by_their_identifier(told, here):
    before = BroughtDate.objects.count()  # the world has brought these two
    changed = THURSDAYS.replace("Upstairs", "Downstairs")
    bring = {"community": here.community, "file_name": "c.ics", **told}
    run = bringing.bring_calendar(content=calendar(changed, ONCE), **bring)
    notes = [[note[0] for note in row["notes"]] for row in rows(told, run)]
    assert notes == [["changes"], ["stands"]]
    run = bringing.confirm(run=run, **told)
    assert BroughtDate.objects.count() == before
    assert BroughtDate.objects.get(uid="thursdays@example.org").place == "Downstairs"
    run = bringing.undo(run=run, **told)
    assert run.counts["stays"] == {"changed": 1} and BroughtDate.objects.count() == before


def test_new_dates_are_undone(told, here):
    new = "UID:new\nSUMMARY:Walk\nDTSTART:20300101T100000Z"
    run = bringing.bring_calendar(content=calendar(new), community=here.community, file_name="c.ics", **told)
    run = bringing.confirm(run=run, **told)
    assert BroughtDate.objects.filter(uid="new").exists()
    assert bringing.undo(run=run, **told).counts["stays"] == {}
    assert not BroughtDate.objects.filter(uid="new").exists()


def test_dates_that_passed_are_looked_up_again(told, here):
    row = BroughtDate.objects.get(uid="thursdays@example.org")
    first = row.upcoming
    shown, _more = selectors.next_dates(here.acting("guest"), now=first + timedelta(days=1))
    assert next(one.begins for one in shown if one.row.id == row.id) > first
    assert bringing.look_ahead(now=first + timedelta(days=1)) == 1
    row.refresh_from_db()
    assert row.upcoming > first


# --- Decisions ---------------------------------------------------------------------------------------
def test_decisions_come_once(told, here):
    run = bringing.bring_decisions(content=loomio(), file_name="l.json", **told)
    assert [[note[0] for note in row["notes"]] for row in rows(told, run)] == [["stands"]]
    assert BroughtDecision.objects.get().outcome == "We buy it."


# --- Agreements --------------------------------------------------------------------------------------
def cut(told, text: str = BYLAWS, **how):
    given = {
        "content": b"",
        "title": "Bylaws",
        "kind": "bylaws",
        "agreement_id": None,
        "days": 14,
        "file_name": "",
    }
    return bringing.bring_agreements(text=text, **{**given, **how}, **told)


def test_clauses_are_proposed_never_in_force(told, here):
    run = cut(told)
    found = rows(told, run)
    assert [(row["number"], row["mark"], row["take"]) for row in found] == [
        (1, "1.1", True),
        (2, "1.2", True),
        (3, "2.1", True),
        (4, "", False),
    ]
    assert found[0]["text"] == "Membership\n1.1 Anyone over eighteen may ask to join."
    run = bringing.confirm(run=run, **told)
    versions = ClauseVersion.objects.filter(clause__agreement_id=run.choices["agreement"])
    assert versions.count() == 3 and not versions.filter(in_force_from__isnull=False).exists()
    assert {version.closes for version in versions} == {told["now"] + timedelta(days=14)}
    assert agreements.put_due_in_force(now=told["now"] + timedelta(days=13)) == 0


def test_a_document_is_cut_as_a_text_is(told, here):
    content = docx(("heading", "Room"), ("item", "We wash up."), ("item", "We lock up."))
    run = cut(told, text="", content=content)
    assert [(row["heading"], row["text"]) for row in rows(told, run)] == [
        ("Room", "Room\nWe wash up."),
        ("Room", "Room\nWe lock up."),
    ]


def test_cut_again_as_somebody_mended_it(told, here):
    run = bringing.cut_again(run=cut(told), text="1. One.\n2. Two.", **told)
    assert [row["text"] for row in rows(told, run)] == ["One.", "Two."] and run.counts["taken"] == 2


def test_short_versions_are_the_stewards(told, here):
    run = bringing.keep_rows(run=cut(told), page=1, taken={0}, shorts={0: "Adults may ask."}, **told)
    run = bringing.confirm(run=run, **told)
    assert ClauseVersion.objects.get(clause__agreement_id=run.choices["agreement"]).short == "Adults may ask."


def test_the_same_text_again_proposes_nothing(told, here):
    run = bringing.confirm(run=cut(told), **told)
    again = cut(told, agreement_id=run.choices["agreement"])
    codes = [[note[0] for note in row["notes"]] for row in rows(told, again)]
    assert codes == [["proposed-already"], ["proposed-already"], ["proposed-already"], ["before"]]


def test_another_wording_leaves_what_is_agreed(told, here):
    run = bringing.confirm(run=cut(told), **told)
    later = {**told, "now": told["now"] + timedelta(days=15)}
    assert agreements.put_due_in_force(now=later["now"]) >= 3
    changed = cut(later, text=BYLAWS.replace("eighteen", "sixteen"), agreement_id=run.choices["agreement"])
    assert [row["notes"][0][0] for row in rows(later, changed)][:2] == ["new-wording", "agreed-already"]
    bringing.confirm(run=changed, **later)
    in_force = ClauseVersion.objects.get(
        clause__agreement_id=run.choices["agreement"],
        clause__number=1,
        in_force_from__isnull=False,
        replaced=None,
    )
    assert "eighteen" in in_force.text


def test_what_somebody_answered_stays(told, here):
    run = bringing.confirm(run=cut(told), **told)
    version = (
        ClauseVersion.objects.filter(clause__agreement_id=run.choices["agreement"])
        .order_by("clause__number")
        .first()
    )
    agreements.agree(actor=here.acting("member"), version=version, now=here.now)
    run = bringing.undo(run=run, **told)
    assert run.counts["stays"] == {"answered": 1}
    assert (
        ClauseVersion.objects.filter(clause__agreement_id=run.choices["agreement"], withdrawn=None).get()
        == version
    )
    assert Agreement.objects.filter(id=run.choices["agreement"]).exists()


def test_undone_whole_leaves_no_title_over_nothing(told, here):
    def listed():
        found = agreements_of(here.acting("member"), root_circle(now=here.now))
        return {outline.agreement.id for outline in found}

    before = listed()
    run = bringing.confirm(run=cut(told), **told)
    brought = UUID(run.choices["agreement"])
    assert listed() == before | {brought}
    bringing.undo(run=run, **told)
    assert listed() == before
    begun = agreements.begin_agreement(
        actor=here.acting("member"),
        circle=root_circle(now=here.now),
        kind="other",
        title="Mine",
        now=here.now,
    )
    assert listed() == before | {begun.id}, "one that somebody has only just begun waits for its first clause"


def test_more_clauses_than_anybody_reads_are_refused(told, here):
    with pytest.raises(Broken) as fault:
        cut(told, text="\n".join(f"{n}. Words." for n in range(1, 200)))
    assert fault.value.code == "too-many-clauses"


# --- Who may -----------------------------------------------------------------------------------------
def test_only_a_steward_may(told, here, world):
    run = looked_at(told)
    for who in ("guest", "member", "registrar", "paused"):
        actor = here.acting(who)
        for act in (
            lambda actor: bringing.bring_people(actor=actor, content=FIVE, file_name="", now=here.now),
            lambda actor: bringing.confirm(actor=actor, run=run, now=here.now),
            lambda actor: bringing.undo(actor=actor, run=run, now=here.now),
            lambda actor: bringing.stop(actor=actor, run=run, now=here.now),
            lambda actor: bringing.put_away(actor=actor, run=run),
            lambda actor: bringing.keep_rows(
                actor=actor, run=run, page=1, taken=set(), shorts={}, now=here.now
            ),
            lambda actor: selectors.preview_of(actor, run),
            lambda actor: selectors.runs(actor),
        ):
            with pytest.raises(Refused):
                act(actor)


def test_the_logbook_says_that_and_never_whom(told, here):
    bringing.confirm(run=looked_at(told), **told)
    verbs = list(Line.objects.order_by("-created").values_list("verb", flat=True)[:3])
    assert "bringing.people" in verbs and "member.invited_list" in verbs
    assert "ada@" not in json.dumps(list(Line.objects.values("about", "why")), default=str).lower()
