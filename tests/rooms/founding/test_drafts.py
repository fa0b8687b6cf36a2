"""A draft: begun, written on, left for another day, put away and taken up, stepped out of."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest

from commonhearth.foundation.access import VISITOR, NotVisible, Refused
from commonhearth.foundation.accounts.services.erasing import erase_person
from commonhearth.foundation.agreements.law import SHORT_SENTENCES, sentences_in
from commonhearth.foundation.agreements.rules import RULES
from commonhearth.foundation.outbox.models import Mail
from commonhearth.rooms.founding import selectors, services
from commonhearth.rooms.founding.models import Draft, DraftClause, Founder
from commonhearth.rooms.founding.services import drafts
from commonhearth.rooms.founding.wording.clauses import TITLES, clauses_for


def test_a_visitor_is_told_why_before_anything_is_written(db, now):
    with pytest.raises(Refused) as refusal:
        services.begin_draft(actor=VISITOR, kind="mental_health", called="Ana", now=now)
    assert refusal.value.verdict.code == "sign_in_to_begin"
    assert not Draft.objects.exists()


def test_what_was_written_is_there_on_another_day(table):
    draft = table.draft()
    table.say(draft, purpose="Company for people who hear voices.", step="purpose")
    again = Draft.objects.get()
    assert again.purpose == "Company for people who hear voices."
    assert table.founder(draft, "Ana").name == "Ana"


def test_nobody_else_reads_or_writes_it(table):
    draft = table.draft()
    for act in (services.put_away, services.take_up, services.step_out, services.say):
        with pytest.raises(NotVisible):
            act(actor=table.person("Zoe"), draft_id=draft.id, now=table.now)
        with pytest.raises(NotVisible):
            act(actor=VISITOR, draft_id=draft.id, now=table.now)
        with pytest.raises(NotVisible):
            act(actor=table.person("Ana"), draft_id=uuid4(), now=table.now)


def test_only_what_a_community_can_begin_without_is_left_out(table):
    draft = table.draft()
    for step in ("purpose", "place", "founders", "name", "agreements", "roles"):
        with pytest.raises(ValueError, match=step):
            services.leave_out(actor=table.person("Ana"), draft_id=draft.id, step=step, now=table.now)
    services.leave_out(actor=table.person("Ana"), draft_id=draft.id, step="meeting", now=table.now)
    assert Draft.objects.get().left_out == ["meeting"]
    table.say(draft, meets_where="The library", step="meeting")
    assert Draft.objects.get().left_out == [], "saying something takes it in again"


def test_the_kind_and_what_happened_are_not_written_by_a_step(table):
    draft = table.draft()
    for field in ("community_kind", "published", "put_away", "id"):
        with pytest.raises(ValueError, match=field):
            table.say(draft, **{field: "x"})


def test_put_away_and_taken_up_as_it_was(table):
    draft = table.draft()
    ana = table.person("Ana")
    with pytest.raises(Refused):
        services.take_up(actor=ana, draft_id=draft.id, now=table.now)
    services.put_away(actor=ana, draft_id=draft.id, now=table.now)
    with pytest.raises(Refused) as refusal:
        table.say(draft, purpose="Other")
    assert refusal.value.verdict.code == "draft_put_away"
    services.take_up(actor=ana, draft_id=draft.id, now=table.now)
    table.say(draft, purpose="Other")
    assert Draft.objects.get().purpose == "Other"


def test_with_the_last_founder_the_draft_goes(table):
    draft = table.draft()
    services.step_out(actor=table.person("Ana"), draft_id=draft.id, now=table.now)
    assert not Draft.objects.exists()
    assert not DraftClause.objects.exists()


def test_a_draft_put_away_is_forgotten_after_a_year(table):
    draft, kept = table.draft(), table.draft(by="Ben")
    services.put_away(actor=table.person("Ana"), draft_id=draft.id, now=table.now)
    drafts.forget_drafts(now=table.now + timedelta(days=364))
    assert Draft.objects.count() == 2
    drafts.forget_drafts(now=table.now + timedelta(days=366))
    assert list(Draft.objects.all()) == [kept]


def test_a_draft_whose_people_have_gone_from_the_host_is_forgotten(table):
    table.draft()
    Founder.objects.all().delete()  # as when their sign-ins are erased
    drafts.forget_drafts(now=table.now)
    assert not Draft.objects.exists()


def test_five_open_drafts_are_enough(table):
    for _ in range(drafts.MOST_DRAFTS):
        draft = table.draft()
    with pytest.raises(services.TooManyDrafts):
        table.draft()
    services.put_away(actor=table.person("Ana"), draft_id=draft.id, now=table.now)
    table.draft()


@pytest.mark.parametrize("kind", ["mental_health", "village", "other"])
def test_the_agreements_to_begin_with_are_whole(kind):
    clauses = clauses_for(kind)
    assert {clause["agreement_kind"] for clause in clauses} == set(TITLES)
    for name in TITLES:
        numbers = [clause["number"] for clause in clauses if clause["agreement_kind"] == name]
        assert numbers == list(range(1, len(numbers) + 1))
    keys = {clause["key"] for clause in clauses}
    assert {
        "one_vote",
        "lived_experience",
        "what_we_are_not",
        "decide",
        "money",
        "conflict",
        "leaving",
    } <= keys
    ruled = [clause["rule_key"] for clause in clauses if clause["rule_key"]]
    assert len(ruled) == len(set(ruled)), "one clause rules a setting"
    for clause in clauses:
        assert 0 < sentences_in(clause["short"]) <= SHORT_SENTENCES
        if clause["rule_key"]:
            RULES[clause["rule_key"]].parse(clause["rule_value"])
        if clause["key"] == "lived_experience":
            assert not clause["taken"], "it is offered, not set"


def test_some_clauses_are_not_given_up_and_some_can_be_fitted():
    for kind in ("mental_health", "village", "other"):
        fixed = {clause["key"] for clause in clauses_for(kind) if clause["fixed"]}
        assert {"one_vote", "leaving", "danger_now", "stays_here", "what_we_are_not"} <= fixed
        assert len(fixed) < len(clauses_for(kind)) / 2


def test_a_draft_that_became_a_community_is_forgotten_after_a_year_and_gone_with_it(table):
    draft = table.confirm(table.whole(), "Ana", "Ben", "Cleo")
    Draft.objects.update(community=None)  # as when the community has left this host
    with pytest.raises(NotVisible):
        selectors.draft_for(table.person("Ana"), draft.id)
    drafts.forget_drafts(now=table.now + timedelta(days=366))
    assert not Draft.objects.exists()


def test_erasing_a_sign_in_takes_one_out_and_asks_the_others_again(table):
    draft, alone = table.whole(others=("Ben", "Cleo", "Dan")), table.draft(by="Ben")
    table.confirm(draft, "Cleo")
    ben = table.person("Ben")
    erase_person(actor=ben, person=ben, now=table.now)
    assert sorted(Founder.objects.filter(draft=draft).values_list("name", flat=True)) == [
        "Ana",
        "Cleo",
        "Dan",
    ]
    assert not Draft.objects.filter(id=alone.id).exists(), "nobody is left of it"
    assert Mail.objects.filter(to="cleo@example.org", kind="founding.changed").count() == 1, (
        "his role went with him"
    )
