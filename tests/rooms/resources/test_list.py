"""The list: neutral, in words, read by a reviewer first, found by what one needs."""

from __future__ import annotations

from datetime import timedelta

import pytest

from commonhearth.foundation.access import VISITOR, NotVisible, Refused
from commonhearth.foundation.sealed import erasure
from commonhearth.foundation.sealed.models import Tombstone
from commonhearth.rooms.resources import selectors, services
from commonhearth.rooms.resources.models import Recommendation, Resource, State
from commonhearth.rooms.resources.selectors import Asked
from tests.counting import queries
from tests.world.resources import WALKS


@pytest.fixture
def reviewer(world):
    return world.persons["reviewer"]


@pytest.fixture
def mara(world):
    return world.persons["member"]


@pytest.fixture(autouse=True)
def _empty(world):
    Resource.objects.all().delete()


def add(mara, world, **said):
    return services.add_resource(actor=mara, belongs=True, now=world.now, said=WALKS | said)


def public(mara, reviewer, world, **said):
    made = add(mara, world, **said)
    return services.set_state(actor=reviewer, resource=made, state=State.PUBLIC, now=world.now)


def names(asked=None, viewer=VISITOR):
    found, _older = selectors.resources(viewer=viewer, asked=asked or Asked())
    return [one.name for one in found]


def test_a_reviewer_reads_it_before_anybody_else(world, mara, reviewer):
    made = add(mara, world)
    assert names() == []
    for who in ("visitor", "steward", "operator"):
        with pytest.raises(NotVisible):
            selectors.resource(
                viewer=VISITOR if who == "visitor" else world.persons[who], resource_id=made.id
            )
    assert selectors.resource(viewer=mara, resource_id=made.id)
    services.set_state(actor=reviewer, resource=made, state=State.PUBLIC, now=world.now)
    assert names() == ["Walks by the water"]
    services.set_state(actor=reviewer, resource=made, state=State.AWAY, now=world.now)
    assert names() == []
    with pytest.raises(NotVisible):
        selectors.resource(viewer=mara, resource_id=made.id)


def test_clinical_and_among_equals_stand_in_one_list_by_name(world, mara, reviewer):
    for sort, name in (
        ("peer", "Bread and talk"),
        ("clinical", "Ärztehaus"),
        ("practical", "Citizens’ desk"),
    ):
        public(mara, reviewer, world, sort=sort, name=name)
    assert names() == ["Ärztehaus", "Bread and talk", "Citizens’ desk"]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        (Asked(need="company"), True),
        (Asked(need="sleep"), False),
        (Asked(cost="free"), True),
        (Asked(cost="paid"), False),
        (Asked(access="no_referral", language="en"), True),
        (Asked(language="pt"), False),
        (Asked(sort="practice"), True),
        (Asked(sort="clinical"), False),
        (Asked(words="lighthouse"), True),
        (Asked(words="LIGHT"), True),
        (Asked(words="house"), False),
        (Asked(country="GB"), True),
        (Asked(country="FR"), False),
        (Asked(words="lighthouse", need="move", cost="free"), True),
    ],
)
def test_it_is_found_by_what_one_needs(world, mara, reviewer, asked, found):
    public(mara, reviewer, world)
    assert bool(names(asked)) is found


def test_what_is_everywhere_is_found_in_every_country(world, mara, reviewer):
    public(mara, reviewer, world, country="")
    assert names(Asked(country="FR"))


