"""Come with me: asking, saying that one can, choosing, ending. None of it is written into the logbook."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from commonhearth.foundation.access import NotVisible, require
from commonhearth.foundation.members.models import Member
from commonhearth.foundation.members.selectors import kept_apart_ids
from commonhearth.foundation.notices.telling import tell
from commonhearth.foundation.sealed import erasure
from commonhearth.foundation.tenancy.lasting import over
from commonhearth.rooms.care.access.accompanying import (
    may_ask_along,
    may_choose_companion,
    may_come_along,
    may_end_companion,
    may_take_errand_back,
)
from commonhearth.rooms.care.models.accompanying import Companion, Errand
from commonhearth.rooms.care.selectors import accompanying as selectors


def ask_along(*, actor: Member, day: date, words: str, now: datetime) -> Errand:
    """Ask whether somebody comes along on a day. It is erased when that day is over.

    Raises:
        Refused: to who is not here, or has asked for many already.
    """
    with transaction.atomic():
        Member.objects.select_for_update().only("id").get(id=actor.id)
        require(may_ask_along(actor, open_already=selectors.own_errands(actor, now=now)))
        errand = Errand(member=actor, day=day, created=now)
        errand.words = words.strip()
        errand.save()
    return errand


def _locked(errand_id: UUID) -> Errand:
    return Errand.objects.select_for_update(of=("self",)).select_related("member").get(id=errand_id)


def come_along(*, actor: Member, errand: Errand, now: datetime) -> Companion:
    """Say that one can come. It holds when whoever asked says yes.

    Raises:
        Refused: on one's own way, and when somebody is agreed on.
        NotVisible: when the two are kept apart.
    """
    with transaction.atomic():
        row = _locked(errand.id)
        if row.member_id in kept_apart_ids(actor):
            raise NotVisible
        require(may_come_along(actor, row, row.companions.filter(member__died=None)))
        made = Companion.objects.create(errand=row, member=actor, created=now)
        _tell(row.member, "care.along_offered", now=now)
    return made


def choose(*, actor: Member, companion: Companion, now: datetime) -> Companion:
    """Say yes to one who can come. Others who could hear that it is settled, and not who comes.

    Raises:
        Refused: to anybody but who asked, and when somebody is agreed on.
        NotVisible: when the two are kept apart, or the other has taken it back.
    """
    with transaction.atomic():
        errand = _locked(companion.errand_id)
        # Of two who said yes there is one: whoever is read as dead just now makes room for good.
        erasure.erase_all(errand.companions.filter(member__died__isnull=False))
        rows = {one.id: one for one in errand.companions.select_related("member")}
        chosen = rows.pop(companion.id, None)
        if chosen is None or chosen.member_id in kept_apart_ids(actor):
            raise NotVisible
        chosen.errand = errand
        require(may_choose_companion(actor, chosen))
        chosen.agreed = now
        chosen.save(update_fields=["agreed"])
        _tell(chosen.member, "care.along_yes", now=now)
        for one in rows.values():
            _tell(one.member, "care.along_settled", now=now)
            erasure.erase(one)
    return chosen


def end_companion(*, actor: Member, companion: Companion, now: datetime) -> None:
    """Say that one cannot come after all, or that one goes without them; no reason. The other is told.

    Raises:
        Refused: to anybody but the two.
    """
    with transaction.atomic():
        _locked(companion.errand_id)
        row = Companion.objects.select_related("errand__member", "member").filter(id=companion.id).first()
        if row is None:
            return
        require(may_end_companion(actor, row))
        asked = row.errand.member
        if actor.id == row.member_id:
            _tell(asked, "care.along_not", now=now)
        else:
            _tell(row.member, "care.along_settled", now=now)
        erasure.erase(row)


def take_back(*, actor: Member, errand: Errand, now: datetime) -> None:
    """Ask no more. Who could come, or was to, hears that it is settled.

    Raises:
        Refused: to anybody but whose it is.
    """
    with transaction.atomic():
        row = _locked(errand.id)
        require(may_take_errand_back(actor, row))
        for one in row.companions.select_related("member"):
            _tell(one.member, "care.along_settled", now=now)
        _erase(row)


def _erase(errand: Errand) -> None:
    erasure.erase_all(Companion.objects.filter(errand=errand))
    erasure.erase(errand)


def _tell(member: Member, code: str, *, now: datetime) -> None:
    tell(member=member, code=code, url_name="care:come_with_me", now=now)


def forget_over(*, now: datetime) -> int:
    """Erase the ways whose day is over everywhere on Earth, here and in backups; return how many."""
    gone = 0
    for errand in over(Errand, now=now).order_by("id"):
        if errand.day < selectors.today_of(errand.member, now):
            with transaction.atomic():
                _erase(errand)
            gone += 1
    return gone


def let_go_of(member_id: UUID) -> None:
    """Let go of what somebody asked or promised who has left; nobody is told from here."""
    for errand in Errand.objects.filter(member=member_id):
        _erase(errand)
    erasure.erase_all(Companion.objects.filter(member=member_id))


def part_two(one: UUID, other: UUID) -> None:
    """Let go of what two promised each other who are kept apart."""
    between = Q(member=one, errand__member=other) | Q(member=other, errand__member=one)
    erasure.erase_all(Companion.objects.filter(between))
