"""A member's own choices: name, how the community is named outside, paper, first-weeks suggestions."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from commonhearth.foundation.access import require
from commonhearth.foundation.events import announce
from commonhearth.foundation.members.access import may_answer_newcomers, may_change_own
from commonhearth.foundation.members.events import MemberRenamed
from commonhearth.foundation.members.models import Member
from commonhearth.foundation.members.selectors import name_in_use
from commonhearth.foundation.members.services.joining import NameInUse
from commonhearth.foundation.members.services.standing import locked, one_name_at_a_time


def rename(*, actor: Member, name: str, word: str = "", now: datetime) -> Member:
    """Be known by another name in the community.

    Raises:
        Refused: when the actor is not inside.
        NameInUse: when somebody here is known by this name and word.
    """
    require(may_change_own(actor))
    with transaction.atomic():
        one_name_at_a_time(actor.community_id)
        member = locked(actor)
        if name_in_use(name, word, but=member):
            raise NameInUse(name, word)
        member.name, member.word = name.strip(), word.strip()
        member.save(update_fields=["name", "word"])
        announce(MemberRenamed(member.id, member.name, member.word, now))
    return member


def set_named_outside(*, actor: Member, name: str) -> Member:
    """Choose how the community is named to this member in mail, calendars and envelopes.

    Raises:
        Refused: when the actor is not inside.
    """
    require(may_change_own(actor))
    with transaction.atomic():
        member = locked(actor)
        member.named_outside_as = name.strip()
        member.save(update_fields=["named_outside_as"])
    return member


def set_paper(*, actor: Member, name: str) -> Member:
    """Choose the name printed on paper; empty means not named on paper.

    Raises:
        Refused: when the actor is not inside.
    """
    require(may_change_own(actor))
    with transaction.atomic():
        member = locked(actor)
        member.paper = name.strip()
        member.save(update_fields=["paper"])
    return member


def set_address_along(*, actor: Member, along: bool) -> Member:
    """Choose whether one's e-mail address goes along when the community moves to another host.

    Raises:
        Refused: when the actor is not inside.
    """
    require(may_change_own(actor))
    with transaction.atomic():
        member = locked(actor)
        member.address_along = along
        member.save(update_fields=["address_along"])
    return member


def set_answers_when(*, actor: Member, words: str) -> Member:
    """Say when and how one usually answers newcomers' questions; empty says nothing.

    Raises:
        Refused: when the actor is not there for newcomers.
    """
    require(may_answer_newcomers(actor))
    with transaction.atomic():
        member = locked(actor)
        member.answers_when = words.strip()
        member.save(update_fields=["answers_when"])
    return member


def put_away_suggestion(*, actor: Member, suggestion: str) -> Member:
    """Put one of the first-weeks suggestions away for good.

    Raises:
        Refused: when the actor is not inside.
    """
    require(may_change_own(actor))
    with transaction.atomic():
        member = locked(actor)
        if suggestion not in member.welcome_done:
            member.welcome_done = [*member.welcome_done, suggestion]
            member.save(update_fields=["welcome_done"])
    return member
