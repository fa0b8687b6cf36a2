"""New posts by mail, for whoever wished it: each by itself, outside their quiet hours, with an address to answer to.

A mail is written with the mark of how far somebody was told, in one transaction: both or neither.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from commonhearth.foundation import outbox
from commonhearth.foundation.access import require
from commonhearth.foundation.circles.access import Actor, member_here
from commonhearth.foundation.circles.models import Circle, Openness
from commonhearth.foundation.circles.selectors import as_actor
from commonhearth.foundation.communities.models import Community
from commonhearth.foundation.files.selectors import with_what_hangs
from commonhearth.foundation.members.models import ACTING, Member
from commonhearth.foundation.members.selectors import kept_apart_ids, open_holds
from commonhearth.foundation.notices.models import Wish
from commonhearth.foundation.notices.services import in_quiet_hours, stop_link
from commonhearth.kit import markdown
from commonhearth.kit.saying import day
from commonhearth.rooms.conversations.access.mailing import may_wish_mail
from commonhearth.rooms.conversations.access.replies import may_answer_by_mail
from commonhearth.rooms.conversations.models import How, MailWish, Post, Topic
from commonhearth.rooms.conversations.selectors.reading import Said, said
from commonhearth.rooms.conversations.selectors.seeing import quiet_of
from commonhearth.rooms.conversations.selectors.topics import title_of
from commonhearth.rooms.conversations.services.replies import GOOD_FOR, new_address
from commonhearth.rooms.conversations.telling import hearing

#: What the link in such a mail stops (`notices.telling.STOPS`).
STOP = "conversations.posts"
#: Time in which an author may think again before a post leaves the house; and what is too old to be told by itself.
SECOND_THOUGHTS, OLD = timedelta(minutes=5), timedelta(days=1)
#: Letters of one post in a mail, and posts of one topic.
LONGEST, MOST = 3_000, 20

Due = dict[tuple[UUID, UUID], list[Post]]


def wish_mail(*, actor: Actor, thing: Circle | Topic, how: str, now: datetime) -> None:
    """Choose how one hears by mail of new posts in a circle, or of one topic.

    Args:
        how: a value of `How`; "" for a topic that goes as its circle does.

    Raises:
        Refused: for whoever is not in the circle, or where nothing goes into a mail.
    """
    of_topic = isinstance(thing, Topic)
    require(may_wish_mail(actor, thing.circle if isinstance(thing, Topic) else thing))
    where = {"member": member_here(actor), "topic" if of_topic else "circle": thing}
    with transaction.atomic():
        if not how:
            MailWish.objects.filter(**where).delete()
            return
        MailWish.objects.update_or_create(
            **where,
            defaults={"how": How(how), "told": now},
            create_defaults={"how": How(how), "told": now, "created": now},
        )


def stop_mails(member: Member, now: datetime) -> None:
    """End the mails with posts, all of them, by the link in one."""
    MailWish.objects.filter(member=member, how=How.EACH).update(how=How.NEVER)


def forget_wishes(*, member_id: UUID | None = None, circle_id: UUID) -> None:
    """Let go of what somebody, or everybody, wanted to hear of a circle by mail."""
    rows = MailWish.objects.filter(Q(circle=circle_id) | Q(topic__circle=circle_id))
    (rows.filter(member=member_id) if member_id else rows).delete()


def send_posts(*, community: Community, now: datetime) -> int:
    """Write the mails with new posts that are due in the community in reach; return how many.

    They go to whoever is here (not away, not on hold), outside their quiet hours; what came meanwhile goes
    together, one mail for each topic, unless it is older than a day.
    """
    until = now - SECOND_THOUGHTS
    with transaction.atomic():
        wishes = list(
            MailWish.objects.select_for_update(of=("self",))
            .filter(member__standing__in=ACTING, member__person__email__isnull=False)
            .exclude(member__in=open_holds(now=now).values("member"))
            .select_related("member__person", "member__community")
        )
        awake = _awake({wish.member_id: wish.member for wish in wishes}, community, now=now)
        wishes = [wish for wish in wishes if wish.member_id in awake]
        each = [wish for wish in wishes if wish.how == How.EACH]
        if not each:
            return 0
        due = _due(wishes, since=max(min(wish.told for wish in each), now - OLD), until=until, now=now)
        recipients = [
            one
            for (member_id, _topic), posts in due.items()
            if (one := _recipient(awake[member_id], posts[:MOST], now=now)) is not None
        ]
        sent = outbox.mail_many(
            recipients=recipients,
            template="conversations/new_posts",
            context={"home": settings.HEARTH_URL + reverse("home")},
            kind="post",
            community=community,
            now=now,
        )
        MailWish.objects.filter(id__in=[wish.id for wish in each], told__lt=until).update(told=until)
    return sent


def _awake(members: dict[UUID, Member], community: Community, *, now: datetime) -> dict[UUID, Member]:
    wishes = {wish.member_id: wish for wish in Wish.objects.filter(member__in=members)}
    return {
        key: member
        for key, member in members.items()
        if not in_quiet_hours(wishes.get(key) or Wish(member=member), member, community, now=now)
    }


def _due(wishes: Iterable[MailWish], *, since: datetime, until: datetime, now: datetime) -> Due:
    """Return, for each member and topic, the posts that are to be told."""
    of_topic = {(wish.member_id, wish.topic_id): wish for wish in wishes if wish.topic_id}
    of_circle = {(wish.member_id, wish.circle_id): wish for wish in wishes if wish.circle_id}
    members = {member_id for member_id, _thing in (*of_topic, *of_circle)}
    places = Q(topic__in={topic_id for _member, topic_id in of_topic})
    places |= Q(circle__in={circle_id for _member, circle_id in of_circle})
    posts = (
        with_what_hangs(Post.objects.all())
        .filter(places, created__gt=since, created__lte=until, circle__closed_on=None)
        .filter(withdrawn=None, hidden=None, taken_down=None)
        .exclude(circle__openness=Openness.CONFIDENTIAL)
        .select_related("topic", "circle", "author", "written_by")
        .order_by("created", "id")
    )
    due: Due = defaultdict(list)
    for post in posts:
        hears = hearing(post, now=now).filter(member__in=members).values_list("member_id", flat=True)
        for member_id in hears:
            wish = of_topic.get((member_id, post.topic_id)) or of_circle.get((member_id, post.circle_id))
            if wish is not None and wish.how == How.EACH and post.created > wish.told:
                due[member_id, post.topic_id].append(post)
    return due


def _recipient(member: Member, posts: list[Post], *, now: datetime) -> outbox.Recipient | None:
    """Return one mail: what is new in one topic, as this member reads it on the page."""
    actor = as_actor(member, now=now)
    topic = posts[0].topic
    topic.circle = posts[0].circle
    person = member.person
    if person is None or not person.email or not may_wish_mail(actor, topic.circle):
        return None
    answers = bool(may_answer_by_mail(actor, topic))
    with translation.override(person.language):
        words = _words(actor, topic, posts, now=now)
        answer = _(
            "Answer this mail, and what you write stands there under your name there. It works until %(day)s, and "
            "only from your own address."
        ) % {"day": day((now + GOOD_FOR).date())}
    return outbox.Recipient(
        to=person.email,
        language=person.language,
        person=person,
        unsubscribe=stop_link(member, STOP),
        sender_name=member.named_outside_as or member.community.named_outside,
        reply_to=new_address(member, topic, now=now) if answers else "",
        about=topic.id,
        fill={"words": words, "answer": answer if answers else "", "stop": stop_link(member, STOP)},
    )


def _words(actor: Member, topic: Topic, posts: list[Post], *, now: datetime) -> str:
    """Return what was written, in an open circle only; what is folded on the page is not said here."""
    if topic.circle.openness != Openness.OPEN:
        return ""
    if quiet_of(actor, now=now).touches("", topic.title, topic.tags):
        return ""
    apart = kept_apart_ids(actor) if any(post.written_by for post in posts) else set()
    for post in posts:
        post.writer_apart = bool(post.written_by and post.written_by.member_id in apart)
    shown = [one for one in said(actor, topic, posts, now=now) if not one.gone]
    return "\n\n".join([f"“{title_of(topic)}”", *(_quoted(one) for one in shown)])


def _quoted(one: Said) -> str:
    if one.folded or one.care:
        return _("%(name)s wrote something with a care note. It stands on the page only.") % {"name": one.by}
    text = markdown.plain(one.post.text).strip()
    if len(text) > LONGEST:
        text = text[:LONGEST].rsplit(" ", 1)[0] + " …"
    hung = _("Something hangs on it; it is on the page.") if one.files else ""
    return "\n".join(part for part in (_("%(name)s wrote:") % {"name": one.by}, text, hung) if part)
