"""Asking to join, being let in, getting to know each other, becoming a full member."""

from __future__ import annotations

import json
from datetime import datetime, timedelta

from django.db import transaction

from commonhearth.foundation import logbook
from commonhearth.foundation.access import require
from commonhearth.foundation.accounts.models import Person
from commonhearth.foundation.communities.models import Admission, Community
from commonhearth.foundation.events import announce
from commonhearth.foundation.members.access import (
    Actor,
    may_add_without_sign_in,
    may_admit,
    may_ask_to_join,
    may_choose_voice,
    may_confirm_trial,
    may_withdraw_application,
)
from commonhearth.foundation.members.events import JoiningAnswered, JoiningAsked, MemberAdmitted, VoiceChosen
from commonhearth.foundation.members.models import Application, Endorsement, Member, Standing
from commonhearth.foundation.members.selectors import holders, is_barred, kept_apart_ids, name_in_use
from commonhearth.foundation.members.services.standing import locked, one_name_at_a_time, set_standing
from commonhearth.foundation.outbox import mail

#: Members' yeses that admit somebody where the community chose "two members".
TWO = 2


class NameInUse(Exception):
    """Somebody here is known by this name; both may choose a word to tell them apart."""

    def __init__(self, name: str, word: str) -> None:
        super().__init__(name)
        self.name = name
        self.word = word


class Barred(Exception):
    """This person may not come back here. Says whom to write to, never who set it or why."""

    def __init__(self, appeal_contact: str) -> None:
        super().__init__("barred")
        self.appeal_contact = appeal_contact


class NothingToAnswer(Exception):
    """The application has been answered or withdrawn meanwhile."""


def ask_to_join(
    *,
    actor: Actor,
    community: Community,
    name: str,
    word: str = "",
    answers: list[dict[str, str]] | None = None,
    now: datetime,
) -> Application:
    """Ask to join; the asker sees a first name and the date they will hear by.

    Args:
        answers: [{"question": ..., "answer": ...}] in the community's own questions.

    Raises:
        Refused: where the community takes nobody in, or the person has standing here.
        Barred: when the community has barred this person.
    """
    require(may_ask_to_join(actor, community))
    person = actor.person if isinstance(actor, Member) else actor
    assert isinstance(person, Person)  # the rule lets only signed-in people this far
    with transaction.atomic():
        one_name_at_a_time(community.id)
        if is_barred(person):
            raise Barred(community.appeal_contact)
        member = Member.objects.select_for_update().filter(person=person).first()
        if member is not None:
            require(may_ask_to_join(member, community))
        # Whether the name is in use is asked about inside: at the door it would tell who is a member.
        if member is None:
            member = Member(person=person, standing=Standing.APPLICANT, created=now)
        member.name, member.word = name.strip(), word.strip()
        member.save()
        set_standing(member, Standing.APPLICANT, now=now)
        apart = kept_apart_ids(member)
        first = [one for one in holders("welcomer", "steward", now=now) if one.id not in apart][:1]
        application = Application.objects.create(
            member=member,
            answers=json.dumps(answers or [], ensure_ascii=False),
            hear_by=(now + timedelta(days=community.answer_days)).date(),
            welcomer=first[0] if first else None,
            created=now,
        )
        logbook.write(actor=member, verb="member.asked", now=now)
        announce(JoiningAsked(application.id, now))
    return application


def withdraw(*, actor: Actor, application: Application, now: datetime) -> None:
    """Take one's asking back. Leaves the same trace as a no: none.

    Raises:
        Refused: when it is not the actor's own, or it is answered.
    """
    require(may_withdraw_application(actor, application))
    with transaction.atomic():
        application = _open(application)
        _close(application, now=now, forget=True)
        set_standing(application.member, Standing.FORMER, now=now)


def endorse(*, actor: Member, application: Application, community: Community, now: datetime) -> bool:
    """Say yes to somebody who asked; when that is enough, they are let in.

    Returns:
        Whether they are in now (two members are needed where the community chose so).

    Raises:
        Refused: when the community's rule does not give this member the say.
        NothingToAnswer: when somebody was quicker.
    """
    require(may_admit(actor, application, community))
    with transaction.atomic():
        application = _open(application)
        Endorsement.objects.get_or_create(application=application, by=actor, defaults={"created": now})
        if (
            community.admission == Admission.TWO_MEMBERS
            and application.endorsements.count() < _yeses_needed()
        ):
            return False
        member = locked(application.member)
        _close(application, now=now)
        _admit(member, community, welcomed_by=application.welcomer or actor, now=now)
        logbook.write(actor=actor, verb="member.admitted", now=now, about={"member": str(member.pseudonym)})
        announce(JoiningAnswered(member.id, True, now))
    return True


def _yeses_needed() -> int:
    """Return how many yeses let somebody in where two do: all there can be, where only one could say it."""
    can = Member.objects.filter(standing__in=[Standing.MEMBER, Standing.PAUSED], person__isnull=False)
    return min(TWO, can.count())


