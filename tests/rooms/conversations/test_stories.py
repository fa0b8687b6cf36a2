"""Stories: a week between ready and public, the author's way back at any time, and who reads before."""

from __future__ import annotations

from datetime import timedelta

import pytest

from commonhearth.foundation import sealed
from commonhearth.foundation.access import VISITOR, NotVisible, Refused
from commonhearth.foundation.circles import services as circles
from commonhearth.foundation.communities.models import Community
from commonhearth.foundation.members import services as members
from commonhearth.foundation.members.services.erasing import erase_own
from commonhearth.foundation.notices.models import Notice
from commonhearth.rooms.conversations.access.stories import COOLING
from commonhearth.rooms.conversations.models import FirstReader, Story
from commonhearth.rooms.conversations.selectors import stories as selectors
from commonhearth.rooms.conversations.services import stories as services
from tests.foundation.circles.conftest import House

TEXT = "The ward had one window.\n\nI learned the names of the birds."


@pytest.fixture(autouse=True)
def shown(house: House) -> None:
    """The community shows a public page."""
    Community.objects.filter(id=house.community.id).update(public_page=True)
    house.community.refresh_from_db()


@pytest.fixture
def ada(house: House):
    return house.member("Ada")


def tell(house: House, author, **more: str) -> Story:
    words = {"title": "One window", "text": TEXT, "named_as": "a member", "care_note": "a hospital"} | more
    return services.write_story(actor=house.acting(author), now=house.now, **words)


def publish(house: House, author, story: Story) -> Story:
    actor = house.acting(author)
    services.say_ready(actor=actor, story=story, now=house.now)
    services.offer(actor=actor, story=story, now=house.now + COOLING)
    return services.say_yes_to_story(actor=house.steward(), story=story, now=house.now + COOLING)


def listed(house: House, viewer) -> list[object]:
    try:
        return [one.id for one in selectors.public_stories(viewer, house.community)[0]]
    except NotVisible:
        return []


def is_public(house: House, story: Story, viewer=VISITOR) -> bool:
    try:
        selectors.public_story(viewer, house.community, story.id)
    except NotVisible:
        assert story.id not in listed(house, viewer)
        return False
    assert story.id in listed(house, viewer)
    return True


def test_nobody_but_the_author_reads_a_draft(house: House, ada):
    story = tell(house, ada)
    assert selectors.in_words(house.acting(ada), story).text == TEXT
    for other in (house.steward(), house.member("Ben"), VISITOR):
        with pytest.raises(NotVisible):
            selectors.story_in_reach(other, story.id)
        with pytest.raises(Refused):
            sealed.open(story.text, viewer=other)
    assert not is_public(house, story)


def test_a_first_reader_reads_until_it_is_taken_back(house: House, ada):
    story, ben = tell(house, ada), house.member("Ben")
    reader = services.name_reader(
        actor=house.acting(ada), story=story, person=house.at_root(ben), now=house.now
    )
    found = selectors.story_in_reach(house.acting(ben), story.id)
    assert selectors.in_words(house.acting(ben), found).text == TEXT
    services.write_back(actor=house.acting(ben), reader=reader, note="The birds stay with me.", now=house.now)
    [said] = selectors.readers_of(house.acting(ada), story)
    assert (said.name, said.note) == ("Ben", "The birds stay with me.")
    with pytest.raises(Refused):
        sealed.open(FirstReader.objects.get().note, viewer=house.steward())
    services.end_reading(actor=house.acting(ada), reader=selectors.reader_of(story, reader.id))
    with pytest.raises(NotVisible):
        selectors.story_in_reach(house.acting(ben), story.id)


def test_a_week_passes_whatever_is_pressed(house: House, ada):
    story = tell(house, ada)
    services.say_ready(actor=house.acting(ada), story=story, now=house.now)
    almost = house.now + COOLING - timedelta(seconds=1)
    with pytest.raises(Refused) as refused:
        services.offer(actor=house.acting(ada), story=story, now=almost)
    assert refused.value.verdict.code == "story_cooling"
    with pytest.raises(NotVisible):
        selectors.story_in_reach(house.steward(), story.id)
    services.offer(actor=house.acting(ada), story=story, now=house.now + COOLING)
    assert not is_public(house, story), "a steward has not said yes"


def test_a_change_begins_the_week_anew(house: House, ada):
    story = tell(house, ada)
    services.say_ready(actor=house.acting(ada), story=story, now=house.now)
    services.change_story(
        actor=house.acting(ada), story=story, title="Two windows", text=TEXT, named_as="", care_note=""
    )
    with pytest.raises(Refused):
        services.offer(actor=house.acting(ada), story=story, now=house.now + COOLING)


def test_everybody_reads_it_when_author_and_steward_said_yes(house: House, ada):
    story = publish(house, ada, tell(house, ada))
    assert is_public(house, story)
    found = selectors.public_story(VISITOR, house.community, story.id)
    assert (found.title, found.named_as, found.text) == ("One window", "a member", TEXT)
    with pytest.raises(Refused):
        services.change_story(
            actor=house.acting(ada), story=story, title="Other", text=TEXT, named_as="", care_note=""
        )


