"""Opening what is hidden: two officers, a reason, a time, those concerned told, and that one thing alone."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from commonhearth.foundation import sealed
from commonhearth.foundation.access import NotVisible, Refused
from commonhearth.foundation.agreements.models import AgreementKind, Clause, ClauseVersion
from commonhearth.foundation.circles import services as circling
from commonhearth.foundation.logbook.models import Line
from commonhearth.foundation.notices.models import Notice
from commonhearth.rooms.care import selectors, services
from commonhearth.rooms.care.models import Case, Opening
from commonhearth.rooms.care.selectors.ground_rules import agreement_of_rules
from commonhearth.rooms.care.selectors.team import kept_off
from commonhearth.rooms.conversations import services as talk
from commonhearth.rooms.conversations.models import Post

HOUR = timedelta(hours=1)


def ask(bench, case, kind, who="steward", hours=2):
    return services.ask_opening(
        actor=bench.act(who), case=case, kind=kind, why="Somebody may be hurt.", hours=hours, now=bench.now
    )


@pytest.fixture
def officers(bench):
    """Steward and registrar; the registrar is on duty too."""
    circling.give_role(
        actor=bench.act("steward"), circle=bench.place.circles["root"], office="on_duty",
        holder=bench.seat("registrar"), starts=bench.now.date(), ends=(bench.now + timedelta(days=90)).date(),
        now=bench.now,
    )  # fmt: skip
    return bench


def ruled(bench, key, rule, value):
    """Let a circle have agreed on a setting of its own."""
    circle = bench.place.circles[key]
    agreement = agreement_of_rules(circle)
    assert agreement.agreement_kind == AgreementKind.GROUND_RULES
    clause = Clause.objects.create(agreement=agreement, circle=circle, number=90, rule_key=rule)
    ClauseVersion.objects.create(
        clause=clause, circle=circle, rule_value=value, closes=bench.now, in_force_from=bench.now - HOUR
    )


def nameless(bench, key="open"):
    """A post of `member` without a name in a circle that agreed to such."""
    ruled(bench, key, "anonymous_posts", "yes")
    topic = talk.begin_topic(
        actor=bench.act("member"), circle=bench.place.circles[key], title="To whoever", text="I know where you live.",
        nameless=True, now=bench.now,
    )  # fmt: skip
    return Post.objects.get(topic=topic)


def case_of(bench, post, **more):
    return bench.taken(bench.report("neighbour", key="open", about="post", post=post.id, **more))


def test_who_wrote_it_is_opened_by_two_and_its_author_is_told(officers):
    post = nameless(officers)
    case = case_of(officers, post)
    opening = ask(officers, case, "author")
    assert not selectors.opening_for(officers.act("steward"), opening.id, now=officers.now).is_open
    with pytest.raises(Refused):  # one is not two
        services.confirm_opening(actor=officers.act("steward"), opening=opening, now=officers.now)
    services.confirm_opening(actor=officers.act("registrar"), opening=opening, now=officers.now)
    found = selectors.opening_for(officers.act("steward"), opening.id, now=officers.now + HOUR)
    assert found.is_open and found.who.member.name == "Mara" and found.why == "Somebody may be hurt."
    assert Notice.objects.filter(member=officers.act("member"), code="talk.authorship_opened_by").exists()
    line = Line.objects.get(verb="care.opened")
    assert line.circle_id == officers.place.circles["open"].id
    later = selectors.opening_for(officers.act("registrar"), opening.id, now=officers.now + 3 * HOUR)
    assert not later.is_open and later.who is None
    services.end_openings(now=officers.now + 3 * HOUR)
    assert Opening.objects.get(id=opening.id).membership is None  # and it is forgotten


def test_nobody_else_sees_it_and_nothing_opens_unconfirmed(officers):
    post = nameless(officers)
    opening = ask(officers, case_of(officers, post), "author")
    for who in ("member", "neighbour", "guest"):
        with pytest.raises(NotVisible):
            selectors.opening_for(officers.act(who), opening.id, now=officers.now)
    with pytest.raises(Refused):
        services.confirm_opening(
            actor=officers.act("registrar"), opening=opening, now=officers.now + 25 * HOUR
        )
    with pytest.raises(Refused):
        ask(officers, opening.case, "author", who="registrar")  # asked already
    assert Post.objects.get(id=post.id).author_id is None


def test_a_hidden_circles_post_opens_only_where_the_circle_itself_agreed_and_in_danger(officers):
    post = Post.objects.get(id=officers.place.things["post_id"]["hidden"])

    def reported(danger):
        case = officers.taken(
            officers.report("member", key="hidden", about="post", post=post.id, danger=danger)
        )
        return Case.objects.select_related("circle").get(id=case.id)

    case = reported(True)
    with pytest.raises(Refused) as refused:
        ask(officers, case, "post")
    assert refused.value.verdict.code == "opening_not_allowed"
    ruled(officers, "hidden", "emergency_opening", "danger")
    with pytest.raises(Refused) as refused:
        ask(officers, reported(False), "post")
    assert refused.value.verdict.code == "opening_only_danger"
    opening = ask(officers, case, "post")
    with pytest.raises(Refused):
        sealed.open_in_emergency(post.sealed_text, viewer=officers.act("steward"), now=officers.now)
    services.confirm_opening(actor=officers.act("registrar"), opening=opening, now=officers.now)
    found = selectors.opening_for(officers.act("steward"), opening.id, now=officers.now)
    assert found.text == "Walking in the morning, hidden."
    told = set(Notice.objects.filter(code="care.opened_post_by").values_list("member__name", flat=True))
    assert told == {"Mara"}  # everybody in the circle who is here
    for who, at in (("neighbour", 0), ("steward", 3)):
        with pytest.raises(Refused):
            sealed.open_in_emergency(post.sealed_text, viewer=officers.act(who), now=officers.now + at * HOUR)
    other = Post.objects.filter(circle=officers.place.circles["hidden"]).exclude(id=post.id)[0]
    with pytest.raises(Refused):  # this one post, and no other
        sealed.open_in_emergency(other.sealed_text, viewer=officers.act("steward"), now=officers.now)
    with pytest.raises(Refused):  # and the circle stays shut
        sealed.open(post.sealed_text, viewer=officers.act("steward"))


def test_plans_and_names_are_opened_for_nobody(officers):
    hidden = officers.place.circles["hidden"]
    with pytest.raises(Refused) as refused:
        sealed.open_in_emergency(hidden.sealed_name, viewer=officers.act("steward"), now=officers.now)
    assert refused.value.verdict.code == "sealed.not_in_emergency"
    assert list(sealed.OPENABLE) == ["conversations.Post.sealed_text"]


def test_whom_it_concerns_neither_asks_nor_confirms(officers):
    case = officers.taken(officers.report("neighbour", about="person", membership=officers.seat("member")))
    steward_is_close = officers.report("neighbour", about="person", membership=officers.seat("steward"))
    for kind in ("author", "post", "case"):
        with pytest.raises(Refused):
            ask(officers, case, kind)  # there is nothing of the kind in it
    with pytest.raises(Refused):
        ask(officers, steward_is_close, "case")


def test_who_somebody_is_outside_their_circle(officers):
    seat = officers.seat("paused", "closed")
    case = officers.taken(officers.report("member", key="closed", about="person", membership=seat))
    opening = ask(officers, case, "person")
    services.confirm_opening(actor=officers.act("registrar"), opening=opening, now=officers.now)
    found = selectors.opening_for(officers.act("registrar"), opening.id, now=officers.now)
    assert found.who.member.name == "Pavel"
    told = Notice.objects.get(member=officers.act("paused"), code="care.opened_person_by")
    assert told.params == {"who": str(officers.act("steward")), "other": str(officers.act("registrar"))}
    still = Notice.objects.filter(code="care.opening_asked", url_args=[str(opening.id)], read=False)
    assert not still.exists()  # it is done, and no home asks for it any more
    asked = Notice.objects.get(member=officers.act("steward"), code="care.opening_confirmed")
    assert asked.params == {"name": str(officers.act("registrar"))} and asked.url_args == [str(opening.id)]


def test_a_closed_case_is_read_by_the_two_for_a_time(officers):
    case = officers.taken(officers.report("neighbour"))
    services.step_off(actor=officers.act("registrar"), case=case, now=officers.now)
    case = officers.report("neighbour")
    services.take(actor=officers.act("steward"), case=case, now=officers.now)
    services.close(actor=officers.act("steward"), case=case, outcome="talked", words="x", now=officers.now)
    with pytest.raises(NotVisible):
        selectors.case_for(officers.act("registrar"), case.id, now=officers.now)
    opening = ask(officers, case, "case", who="registrar")
    services.confirm_opening(actor=officers.act("steward"), opening=opening, now=officers.now)
    assert selectors.case_for(officers.act("registrar"), case.id, now=officers.now + HOUR)
    with pytest.raises(NotVisible):
        selectors.case_for(officers.act("registrar"), case.id, now=officers.now + 3 * HOUR)
    assert Notice.objects.filter(member=officers.act("neighbour"), code="care.opened_case_by").exists()


def test_a_post_is_reported_from_its_own_page_and_its_author_never_looks(world):
    path = f"/c/harbour/care/report/post/{world.harbour.things['post_id']['open']}/"
    client = world.client("neighbour")
    own_page = reverse("conversations:post", args=["harbour", world.harbour.things["post_id"]["open"]])
    assert path in client.get(own_page).text and path not in world.client("member").get(own_page).text
    shown = client.get(path)
    assert shown.status_code == 200
    assert world.client("member").get(path).status_code == 404  # one's own
    secret = shown.text.split('name="secret" value="')[1].split('"')[0]
    sent = {"words": "x", "say_where": "on", "named": "yes", "secret": secret, "once_key": "k" * 20}
    assert client.post(path, sent).status_code == 302
    with world.harbour.within():
        case = Case.objects.order_by("-created")[0]
        assert case.about == "post" and str(case.post) in path
        assert world.harbour.acting("member").id in kept_off([case])[case.id]


def test_the_pages_of_an_opening_say_what_is_so(officers, world):
    seat = officers.seat("paused", "closed")
    case = officers.taken(
        officers.report("member", key="closed", about="person", membership=seat, danger=True)
    )
    at = f"/c/harbour/care/cases/{case.id}/"
    steward, registrar = world.client("steward"), world.client("registrar")
    assert f"{at}open/person/" in steward.get(at).text and "999" in steward.get(at).text
    opening = ask(officers, case, "person")
    here = f"/c/harbour/care/openings/{opening.id}/"
    # Whoever asked finds it on the case, and does not write a second asking in vain.
    assert here in steward.get(at).text and f"{at}open/person/" not in steward.get(at).text
    again = steward.post(f"{at}open/person/", {"why": "Again", "hours": "1", "once_key": "k" * 20})
    assert again.status_code == 302 and again["Location"] == here
    opening = services.confirm_opening(actor=officers.act("registrar"), opening=opening, now=officers.now)
    assert "Close it now" in registrar.get(here).text
    services.end_opening(actor=officers.act("registrar"), opening=opening, now=officers.now)
    shut = registrar.get(here).text
    assert "is shut again" in shut and "Close it now" not in shut


def test_who_looks_at_a_case_reads_the_post_where_it_may_be_read(officers, world):
    for key, readable in (("open", True), ("hidden", False)):
        post = Post.objects.get(id=officers.place.things["post_id"][key])
        who = "neighbour" if readable else "member"
        case = officers.taken(officers.report(who, key=key, about="post", post=post.id))
        page = world.client("steward").get(f"/c/harbour/care/cases/{case.id}/").text
        assert (f"/talk/posts/{post.id}/" in page) is readable