def _admit(member: Member, community: Community, *, welcomed_by: Member | None, now: datetime) -> None:
    guest = community.trial_days > 0
    member.trial_until = (now + timedelta(days=community.trial_days)).date() if guest else None
    member.welcomed_by = welcomed_by
    member.welcome_done = []
    member.save(update_fields=["trial_until", "welcomed_by", "welcome_done"])
    set_standing(member, Standing.GUEST if guest else Standing.MEMBER, now=now)
    announce(MemberAdmitted(member.id, member.name, member.word, now))


def decline(
    *,
    actor: Member,
    application: Application,
    community: Community,
    letter: str,
    elsewhere: list[str],
    now: datetime,
) -> bool:
    """Say no as a person, with two other places to go. The letter is sent, not kept.

    Args:
        letter: the words to the person, signed with the actor's name.
        elsewhere: two other places they could turn to.

    Returns:
        Whether a letter went out; somebody without e-mail has to be told in person.

    Raises:
        Refused: when the community's rule does not give this member the say.
        NothingToAnswer: when it has been answered.
    """
    require(may_admit(actor, application, community))
    with transaction.atomic():
        application = _open(application)
        member = locked(application.member)
        _close(application, now=now, forget=True)
        set_standing(member, Standing.FORMER, now=now)
        address = member.person.email if member.person else None
        if address:
            mail(
                to=address,
                template="members/joining_no",
                context={
                    "name": member.name,
                    "letter": letter,
                    "elsewhere": elsewhere,
                    "from_name": actor.name,
                },
                kind="joining",
                community=community,
                person=member.person,
                now=now,
            )
        announce(JoiningAnswered(member.id, False, now))
    return bool(address)


def confirm_trial(*, actor: Member, member: Member, now: datetime) -> Member:
    """Getting to know each other is over: the newcomer is a full member, with a vote.

    Raises:
        Refused: when the actor may not, or the member is no newcomer.
    """
    require(may_confirm_trial(actor, member))
    with transaction.atomic():
        member = locked(member)
        require(may_confirm_trial(actor, member))
        member.trial_until = None
        member.save(update_fields=["trial_until"])
        set_standing(member, Standing.MEMBER, now=now)
        logbook.write(actor=actor, verb="member.confirmed", now=now, about={"member": str(member.pseudonym)})
    return member


def add_without_sign_in(
    *, actor: Member, name: str, word: str = "", speaks_through: Member | None, now: datetime
) -> Member:
    """Add somebody who takes part without a sign-in; a member they chose records their words.

    Raises:
        Refused: when the actor may not.
        NameInUse: when somebody here is known by this name and word.
    """
    require(may_add_without_sign_in(actor))
    with transaction.atomic():
        one_name_at_a_time(actor.community_id)
        if name_in_use(name, word):
            raise NameInUse(name, word)
        member = Member.objects.create(
            name=name.strip(),
            word=word.strip(),
            standing=Standing.MEMBER,
            speaks_through=speaks_through,
            created=now,
        )
        set_standing(member, Standing.MEMBER, now=now)
        logbook.write(actor=actor, verb="member.added", now=now, about={"member": str(member.pseudonym)})
        announce(MemberAdmitted(member.id, member.name, member.word, now))
        _tell_voice(actor, member, now=now)
    return member


def _tell_voice(actor: Member, member: Member, *, now: datetime) -> None:
    """Let the chosen one hear of it, unless they noted it themselves."""
    voice = member.speaks_through_id
    if voice is not None and voice != actor.id:
        announce(VoiceChosen(member.id, voice, now))


def choose_voice(*, actor: Member, member: Member, speaks_through: Member | None, now: datetime) -> Member:
    """Say whom somebody without a sign-in chose to write down their words from now on; None for nobody.

    Raises:
        Refused: when the actor may not, or they have a sign-in of their own.
    """
    require(may_choose_voice(actor, member))
    with transaction.atomic():
        member = locked(member)
        if member.speaks_through != speaks_through:
            member.speaks_through = speaks_through
            member.save(update_fields=["speaks_through"])
            about = {"member": str(member.pseudonym)}
            logbook.write(actor=actor, verb="member.voice_chosen", now=now, about=about)
            _tell_voice(actor, member, now=now)
    return member


def _open(application: Application) -> Application:
    """Return the application locked, or say that it has been answered.

    Raises:
        NothingToAnswer: when it is closed.
    """
    row = Application.objects.select_for_update().select_related("member", "community").get(id=application.id)
    if row.closed is not None:
        raise NothingToAnswer
    return row


def _close(application: Application, *, now: datetime, forget: bool = False) -> None:
    """Close it; where nobody came in, what they told of themselves is not kept."""
    application.closed = now
    if forget:
        application.answers = ""
    application.save(update_fields=["closed", "answers"] if forget else ["closed"])
