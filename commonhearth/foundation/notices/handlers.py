"""What is told at news from below."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from commonhearth.foundation.agreements.events import VersionInForce, VersionProposed
from commonhearth.foundation.circles.events import (
    CircleAskingDeclined,
    CircleInvited,
    RoleGiven,
    SomeoneNeeded,
)
from commonhearth.foundation.circles.models import CircleMembership, Role
from commonhearth.foundation.communities.events import LetterErased, ReachedOut
from commonhearth.foundation.communities.models import ReachOut
from commonhearth.foundation.events import hears
from commonhearth.foundation.members.access import is_left_to_a_circle
from commonhearth.foundation.members.events import (
    JoiningAnswered,
    JoiningAsked,
    MemberAdmitted,
    MemberDeathUndone,
    MemberDied,
    MemberErased,
    MemberLeft,
    RemovalConfirmed,
    VoiceChosen,
)
from commonhearth.foundation.members.models import INSIDE, Application, Member, Removal
from commonhearth.foundation.members.selectors import holders, kept_apart_ids
from commonhearth.foundation.notices.models import Notice
from commonhearth.foundation.notices.sms import numbers
from commonhearth.foundation.notices.tasks import rules_changed, someone_needed, wording_shown
from commonhearth.foundation.notices.telling import tell
from commonhearth.foundation.outbox import mail
from commonhearth.foundation.recovery.events import RecoveryBegun
from commonhearth.foundation.recovery.models import Recovery
from commonhearth.foundation.sealed import erasure


@hears(JoiningAsked)
def tell_those_who_answer(event: JoiningAsked) -> None:
    """Tell the stewards and welcomers that somebody asked; where two members admit, home says it to all."""
    application = Application.objects.select_related("member", "community").get(id=event.application_id)
    if is_left_to_a_circle(application.community):
        return  # the circle's people see it on their home; a notice would name the circle's business
    apart = kept_apart_ids(application.member)
    for member in holders("steward", "welcomer", now=event.now):
        if member.id not in apart:
            tell(
                member=member,
                code="joining.asked",
                params={"name": application.member.name},
                url_name="members:asking",
                url_args=[str(application.id)],
                now=event.now,
            )


@hears(JoiningAnswered)
def tell_the_one_who_asked(event: JoiningAnswered) -> None:
    """Tell who asked that they are in, by mail at once: they are waiting. A no is a person's letter."""
    if not event.welcome:
        return
    member = Member.objects.select_related("person", "community").get(id=event.member_id)
    tell(member=member, code="joining.welcome", now=event.now)
    called = member.named_outside_as or member.community.named_outside
    if member.person and member.person.email:
        mail(
            to=member.person.email,
            template="notices/welcome",
            context={"name": member.name, "called": called},
            kind="joining",
            community=member.community,
            person=member.person,
            language=member.person.language,
            sender_name=called,
            now=event.now,
        )


@hears(VoiceChosen)
def tell_the_chosen_voice(event: VoiceChosen) -> None:
    """Tell who was chosen to write down somebody's words, and lead them to what they may do for them."""
    tell(
        member=Member.objects.get(id=event.voice_id),
        code="member.voice",
        params={"name": Member.objects.get(id=event.member_id).name},
        url_name="members:about",
        url_args=[str(event.member_id)],
        now=event.now,
    )


@hears(MemberAdmitted)
def offer_a_word_to_both(event: MemberAdmitted) -> None:
    """Two of one name: whoever has no telling word yet is offered one, inside, and never a number."""
    new = Member.objects.get(id=event.member_id)
    same = Member.objects.filter(name__iexact=event.name, standing__in=INSIDE).exclude(id=new.id)
    others = list(same.exclude(id__in=kept_apart_ids(new)))
    for member in [*others, new] if others else []:
        if not member.word:
            tell(
                member=member,
                code="name.shared",
                params={"name": event.name},
                url_name="members:you_here",
                now=event.now,
            )


@hears(ReachedOut)
def tell_those_who_write_back(event: ReachedOut) -> None:
    """Tell the stewards and welcomers of a letter from outside and its answer-by day."""
    letter = ReachOut.objects.get(id=event.message_id)
    for member in holders("steward", "welcomer", now=event.now):
        tell(
            member=member,
            code="letter.came",
            params={"name": letter.name, "day": letter.answer_by.strftime("%-d %B")},
            url_name="communities:letter",
            url_args=[str(letter.id)],
            now=event.now,
        )


@hears(RemovalConfirmed)
def tell_whom_it_concerns(event: RemovalConfirmed) -> None:
    """Tell somebody who is asked to leave: from when, and whom to appeal to. By mail too."""
    removal = Removal.objects.select_related("member__person", "member__community").get(id=event.removal_id)
    member, day = removal.member, removal.takes_effect.strftime("%-d %B %Y")
    params = {"day": day, "who": removal.appeal_to}
    tell(member=member, code="removal.told", params=params, now=event.now)
    if member.person and member.person.email:
        mail(
            to=member.person.email,
            template="notices/removal",
            context={"name": member.name, **params},
            kind="removal",
            community=member.community,
            person=member.person,
            sender_name=member.named_outside_as or member.community.named_outside,
            now=event.now,
        )