def test_words_are_read_first_and_can_be_taken_back(world, mara, reviewer):
    made = public(mara, reviewer, world)
    nils = world.persons["neighbour"]
    said = services.recommend(
        actor=nils, belongs=True, resource=made, said="It held me.", named="N.", now=world.now
    )
    assert selectors.said_of(made) == []
    services.set_words_state(actor=reviewer, said=said, state=State.PUBLIC)
    assert [one.said for one in selectors.said_of(made)] == ["It held me."]
    again = services.recommend(
        actor=nils, belongs=True, resource=made, said="It held me, mostly.", named="", now=world.now
    )
    assert again.id == said.id
    assert selectors.said_of(made) == [], "what was changed is read again"
    with pytest.raises(Refused):
        services.take_back(actor=mara, said=again)
    services.take_back(actor=nils, said=again)
    assert not Recommendation.objects.filter(resource=made).exists()
    said.save(force_insert=True)  # an older backup has it still
    erasure.replay(Tombstone.objects.all())
    assert not Recommendation.objects.filter(resource=made).exists()


def test_only_who_belongs_somewhere_adds_and_says(world, mara, reviewer):
    made = public(mara, reviewer, world)
    for who in ("stranger", "former", "operator"):
        with pytest.raises(Refused):
            services.add_resource(actor=world.persons[who], belongs=False, now=world.now, said=WALKS)
        with pytest.raises(Refused):
            services.recommend(
                actor=world.persons[who], belongs=False, resource=made, said="x", named="", now=world.now
            )


def test_only_reviewers_review(world, mara):
    made = add(mara, world)
    for who in ("member", "steward", "operator"):
        with pytest.raises(Refused):
            services.set_state(actor=world.persons[who], resource=made, state=State.PUBLIC, now=world.now)
        with pytest.raises(Refused):
            services.correct(actor=world.persons[who], resource=made, now=world.now, said={"name": "x"})
        with pytest.raises(Refused):
            selectors.desk(viewer=world.persons[who], today=world.now.date())


def test_what_nobody_looked_at_for_a_year_says_so(world, mara, reviewer):
    made = public(mara, reviewer, world)
    Resource.objects.update(checked_on=world.now.date() - timedelta(days=366))
    assert "Last checked in" in world.client("visitor").get(f"/resources/{made.id}/").content.decode()
    assert [one.id for one in selectors.desk(viewer=reviewer, today=world.now.date()).old] == [made.id]


def test_pages_follow_each_other_and_cost_the_same(world, mara, reviewer):
    rows = []
    for number in range(10):
        rows.append(public(mara, reviewer, world, name=f"Group {number:03}"))
    few = queries(world.client("member"), "/resources/")
    for number in range(10, 300):
        made = Resource(**{field: getattr(rows[0], field) for field in services.FIELDS})
        services._write(made, {"name": f"Group {number:03}"})
        made.state, made.checked_on = State.PUBLIC, world.now.date()
        rows.append(made)
    Resource.objects.bulk_create(rows[10:])
    assert queries(world.client("member"), "/resources/") == few <= 8
    seen, after = [], ""
    while True:
        found, after = selectors.resources(viewer=VISITOR, asked=Asked(), after=after)
        seen += [one.name for one in found]
        if not after:
            break
    assert seen == sorted(one.name for one in rows)
    assert world.client("visitor").get("/resources/?after=nonsense").status_code == 404


def test_sent_twice_it_is_added_once(world):
    client = world.client("member")
    key = "k" * 24
    for _ in range(2):
        answer = client.post(
            "/resources/add/", WALKS | {"once_key": key, "cost_words": "", "where": "Portsmouth"}
        )
        assert answer.status_code == 302
    assert Resource.objects.count() == 1


def test_what_somebody_wrote_is_shown_as_words(world, mara, reviewer):
    made = public(mara, reviewer, world, name="<script>alert(1)</script>", about="a\n<b>b</b>")
    page = world.client("visitor").get(f"/resources/{made.id}/").content.decode()
    assert "<script>alert(1)" not in page
    assert "<b>b</b>" not in page


@pytest.mark.parametrize("website", ["javascript:alert(1)", "data:text/html,x", "not an address"])
def test_an_address_that_is_none_is_refused(world, website):
    answer = world.client("member").post(
        "/resources/add/", WALKS | {"once_key": "k" * 24, "website": website}
    )
    assert answer.status_code == 422
    assert not Resource.objects.exists()
