"""What conversations do at news from below."""

from __future__ import annotations

from commonhearth.foundation import outbox, sealed
from commonhearth.foundation.circles.events import CircleHidden, CircleLeft
from commonhearth.foundation.circles.models import Circle, CircleMembership
from commonhearth.foundation.events import hears
from commonhearth.foundation.members.events import MemberErased, MemberLeft, MembersKeptApart, WordsGo
from commonhearth.foundation.members.models import Member
from commonhearth.foundation.notices.events import PhoneEnded
from commonhearth.foundation.sealed import erasure
from commonhearth.rooms.conversations import finding, hung, own, words
from commonhearth.rooms.conversations.mail import waiting
from commonhearth.rooms.conversations.models import Post, Topic
from commonhearth.rooms.conversations.services import letters, mailing, stories, tonight
from commonhearth.rooms.conversations.services.editing import empty_post


@hears(CircleHidden)
def seal_what_was_said(event: CircleHidden) -> None:
    """What was said in a circle is sealed with its key when it is hidden."""
    circle = Circle.objects.get(id=event.circle_id)
    words.seal_all(circle)
    hung.seal_all(circle, now=event.now)
    waiting.unsay(*Topic.objects.filter(circle=circle).values_list("id", flat=True))
    mailing.forget_wishes(circle_id=circle.id)


@hears(MembersKeptApart)
def end_what_is_between(event: MembersKeptApart) -> None:
    """What stood between the two ends as if either had ended it: for good, so that taking it back tells nothing."""
    letters.end_between(
        Member.objects.get(id=event.asker_id), Member.objects.get(id=event.other_id), now=event.now
    )
    stories.end_first_reading_between(event.asker_id, event.other_id)
    two = Member.objects.filter(id__in=[event.asker_id, event.other_id]).exclude(person=None)
    outbox.unsay("words", to=two.values_list("person_id", flat=True))


@hears(CircleLeft)
def end_what_hangs_on_a_place(event: CircleLeft) -> None:
    """Letters live in their circle: whoever leaves it, by leaving the community too, ends theirs there, and hears
    no more of it by mail."""
    letters.end_for_place(event.membership_id, now=event.now)
    place = CircleMembership.objects.get(id=event.membership_id)
    mailing.forget_wishes(member_id=place.member_id, circle_id=place.circle_id)


@hears(PhoneEnded)
def wake_them_by_it_no_more(event: PhoneEnded) -> None:
    """A number that was taken away wakes nobody, nor does the next one until it is chosen."""
    tonight.wake_by_text_no_more(event.member_id)


@hears(MemberLeft)
def take_back_stories(event: MemberLeft) -> None:
    """Stories go with whoever leaves: on a page they could no longer take back."""
    stories.take_back_of(event.member_id)


@hears(WordsGo)
def let_go_as_they_wished(event: WordsGo) -> None:
    """Somebody who has died wished that what they wrote goes: as if they had erased it themselves."""
    let_go_of_what_they_wrote(MemberErased(event.member_id, "", (), event.now))


@hears(MemberErased)
def let_go_of_what_they_wrote(event: MemberErased) -> None:
    """What somebody wrote goes, without a name too; its places in threads stay. A topic that was theirs alone goes."""
    places = CircleMembership.objects.filter(member_id=event.member_id)
    nameless = own.nameless_posts_of(event.member_id)
    named = Post.objects.filter(author__in=places)
    begun = set(Topic.objects.filter(begun_by__in=places).values_list("id", flat=True))
    begun |= set(own.nameless_topic_ids_of(event.member_id))
    own_ids = {*named.values_list("id", flat=True), *(post.id for post in nameless)}
    finding.erase(finding.TOPIC, begun)
    for post in [*named, *nameless]:
        empty_post(post, now=event.now)
    for post in nameless:
        sealed.destroy_key("post", post.id)
    for topic in Topic.objects.filter(id__in=begun | {post.topic_id for post in nameless}):
        if not Post.objects.filter(topic=topic).exclude(id__in=own_ids).exists():
            erasure.erase(topic)
        elif topic.id in begun:
            erasure.erase_fields(topic, Topic.erased)