@hears(LetterErased)
def let_go_of_the_letter(event: LetterErased) -> None:
    """What told those who answer of a letter goes with it."""
    told = Notice.objects.filter(url_name="communities:letter", url_args=[str(event.message_id)])
    erasure.erase_all(told)


@hears(MemberLeft)
def let_go_of_the_number(event: MemberLeft) -> None:
    """Nothing wakes somebody who has left, so their number goes."""
    numbers.let_go(Member.objects.get(id=event.member_id), now=event.now)


@hears(MemberErased)
def let_go_of_what_names_them(event: MemberErased) -> None:
    """Others' notices that name somebody who erases what is theirs, or lead to their asking, go as well."""
    askings = [
        str(id) for id in Application.objects.filter(member_id=event.member_id).values_list("id", flat=True)
    ]
    others = Notice.objects.exclude(member_id=event.member_id).exclude(params={})
    gone = [
        notice
        for notice in others.iterator()
        if set(map(str, notice.params.values())) & set(event.names)
        or set(map(str, notice.url_args)) & set(askings)
    ]
    erasure.erase_all(gone)


@hears(MemberDied)
def say_nothing_more(event: MemberDied) -> None:
    """No letter counts what is to somebody who has died, or about them; a person tells the others."""
    _to_or_about(event.member_id, mailed=None).update(mailed=event.now)


@hears(MemberDeathUndone)
def count_again(event: MemberDeathUndone) -> None:
    """It was a mistake: what no letter was to count since then is counted again."""
    _to_or_about(event.member_id, mailed=event.since).update(mailed=None)


def _to_or_about(member_id: UUID, *, mailed: datetime | None) -> QuerySet[Notice]:
    """Return the notices to a member, or about them by a name of theirs, that stand so with the letter."""
    rows = Notice.objects.filter(mailed=mailed)
    names = set(CircleMembership.objects.filter(member_id=member_id).values_list("name", flat=True))
    about = [
        notice.id for notice in rows.exclude(params={}).iterator() if names & set(notice.params.values())
    ]
    return rows.filter(Q(member_id=member_id) | Q(id__in=about))


@hears(CircleInvited)
def tell_who_is_invited(event: CircleInvited) -> None:
    """A door is open. Which circle's is said on the circle's own page only."""
    member = Member.objects.get(id=event.member_id)
    tell(member=member, code="circle.invited", url_name="circles:tree", now=event.now)


@hears(CircleAskingDeclined)
def tell_kindly(event: CircleAskingDeclined) -> None:
    """The answer was no; nothing is kept of why."""
    member = Member.objects.get(id=event.member_id)
    tell(member=member, code="circle.not_now", url_name="circles:tree", now=event.now)


@hears(RoleGiven)
def tell_the_holder(event: RoleGiven) -> None:
    """Somebody holds a role for a term: they hear of it, and until when."""
    role = Role.objects.select_related("holder__member").get(id=event.role_id)
    if role.holder is not None:
        tell(
            member=role.holder.member,
            code="circle.role_given",
            params={"day": role.ends.strftime("%-d %B %Y")},
            url_name="circles:roles",
            url_args=[str(event.circle_id)],
            now=event.now,
        )


@hears(SomeoneNeeded)
def tell_the_circle_that_someone_is_needed(event: SomeoneNeeded) -> None:
    """A job tells the circle's people, however many they are."""
    someone_needed.enqueue(str(event.circle_id))


@hears(VersionProposed)
def tell_the_circle_that_a_wording_is_shown(event: VersionProposed) -> None:
    """A job tells the circle's people, however many they are."""
    wording_shown.enqueue(str(event.version_id), str(event.circle_id))


@hears(VersionInForce)
def ask_to_read_what_changed(event: VersionInForce) -> None:
    """A job asks the circle's people to read a ground rule that is new to them."""
    rules_changed.enqueue(str(event.version_id), str(event.circle_id))


@hears(RecoveryBegun)
def tell_who_can_stop_it(event: RecoveryBegun) -> None:
    """Somebody is to come back by a new sign-in: whom it is about, the two who vouched and the stewards hear of it."""
    found = Recovery.objects.select_related("member", "first_by", "second_by").get(id=event.recovery_id)
    told = {found.first_by_id: found.first_by, found.member_id: found.member}
    told |= {member.id: member for member in holders("steward", now=event.now)}
    apart = kept_apart_ids(found.member)
    for member in told.values():
        if member.id not in apart and member.id != found.second_by_id:
            tell(
                member=member,
                code="recovery.about_you" if member.id == found.member_id else "recovery.begun",
                params={} if member.id == found.member_id else {"name": found.member.name},
                url_name="recovery:recovery",
                url_args=[str(found.id)],
                now=event.now,
            )
