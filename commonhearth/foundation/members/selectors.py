"""Members as a viewer may see them."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.conf import settings
from django.db.models import Exists, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from commonhearth.foundation import sealed
from commonhearth.foundation.access import NotVisible, Verdict, require
from commonhearth.foundation.members.access import (
    Actor,
    may_admit,
    may_keep_register,
    may_look_after_people,
    may_read_application,
    may_revoke_invitation,
    may_see_members,
)
from commonhearth.foundation.members.models import (
    INSIDE,
    Application,
    Bar,
    Death,
    Hold,
    Invitation,
    KeptApart,
    Member,
    Removal,
)
from commonhearth.foundation.registry import HomeLine, Point
from commonhearth.foundation.tenancy.ready import Ready
from commonhearth.kit import saying

if TYPE_CHECKING:
    from commonhearth.foundation.accounts.models import Person
    from commonhearth.foundation.communities.models import Community

#: Filled by circles: who holds one of these offices now, longest in office first.
OFFICE_HOLDERS: Point[Callable[[frozenset[str], datetime], list[Member]]] = Point("members.office_holders")


@dataclass(frozen=True, slots=True)
class AboutLine:
    """Something that an upper floor offers on the page about a member: heading, sentence, button, address."""

    heading: str
    words: str
    button: str
    url: str


#: Filled by the room for care: whether what comes before somebody is asked to leave has been tried.
BEFORE_LEAVING: Point[Callable[[Member, datetime], Verdict]] = Point("members.before_leaving")
#: Filled by upper floors: (viewer, member) -> what they offer there, or None.
ABOUT: Point[Callable[[Actor, Member], AboutLine | None]] = Point("members.about")


#: Filled by a room: (newcomer, those here for their questions) -> where to write to each who said yes to that.
WRITE_TO_HOSTS: Point[Callable[[Member, list[Member]], dict[UUID, str]]] = Point("members.write_to_hosts")


def ways_to_write(newcomer: Member, hosts: list[Member]) -> dict[UUID, str]:
    """Return where a newcomer writes to those who are here for their questions, by member; only who said yes."""
    closed = newcomer.community.closed_rooms
    asked = [ask for key, ask in WRITE_TO_HOSTS.items() if key.partition(".")[0] not in closed]
    return {member: url for ask in asked for member, url in ask(newcomer, hosts).items()} if hosts else {}


def holders(*offices: str, now: datetime) -> list[Member]:
    """Return the members who hold one of these offices now."""
    found: list[Member] = []
    for ask in OFFICE_HOLDERS:
        found += ask(frozenset(offices), now)
    return found


def own_memberships(person: Person) -> list[Member]:
    """Return a person's rows in every community, read only, inside `in_own_rows`."""
    return list(Member.own.select_related("community").filter(standing__in=[*INSIDE, "applicant", "former"]))


def said_to_have_died(person: Person) -> list[Member]:
    """Return where two people wrote down that this person has died, inside `in_own_rows`: who asks is alive."""
    return list(Member.own.select_related("community").filter(standing="died"))


def places_of(person: Person) -> list[tuple[UUID, str]]:
    """Return the communities in which a person has a place, by id and name, inside `in_own_rows`."""
    return [(member.community.id, member.community.name) for member in own_memberships(person)]


def own_row_at(*, slug: str = "", id: str = "") -> Member | None:
    """Return the person's own row in one community, with the community, inside `in_own_rows`; one query.

    Whether a hold keeps them out is asked when they become an actor (`circles.selectors.as_actor`).
    """
    rows = _own_row_by_slug(slug=slug) if slug else _own_row_by_id(id=UUID(id))
    return rows[0] if rows else None


_own_row_by_slug: Ready[Member] = Ready(
    lambda slug: Member.own.select_related("community").order_by().filter(community__slug=slug)
)
_own_row_by_id: Ready[Member] = Ready(
    lambda id: Member.own.select_related("community").order_by().filter(community=id)
)


def open_holds(*, now: datetime) -> QuerySet[Hold]:
    """Return the holds that keep somebody out now: confirmed and not over, or not yet due to be confirmed."""
    confirmed = Q(confirmed_by__isnull=False, until__gt=now)
    waiting = Q(confirmed_by__isnull=True, confirm_by__gt=now)
    return Hold.objects.filter(confirmed | waiting, lifted=None)


