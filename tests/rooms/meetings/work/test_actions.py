"""What was promised: asked, taken, done, put off, handed on; a reminder once and kindly."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from commonhearth.foundation.circles.services import leave
from commonhearth.foundation.communities.models import Community
from commonhearth.foundation.members.models import KeptApart
from commonhearth.foundation.members.services import go_away
from commonhearth.foundation.notices.models import Notice
from commonhearth.rooms.meetings.models import Action
from commonhearth.rooms.meetings.services import actions
from commonhearth.rooms.meetings.services.turns import NotHere
from tests.counting import queries


@pytest.fixture
def circle(room):
    room.joins("neighbour")
    return room.circle("open")


def add(room, what="Mend the gate", who="member", **more):
    return actions.add_action(
        actor=room.actor(who), circle=room.circle("open"), what=what, now=room.now, **more
    )


def test_somebody_else_is_asked_and_it_is_theirs_when_they_say_yes(room, circle):
    action = add(room, owner=room.seat("neighbour"))
    assert (action.owner_id, action.offered_to_id) == (None, room.seat("neighbour").id)
    assert Notice.objects.filter(member=room.actor("neighbour"), code="action.asked").count() == 1
    actions.take(actor=room.actor("neighbour"), action=action, now=room.now)
    action.refresh_from_db()
    assert (action.owner_id, action.offered_to_id) == (room.seat("neighbour").id, None)


def test_not_me_needs_no_reason_and_leaves_it_where_it_was(room, circle):
    action = add(room, owner=room.seat("neighbour"))
    actions.decline(actor=room.actor("neighbour"), action=action, now=room.now)
    action.refresh_from_db()
    assert (action.owner_id, action.offered_to_id) == (None, None)


def test_only_whoever_does_it_answers_and_of_someone_of_us_anybody(room, circle, refused):
    mine, ours = add(room, owner=room.seat("member")), add(room)
    given = {"standing": "done", "now": room.now}
    assert refused(actions.say, actor=room.actor("neighbour"), action=mine, **given) == "not_your_action"
    actions.say(actor=room.actor("neighbour"), action=ours, **given)
    actions.say(actor=room.actor("member"), action=mine, standing="not_now", now=room.now)
    mine.refresh_from_db(), ours.refresh_from_db()
    assert (mine.standing, ours.standing) == ("not_now", "done")


def test_handed_on_by_name_it_stays_until_they_say_yes(room, circle):
    action = add(room, owner=room.seat("member"))
    actions.hand_on(actor=room.actor("member"), action=action, to=room.seat("neighbour"), now=room.now)
    action.refresh_from_db()
    assert action.owner_id == room.seat("member").id
    actions.take(actor=room.actor("neighbour"), action=action, now=room.now)
    assert Notice.objects.filter(member=room.actor("member"), code="action.taken").count() == 1
    actions.hand_on(actor=room.actor("neighbour"), action=action, to=None, now=room.now)
    action.refresh_from_db()
    assert action.owner_id is None


def test_nobody_is_asked_who_is_away_elsewhere_or_kept_apart(room, circle):
    KeptApart.objects.create(asker=room.actor("neighbour"), other=room.actor("member"))
    for seat in (room.seat("paused"), room.seat("neighbour"), room.seat("registrar", "root")):
        with pytest.raises(NotHere):
            add(room, owner=seat)


def test_a_reminder_comes_once_before_the_day_and_never_after(room, circle):
    soon = add(room, owner=room.seat("member"), due=room.now.date() + timedelta(days=2))
    add(room, owner=room.seat("member"), due=room.now.date() + timedelta(days=5))
    add(room, due=room.now.date() + timedelta(days=1))
    late = add(room, owner=room.seat("member"), due=room.now.date() - timedelta(days=1))
    Action.objects.update(created=room.now - timedelta(days=3))
    assert actions.remind_due(now=room.now) == 1
    assert actions.remind_due(now=room.now) == 0
    soon.refresh_from_db(), late.refresh_from_db()
    assert soon.reminded and late.reminded is None
    told = Notice.objects.get(code="action.soon")
    assert (told.member_id, told.params) == (room.actor("member").id, {}), "it says nothing of what or where"


def test_the_day_is_that_of_the_community(room, circle):
    noon = datetime(2026, 5, 1, 12, tzinfo=UTC)
    Community.objects.update(time_zone="Pacific/Kiritimati")  # there it is the 2nd
    add(room, owner=room.seat("member"), due=date(2026, 5, 1))
    Action.objects.update(created=noon - timedelta(days=3))
    assert actions.remind_due(now=noon) == 0, "there it has passed"


def test_who_is_away_is_not_reminded_and_keeps_what_is_theirs(room, circle):
    action = add(room, who="neighbour", owner=room.seat("neighbour"), due=room.now.date() + timedelta(days=1))
    Action.objects.update(created=room.now - timedelta(days=3))
    go_away(actor=room.actor("neighbour"), back_on=None, now=room.now)
    assert actions.remind_due(now=room.now) == 0
    action.refresh_from_db()
    assert action.owner_id is not None


def test_what_somebody_who_left_would_do_is_someone_of_us_s(room, circle):
    action = add(room, who="neighbour", owner=room.seat("neighbour"))
    leave(actor=room.actor("neighbour"), circle=circle, now=room.now)
    action.refresh_from_db()
    assert action.owner_id is None


def test_the_pages_and_their_presses(room, circle):
    meeting = room.meeting(days=-1)
    sent = {"what": "Buy soap", "owner": str(room.seat("member").id), "meeting": str(meeting.id)}
    for _twice in range(2):
        answer = room.post("member", "meetings:actions", circle.id, **sent)
    assert answer.url.endswith(f"/meetings/{meeting.id}/minutes/")
    action = Action.objects.get()
    assert "Buy soap" in room.get("neighbour", "meetings:actions", circle.id).content.decode()
    assert "Buy soap" in room.get("member", "meetings:own_actions").content.decode()
    assert "Buy soap" not in room.get("neighbour", "meetings:own_actions").content.decode()
    assert "Buy soap" in room.get("member", "meetings:minutes", meeting.id).content.decode()
    room.post("member", "meetings:answer_action", action.id, answer="done")
    assert "Buy soap" not in room.get("member", "meetings:actions", circle.id).content.decode()
    assert "Buy soap" in room.get("member", "meetings:actions", circle.id, over=1).content.decode()
    assert room.post("member", "meetings:answer_action", action.id, answer="burn").status_code == 404


def test_a_meeting_of_another_circle_is_not_found(room, circle):
    elsewhere = room.meeting("closed")
    sent = {"what": "Buy soap", "meeting": str(elsewhere.id)}
    assert room.post("member", "meetings:actions", circle.id, **sent).status_code == 404


@pytest.mark.parametrize("what", ["", " ", "x" * 241])
def test_nothing_or_too_much_is_said_beside_the_field(room, circle, what):
    answer = room.post("member", "meetings:actions", circle.id, what=what)
    assert answer.status_code == 422 and not Action.objects.exists()


def test_the_list_costs_the_same_at_10_and_at_300(room, circle):
    def fill(count):
        Action.objects.bulk_create(
            Action(circle=circle, what=f"Thing {n}", owner=room.seat("member"), since=room.now)
            for n in range(count)
        )
        client = room.client("member")
        return queries(client, room.path("meetings:actions", circle.id)), queries(
            client, room.path("meetings:own_actions")
        )

    assert fill(10) == (few := fill(290)) and max(few) <= 8


def test_paged_by_key_each_stands_on_one_page(room, circle):
    from commonhearth.rooms.meetings.selectors.actions import actions_of

    for number in range(7):
        add(room, f"Thing {number}")
    Action.objects.update(created=room.now)
    seen, after = [], ""
    while True:
        page = actions_of(room.actor("member"), circle, after=after, size=3)
        seen += [view.action.id for view in page.views]
        if not page.more:
            break
        after = page.more
    assert len(seen) == len(set(seen)) == 7


def test_in_a_hidden_circle_they_are_sealed(room):
    actions.add_action(
        actor=room.actor("member"), circle=room.circle("hidden"), what="Fetch the lamp", now=room.now
    )
    assert Action.objects.get().what == ""
    page = room.get("member", "meetings:actions", room.circle("hidden").id).content.decode()
    assert "Fetch the lamp" in page
    assert room.get("steward", "meetings:actions", room.circle("hidden").id).status_code == 404