def test_a_steward_does_not_say_yes_to_their_own(house: House):
    stella = house.steward()
    story = tell(house, stella)
    services.say_ready(actor=stella, story=story, now=house.now)
    services.offer(actor=stella, story=story, now=house.now + COOLING)
    with pytest.raises(Refused) as refused:
        services.say_yes_to_story(actor=stella, story=story, now=house.now + COOLING)
    assert refused.value.verdict.code == "not_yourself"


def test_only_a_steward_says_yes_and_no_sends_it_back(house: House, ada):
    story = tell(house, ada)
    services.say_ready(actor=house.acting(ada), story=story, now=house.now)
    services.offer(actor=house.acting(ada), story=story, now=house.now + COOLING)
    with pytest.raises(Refused):
        services.say_yes_to_story(actor=house.member("Ben"), story=story, now=house.now)
    services.say_no_to_story(actor=house.steward(), story=story, now=house.now)
    with pytest.raises(NotVisible):
        selectors.story_in_reach(house.steward(), story.id)
    assert Notice.objects.filter(member=ada, code="story.not_there").count() == 1


def test_it_is_taken_back_at_once_from_everywhere(house: House, ada):
    story = publish(house, ada, tell(house, ada))
    services.take_back(actor=house.acting(ada), story=story)
    assert not is_public(house, story)
    assert not is_public(house, story, viewer=house.steward())
    assert selectors.own_story(house.acting(ada), story.id).state == "draft"


def test_who_is_on_hold_takes_it_back_all_the_same(house: House, ada):
    story = publish(house, ada, tell(house, ada))
    held = house.acting(ada)
    held.on_hold = True
    services.take_back(actor=held, story=story)
    assert not is_public(house, story)


def test_it_goes_with_whoever_leaves(house: House, ada):
    story = publish(house, ada, tell(house, ada))
    members.leave(actor=house.acting(ada), now=house.now)
    assert not is_public(house, story)
    assert Story.objects.get(id=story.id).state == "draft"


def test_of_somebody_who_has_died_nothing_is_shown(house: House, ada):
    story = publish(house, ada, tell(house, ada))
    said = members.say_died(actor=house.steward(), member=ada, now=house.now)
    members.confirm_died(actor=house.member("Ben"), death=said, now=house.now)
    assert not is_public(house, story)
    members.undo_died(actor=house.steward(), death=said, now=house.now)
    assert is_public(house, story)


def test_erasing_what_is_yours_takes_stories_and_notes(house: House, ada):
    story, ben = publish(house, ada, tell(house, ada)), house.member("Ben")
    other = tell(house, ben)
    reader = services.name_reader(
        actor=house.acting(ben), story=other, person=house.at_root(ada), now=house.now
    )
    services.write_back(actor=house.acting(ada), reader=reader, note="Good.", now=house.now)
    erase_own(actor=house.acting(ada), now=house.now)
    assert not Story.objects.filter(id=story.id).exists()
    assert selectors.readers_of(house.acting(ben), other) == []


def test_kept_apart_ends_first_reading_both_ways(house: House, ada):
    story, ben = tell(house, ada), house.member("Ben")
    services.name_reader(actor=house.acting(ada), story=story, person=house.at_root(ben), now=house.now)
    members.keep_apart(actor=house.acting(ben), other=ada, now=house.now)
    with pytest.raises(NotVisible):
        selectors.story_in_reach(house.acting(ben), story.id)
    assert FirstReader.objects.count() == 0
    with pytest.raises(Refused):
        services.name_reader(actor=house.acting(ada), story=story, person=house.at_root(ben), now=house.now)


def test_a_community_without_a_public_page_shows_it_inside_only(house: House, ada):
    story = publish(house, ada, tell(house, ada))
    Community.objects.filter(id=house.community.id).update(public_page=False)
    house.community.refresh_from_db()
    assert not is_public(house, story)
    assert is_public(house, story, viewer=house.member("Ben"))


def test_the_words_stand_sealed_even_while_everybody_may_read_them(house: House, ada):
    story = publish(house, ada, tell(house, ada))
    raw = bytes(Story.objects.get(id=story.id).text.raw)
    assert b"window" not in raw
    sealed.destroy_key("member", ada.id)
    assert selectors.public_story(VISITOR, house.community, story.id).text == ""


def test_leaving_a_circle_is_no_leaving(house: House, ada):
    story = publish(house, ada, tell(house, ada))
    circle = house.circle(house.acting(ada))
    circles.leave(actor=house.acting(ada), circle=circle, now=house.now)
    assert is_public(house, story)


def test_ones_own_page_leads_to_them_unless_the_room_is_closed(world):
    client = world.client("member")
    mine = "/c/harbour/stories/mine/"
    assert f'href="{mine}"' in client.get("/c/harbour/you/").text and client.get(mine).status_code == 200
    community = world.harbour.community
    community.closed_rooms = ["conversations"]
    community.save(update_fields=["closed_rooms"])
    assert mine not in client.get("/c/harbour/you/").text and client.get(mine).status_code == 404