def kept_apart_ids(viewer: Actor) -> set[UUID]:
    """Return the members whom this viewer neither finds nor is found by, in both directions."""
    if not isinstance(viewer, Member):
        return set()
    pairs = KeptApart.objects.filter(Q(asker=viewer) | Q(other=viewer)).values_list("asker_id", "other_id")
    return {other if asker == viewer.id else asker for asker, other in pairs}


def asked_to_be_kept_from(viewer: Member) -> list[Member]:
    """Return whom this member asked to be kept apart from: only their own asking, never the other's."""
    return list(Member.objects.filter(id__in=KeptApart.objects.filter(asker=viewer).values("other_id")))


def members_seen_by(viewer: Actor) -> QuerySet[Member]:
    """Return the members inside, as this viewer may see them.

    Raises:
        NotVisible: when the viewer sees nobody here.
    """
    if not may_see_members(viewer):
        raise NotVisible
    return Member.objects.filter(standing__in=INSIDE).exclude(id__in=kept_apart_ids(viewer))


def member_seen_by(viewer: Actor, member_id: UUID) -> Member:
    """Return one member inside.

    Raises:
        NotVisible: when there is none whom this viewer may see.
    """
    found = members_seen_by(viewer).filter(id=member_id).first()
    if found is None:
        raise NotVisible
    return found


def applications_waiting(viewer: Actor, community: Community) -> list[Application]:
    """Return the open applications that this viewer may answer, oldest first."""
    if not may_admit(viewer, Application(), community):
        return []  # whoever asks, this viewer does not answer: nothing to look for
    waiting = Application.objects.filter(closed=None).select_related("member")
    apart = kept_apart_ids(viewer)
    return [one for one in waiting.order_by("created", "id")[:200] if one.member_id not in apart]


def application_seen_by(viewer: Actor, application_id: UUID, community: Community) -> Application:
    """Return one application.

    Raises:
        NotVisible: when the viewer neither asked nor answers, or is kept apart from who asked.
        Refused: to those in office, when it has been answered already.
    """
    found = (
        Application.objects.filter(id=application_id)
        .select_related("member", "welcomer", "community")
        .first()
    )
    if found is None:
        raise NotVisible
    verdict = may_read_application(viewer, found, community)
    if verdict.code == "answered_already" and may_look_after_people(viewer):
        require(verdict)  # two of them answered at once, or one went back a page
    if not verdict:
        raise NotVisible
    if found.member_id in kept_apart_ids(viewer):
        raise NotVisible
    return found


def own_application(actor: Actor) -> Application | None:
    """Return the actor's own open application."""
    if not isinstance(actor, Member):
        return None
    return Application.objects.filter(member=actor, closed=None).select_related("welcomer").first()


def invitations_of(viewer: Member) -> QuerySet[Invitation]:
    """Return the links this member made by hand, newest first."""
    return Invitation.objects.filter(invited_by=viewer, by_letter=False).select_related("used_by")


def email_digest(email: str) -> str:
    """Return a keyed digest of an address, so that a bar holds without keeping the address."""
    return email_digests(email)[0]


