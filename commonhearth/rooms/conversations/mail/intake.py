"""From a mail to a post: once, by the member whose address it came to, or not at all."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from commonhearth.foundation.access import Refused, no
from commonhearth.foundation.accounts import vault
from commonhearth.foundation.circles.selectors import as_actor
from commonhearth.foundation.communities.models import Community
from commonhearth.foundation.files.arriving import Accepted, NotAccepted, accept
from commonhearth.foundation.members.models import Member
from commonhearth.foundation.notices import tell
from commonhearth.foundation.outbox import mail
from commonhearth.foundation.tenancy import in_community
from commonhearth.foundation.tenancy.lasting import over
from commonhearth.rooms.conversations.access.replies import may_answer_by_mail
from commonhearth.rooms.conversations.mail import addresses, reading, unquoting
from commonhearth.rooms.conversations.mail.reading import Came, NotRead
from commonhearth.rooms.conversations.models import MailSeen, ParkedReply, ReplyAddress, Topic
from commonhearth.rooms.conversations.models.posts import LONGEST_POST
from commonhearth.rooms.conversations.services.incoming import MAIL_IN
from commonhearth.rooms.conversations.services.writing import write_post

PURPOSE = "reply-address"
#: How long something waits for a press, and how long a mail's digest is known.
WAITS = timedelta(days=14)


class _No(Exception):
    """It is not posted; the member is told why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def receive(raw: bytes, *, now: datetime) -> str:
    """Take a mail in; return in one word what became of it.

    Returns:
        posted, parked, what another room says of a mail of its own,
        or why nothing came of it: off, automatic, unknown, seen, or a refusal's code. Only a
        refusal is answered, and only to the member's own address, so that nobody else ever gets a mail by it.
    """
    became = next((word for ask in MAIL_IN if (word := ask(raw, now))), "")
    if became:
        return became
    if not addresses.is_on():
        return "off"
    try:
        came = reading.read(raw)
    except NotRead as problem:
        return problem.code
    if came.automatic:
        return "automatic"
    community_id = addresses.read(came.token)
    community = Community.objects.filter(id=community_id).first() if community_id else None
    if community is None or community.frozen_since:
        return "unknown"
    words = _words(came)
    with transaction.atomic(), in_community(community.id):
        digest = vault.digest(came.token, purpose=PURPOSE)
        found = ReplyAddress.objects.select_related("member__person", "topic__circle").filter(digest=digest)
        address = found.first()
        if address is None:
            return "unknown"
        _seen, first = MailSeen.objects.get_or_create(digest=came.digest, defaults={"created": now})
        if not first:
            return "seen"
        try:
            return _take(came, words, address, now=now)
        except _No as refusal:
            _answer(address.member, refusal.code, now=now)
            return refusal.code


def _words(came: Came) -> str | None:
    """Return what is not quoted, outside of any transaction; None when it cannot be told."""
    try:
        return unquoting.own_words(came.text) if came.text else ""
    except unquoting.TooStrange:
        return None


def _take(came: Came, words: str | None, address: ReplyAddress, *, now: datetime) -> str:
    member = as_actor(address.member, now=now)
    topic: Topic = address.topic
    verdict = may_answer_by_mail(member, topic)
    if not verdict:
        raise _No("replies_may_not")
    if address.expires <= now:
        raise _No("replies_expired")
    if words is None:
        raise _No("replies_strange")
    if len(words) > LONGEST_POST:
        raise _No("replies_too_long")
    attached = _attached(came)
    if not words and not attached:
        raise _No("replies_empty")
    person = member.person
    if person is None or came.sender != (person.email or "").lower() or came.doubted or not came.vouched:
        _park(member, topic, words, now=now)
        return "parked"
    try:
        write_post(actor=member, topic=topic, text=words, attached=attached, now=now)
    except Refused as refused:
        first = refused.verdict.code == "rules_first"
        raise _No("replies_rules_first" if first else "replies_may_not") from None
    return "posted"


def _attached(came: Came) -> list[Accepted]:
    """Return what hangs on it, looked into and cleaned like anything sent on a page."""
    try:
        return [accept(name, data) for name, data in came.files]
    except NotAccepted:
        raise _No("replies_file") from None


def _park(member: Member, topic: Topic, words: str, *, now: datetime) -> None:
    """Keep its words for the member's own press. What hangs on it is left out, and the page says so."""
    parked = ParkedReply(member=member, topic=topic, expires=now + WAITS, created=now)
    parked.text = words
    parked.save()
    tell(
        member=member,
        code="reply.parked",
        url_name="conversations:reply_parked",
        url_args=[str(parked.id)],
        now=now,
    )


def _answer(member: Member, code: str, *, now: datetime) -> None:
    """Tell the member, at their own address, that nothing was posted, naming nothing from inside."""
    person = member.person
    if person is not None and person.email and member.is_inside:
        called = member.named_outside_as or member.community.named_outside
        mail(
            to=person.email,
            template="conversations/not_posted",
            context={"why": no(code)},
            kind="reply",
            community=member.community,
            person=person,
            language=person.language,
            sender_name=called,
            now=now,
        )


def forget(*, now: datetime) -> None:
    """Forget, in the community in reach, addresses and parked answers whose day is over."""
    over(ReplyAddress, now=now).delete()
    over(ParkedReply, now=now).delete()


def forget_seen(*, now: datetime) -> None:
    """Forget which mails came in long ago."""
    over(MailSeen, now=now).delete()
