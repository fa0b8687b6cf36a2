"""Reading notices, setting wishes, and the daily letter."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from commonhearth.foundation.access import NotVisible, require
from commonhearth.foundation.accounts import letter_links
from commonhearth.foundation.accounts.models import Person
from commonhearth.foundation.agreements.selectors.letters import answerable_by_letter
from commonhearth.foundation.communities.models import Community
from commonhearth.foundation.members.models import ACTING, Member
from commonhearth.foundation.members.selectors import open_holds
from commonhearth.foundation.notices.access import may_read_notices, may_set_wish
from commonhearth.foundation.notices.models import Letter, Notice, Wish
from commonhearth.foundation.notices.telling import STOPS
from commonhearth.foundation.outbox import Recipient, mail_many
from commonhearth.kit import saying

SALT = "notices.stop"
#: A letter a day at most; a little less than a day, so that it does not wander round the clock.
BETWEEN = timedelta(hours=23)
#: For how long a link in a letter stops the letters.
STOP_FOR = timedelta(days=400)


def mark_read(*, actor: Member, now: datetime) -> None:
    """Put all one's notices away as read.

    Raises:
        Refused: for whoever is not inside.
    """
    require(may_read_notices(actor))
    with transaction.atomic():
        Notice.objects.filter(member=actor, read=False, created__lte=now).update(read=True)


def set_wish(*, actor: Member, letter: str, quiet_from: int, quiet_until: int, now: datetime) -> Wish:
    """Set how one wants to be told.

    Args:
        quiet_from, quiet_until: hours 0 to 23 of one's own clock; equal means no quiet hours.

    Raises:
        Refused: for whoever is not inside.
    """
    require(may_set_wish(actor))
    with transaction.atomic():
        wish, _made = Wish.objects.update_or_create(
            member=actor,
            defaults={"letter": Letter(letter), "quiet_from": quiet_from, "quiet_until": quiet_until},
            create_defaults={
                "letter": Letter(letter),
                "quiet_from": quiet_from,
                "quiet_until": quiet_until,
                "created": now,
            },
        )
    return wish


def stop_token(member: Member, what: str = "") -> str:
    """Return what the link in a letter carries: one member, one act, nothing else.

    Args:
        what: the kind of letter that it stops (`STOPS`); the daily one when nothing is said.
    """
    carried = [str(member.community_id), str(member.id), *([what] if what else [])]
    return signing.dumps(carried, salt=SALT)


def stop_link(member: Member, what: str = "") -> str:
    """Return the address in a letter that stops letters of its kind by one press."""
    return settings.HEARTH_URL + reverse("stop_letters", args=[member.community_id, stop_token(member, what)])


def stop_letters(*, token: str, community: Community, now: datetime) -> None:
    """Stop the letters by the link in one of them, without signing in. Twice is as once.

    Raises:
        NotVisible: for a link that is not ours, is too old, or belongs to another community.
    """
    try:
        community_id, member_id, *what = signing.loads(token, salt=SALT, max_age=STOP_FOR)
    except (signing.BadSignature, ValueError):
        raise NotVisible from None
    if community_id != str(community.id):
        raise NotVisible
    with transaction.atomic():
        member = Member.objects.filter(id=member_id).first()
        if member is None:
            raise NotVisible
        if what:
            STOPS[what[0]](member, now)
            return
        Wish.objects.update_or_create(
            member=member,
            defaults={"letter": Letter.NEVER},
            create_defaults={"letter": Letter.NEVER, "created": now},
        )


def is_quiet(hour: int, quiet_from: int, quiet_until: int) -> bool:
    """Tell whether an hour lies in the quiet hours, which may pass midnight."""
    if quiet_from == quiet_until:
        return False
    if quiet_from < quiet_until:
        return quiet_from <= hour < quiet_until
    return hour >= quiet_from or hour < quiet_until


def send_letters(*, community: Community, now: datetime) -> int:
    """Write the daily letter to each member of the community in reach who has something new.

    The letter names neither community nor contents: that there is something, and where. It goes to
    whoever is here (not away, not on hold), once a day, outside their quiet hours. One rendering serves all.

    Returns:
        How many letters were written.
    """
    with transaction.atomic():
        waiting = list(
            Notice.objects.select_for_update()
            .filter(mailed=None, read=False, member__standing__in=ACTING)
            .filter(~Q(member__person=None) & ~Q(member__person__email=None))
            .exclude(member__in=open_holds(now=now).values("member"))
            .select_related("member__person")
        )
        members = {notice.member_id: notice.member for notice in waiting}
        wishes = {wish.member_id: wish for wish in Wish.objects.filter(member_id__in=members)}
        due = [
            member
            for member in members.values()
            if _is_due(wishes.get(member.id) or Wish(member=member), member, community, now=now)
        ]
        small = answerable_by_letter(due, now=now)
        recipients = [_recipient(member, community, small.get(member.id, []), now=now) for member in due]
        mail_many(
            recipients=recipients,
            template="notices/letter",
            context={},
            now=now,
            kind="letter",
            community=community,
        )
        Notice.objects.filter(id__in=[n.id for n in waiting if n.member in due]).update(mailed=now)
        for member in due:
            wish = wishes.get(member.id) or Wish(member=member, created=now)
            wish.last_letter = now
            wish.save()
    return len(due)


def _is_due(wish: Wish, member: Member, community: Community, *, now: datetime) -> bool:
    if wish.letter == Letter.NEVER or (wish.last_letter and now - wish.last_letter < BETWEEN):
        return False
    return not in_quiet_hours(wish, member, community, now=now)


def in_quiet_hours(wish: Wish, member: Member, community: Community, *, now: datetime) -> bool:
    """Tell whether it is one of the hours of the member's own clock in which nothing is sent to them."""
    zone = getattr(member.person, "time_zone", "") or community.time_zone
    return is_quiet(now.astimezone(ZoneInfo(zone)).hour, wish.quiet_from, wish.quiet_until)


def _recipient(
    member: Member, community: Community, small: list[tuple[UUID, datetime]], *, now: datetime
) -> Recipient:
    person = member.person
    assert person is not None and person.email  # only such members are waited for
    stop = stop_link(member)
    called = member.named_outside_as or community.named_outside
    return Recipient(
        to=person.email,
        language=person.language,
        person=person,
        unsubscribe=stop,
        sender_name=called,
        fill={
            "called": called,
            "home": settings.HEARTH_URL + reverse("home"),
            "small": _small_acts(person, community, small, now=now),
            "stop": stop,
        },
    )


def _small_acts(
    person: Person, community: Community, small: list[tuple[UUID, datetime]], *, now: datetime
) -> str:
    """Return the lines of what may be answered by the letter itself, in the reader's language; "" for nothing."""
    zone = ZoneInfo(person.time_zone or community.time_zone)
    lines = []
    with translation.override(person.language):
        for version_id, closes in small:
            day = saying.day(closes.astimezone(zone).date())
            lines.append(_("If you have no concern about what is before you until %(day)s:") % {"day": day})
            lines.append(
                letter_links.link(
                    act="no-concern",
                    person=person,
                    about=[str(version_id)],
                    community_id=community.id,
                    ends=closes,
                    now=now,
                )
            )
    return "\n".join(lines)