def email_digests(email: str) -> list[str]:
    """Return what `email_digest` makes of an address, and what it made under the host's older keys."""
    address, keys = email.strip().casefold().encode(), (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    return [hmac.new(key.encode(), address, hashlib.sha256).hexdigest() for key in keys]


def is_barred(person: Person) -> bool:
    """Whether this person may not come back, under any name or invitation."""
    digests = email_digests(person.email) if person.email else []
    known = Q(person=person) | Q(email_digest__in=digests)
    return Bar.objects.filter(known, lifted=None).exists()


def name_in_use(name: str, word: str, *, but: Member | None = None) -> list[Member]:
    """Return those inside, or asking, who are known by this name and word."""
    same = Member.objects.filter(name__iexact=name.strip(), word__iexact=word.strip())
    same = same.filter(standing__in=[*INSIDE, "applicant"])
    return list(same.exclude(id=but.id) if but else same)


def invitation_seen_by(viewer: Actor, invitation_id: UUID) -> Invitation:
    """Return one link, to who made it or to a steward.

    Raises:
        NotVisible: to anyone else.
    """
    found = Invitation.objects.filter(id=invitation_id).first()
    if found is None or not may_revoke_invitation(viewer, found):
        raise NotVisible
    return found


REGISTER_PAGE = 50


def register_page(viewer: Actor, *, after: str = "") -> tuple[list[Member], str]:
    """Return one page of the register in order of coming, and the key of the next page or "".

    Raises:
        Refused: for whoever is not the registrar.
    """
    require(may_keep_register(viewer))
    rows = (
        Member.objects.exclude(standing="applicant")
        .select_related("register_entry")
        .order_by("created", "id")
    )
    if after:
        moment, _dash, last = after.partition("_")
        try:
            key = (datetime.fromisoformat(moment), UUID(last))
        except ValueError:
            raise NotVisible from None
        rows = rows.filter(Q(created__gt=key[0]) | Q(created=key[0], id__gt=key[1]))
    found = list(rows[: REGISTER_PAGE + 1])
    more = len(found) > REGISTER_PAGE
    found = found[:REGISTER_PAGE]
    return found, f"{found[-1].created.isoformat()}_{found[-1].id}" if more else ""


def register_entry(viewer: Actor, member_id: UUID) -> tuple[Member, str]:
    """Return a member and their legal name, or "" where none is entered, to the registrar.

    Raises:
        Refused: for whoever is not the registrar.
        NotVisible: when there is no such member.
    """
    require(may_keep_register(viewer))
    member = Member.objects.filter(id=member_id).select_related("register_entry").first()
    if member is None:
        raise NotVisible
    entry = getattr(member, "register_entry", None)
    return member, (sealed.open_all([entry.legal_name], viewer=viewer)[0] or "") if entry else ""


def people_who_wait(member: Member, now: datetime) -> list[HomeLine]:
    """Say that somebody asked to join and waits for this member's answer."""
    waiting = applications_waiting(member, member.community)
    if not waiting:
        return []
    first = waiting[0]
    if len(waiting) == 1:
        sentence = _("%(name)s asked to join and hears from you by %(day)s.")
    else:
        sentence = ngettext(
            "%(name)s and %(more)s other asked to join. The first hears by %(day)s.",
            "%(name)s and %(more)s others asked to join. The first hears by %(day)s.",
            len(waiting) - 1,
        )
    words = {"name": first.member.name, "more": len(waiting) - 1, "day": saying.day(first.hear_by)}
    return [HomeLine(sentence % words, reverse("members:askings", args=[member.community.slug]), order=10)]


def second_eyes(member: Member, now: datetime) -> list[HomeLine]:
    """Say to those in office that something one person began waits for a second."""
    if not may_look_after_people(member):
        return []
    [waiting] = _waits_for_second(member=member.id, now=now)
    if not any(waiting):
        return []
    sentence = _("Something waits for a second pair of eyes.")
    return [HomeLine(sentence, reverse("members:office", args=[member.community.slug]), order=5)]


def _what_waits_for_second(member: UUID, now: datetime) -> QuerySet[Any]:
    # Nothing about oneself, nor about somebody kept apart: the desk behind this line shows neither.
    asked = KeptApart.objects.filter(asker=member).values("other_id")
    was_asked = KeptApart.objects.filter(other=member).values("asker_id")
    holds = open_holds(now=now).filter(confirmed_by=None).exclude(placed_by=member)
    removals = Removal.objects.filter(seconded_by=None, withdrawn=None, done=None).exclude(asked_by=member)
    deaths = Death.objects.filter(confirmed_by=None, undone=None).exclude(said_by=member)
    questions = [
        Exists(rows.exclude(member=member).exclude(member__in=asked).exclude(member__in=was_asked))
        for rows in (holds, removals, deaths)
    ]
    # Three questions in one query.
    return Member.objects.filter(id=member).values_list(*questions)


_waits_for_second: Ready[tuple[bool, ...]] = Ready(_what_waits_for_second)


def here_for_questions(newcomer: Member, *, now: datetime) -> list[Member]:
    """Return who is here for a newcomer's questions: who welcomed them, and the welcomers; at most three."""
    apart = kept_apart_ids(newcomer) | {newcomer.id}
    found = {member.id: member for member in holders("welcomer", now=now)}
    host = newcomer.welcomed_by
    if host is not None and host.is_acting:
        found.setdefault(host.id, host)
    return [member for member in found.values() if member.id not in apart and member.is_acting][:3]


def hold_on(member: Member, *, now: datetime) -> Hold | None:
    """Return the hold that keeps a member out now; it says whom to talk to and until when."""
    return open_holds(now=now).filter(member=member).order_by("created").first()


def removal_of(member: Member) -> Removal | None:
    """Return the confirmed asking to leave that waits to take effect, for the member it concerns."""
    return Removal.objects.filter(member=member, seconded_by__isnull=False, withdrawn=None, done=None).first()


@dataclass(frozen=True, slots=True)
class OfficeDesk:
    """What waits for those who hold an office: nothing of it is shown to anybody else."""

    newcomers: list[Member]
    holds: list[Hold]
    removals: list[Removal]
    deaths: list[Death]
    gone: list[Member]
    bars: list[Bar]


def office_desk(viewer: Actor, *, now: datetime) -> OfficeDesk:
    """Return what waits for somebody in office, oldest first; of oneself only what one has been told.

    Raises:
        NotVisible: for whoever holds none of the offices that look after people.
    """
    if not may_look_after_people(viewer):
        raise NotVisible
    apart = kept_apart_ids(viewer)

    def seen(rows: QuerySet[Any]) -> list[Any]:
        return [row for row in rows.select_related("member")[:100] if row.member_id not in apart]

    newcomers = Member.objects.filter(standing="guest").exclude(id__in=apart).order_by("trial_until", "id")
    gone = Member.objects.filter(standing__in=["former", "removed"]).exclude(id__in=apart)
    return OfficeDesk(
        newcomers=list(newcomers[:100]),
        holds=seen(open_holds(now=now).order_by("created")),
        removals=seen(
            Removal.objects.filter(withdrawn=None, done=None)
            .exclude(member=viewer, seconded_by=None)
            .order_by("created")
        ),
        deaths=seen(Death.objects.filter(undone=None).order_by("created")),
        gone=list(gone.order_by("-created")[:50]),
        bars=seen(Bar.objects.filter(lifted=None).order_by("created")),
    )


def member_in_office_reach(viewer: Actor, member_id: UUID) -> Member:
    """Return a member, inside or out, for an act of office or for saying that they have died.

    Raises:
        NotVisible: when there is none, when it is the viewer, or when they are kept apart.
    """
    found = Member.objects.filter(id=member_id).exclude(standing="applicant").first()
    if found is None or not may_see_members(viewer) or found.id in kept_apart_ids(viewer):
        raise NotVisible
    if found.standing not in INSIDE and not may_look_after_people(viewer):
        raise NotVisible
    return found


def death_waiting(member: Member) -> Death | None:
    """Return the entry that somebody has died, waiting or confirmed, if there is one."""
    return Death.objects.filter(member=member, undone=None).first()


def hold_in_reach(viewer: Actor, row_id: UUID) -> Hold:
    """Return a hold for an act of office, or raise NotVisible."""
    return _in_reach(viewer, Hold, row_id)


def removal_in_reach(viewer: Actor, row_id: UUID) -> Removal:
    """Return an asking to leave for an act of office, or raise NotVisible."""
    return _in_reach(viewer, Removal, row_id)


def bar_in_reach(viewer: Actor, row_id: UUID) -> Bar:
    """Return a bar for an act of office, or raise NotVisible."""
    return _in_reach(viewer, Bar, row_id)


def death_in_reach(viewer: Actor, row_id: UUID) -> Death:
    """Return the entry that somebody has died, which any full member may confirm, or raise NotVisible.

    Whom it says to have died reaches it too: a mistake is theirs to undo.
    """
    found = Death.objects.filter(id=row_id).select_related("member").first()
    if found is not None and isinstance(viewer, Member) and found.member_id == viewer.id:
        return found
    if found is None or not may_see_members(viewer) or found.member_id in kept_apart_ids(viewer):
        raise NotVisible
    return found


def _in_reach(viewer: Actor, model: type[Any], row_id: UUID) -> Any:
    found = model.objects.filter(id=row_id).select_related("member").first()
    if found is None or not may_look_after_people(viewer) or found.member_id in kept_apart_ids(viewer):
        raise NotVisible
    return found
