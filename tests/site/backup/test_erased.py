"""Who erases what is theirs is in no table, index, cache, queue or mail any more, nor in a backup put back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection

from commonhearth.foundation import logbook, outbox
from commonhearth.foundation.accounts.services.erasing import erase_person
from commonhearth.foundation.agreements.models import Response
from commonhearth.foundation.circles.models import CircleMembership
from commonhearth.foundation.members import services
from commonhearth.foundation.members.models import Application, Invitation, Member, RegisterEntry
from commonhearth.foundation.members.services.erasing import erase_own
from commonhearth.foundation.members.services.export import own_rows
from commonhearth.foundation.notices.models import Notice
from commonhearth.foundation.sealed import keys
from commonhearth.foundation.tenancy import community_ids, in_community
from commonhearth.site.backup.checking import check
from commonhearth.site.backup.making import backup

from .hosts import Host, empty

#: Words that stand nowhere else; each goes into one place.
NAME, SEAT, LEGAL, ANSWER, CONCERN, PAPER = (
    "Zirkonia", "Quillback", "Umbertine", "Vellichor", "Wistfulness", "Xylograph",
)  # fmt: skip
NOTE, DETAIL, FROM_OUTSIDE = "Yarborough", "Tatterdemalion", "Snickersnee"
CANARIES = (NAME, SEAT, LEGAL, ANSWER, CONCERN, PAPER, NOTE, DETAIL, FROM_OUTSIDE, "member@example.org")

#: Reads every cell of every table, sealed ones opened, and says which words stand where.
SEARCH = """
from commonhearth.foundation.sealed.fields import SealedField
from commonhearth.foundation import sealed
from commonhearth.foundation.tenancy import community_ids, in_community
from commonhearth.foundation.tenancy.models import TenantModel, house_models
from django.db import connection

def hits(words):
    found = set()
    def look(where, value):
        text = bytes(value).decode("latin-1") if isinstance(value, (bytes, memoryview)) else str(value)
        found.update((where, word) for word in words if word in text)
    def tables():
        with connection.cursor() as cursor:
            for table in connection.introspection.table_names(cursor):
                cursor.execute(f'SELECT * FROM "{table}"')
                for row in cursor.fetchall():
                    for value in row:
                        look(table, value)
    tables()
    for community_id in community_ids():
        with in_community(community_id):
            tables()
            for model in house_models("tenant"):
                names = [f.name for f in model._meta.concrete_fields if isinstance(f, SealedField)]
                for row in model.objects.all() if names else ():
                    for text in sealed.open_all_for([getattr(row, name) for name in names], purpose="rotation"):
                        look(model._meta.label, text)
    return sorted(found)
"""


def hits(words: tuple[str, ...] = CANARIES) -> list[tuple[str, str]]:
    place: dict[str, Any] = {}
    exec(SEARCH, place)
    found: list[tuple[str, str]] = place["hits"](words)
    return found


@pytest.fixture
def harbour(real_commits: Any, world: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """Harbour, where the member has left a word of theirs in every place there is."""
    if connection.vendor == "postgresql":
        from tests import postgres

        owner = postgres.url(settings.DATABASES["default"]["NAME"], role=postgres.OWNER)
        monkeypatch.setattr(settings, "DATABASE_OWNER_URL", owner)
    keys.forget()
    place = world.harbour
    with place.within():
        now = place.now
        services.rename(actor=place.acting("member"), name=NAME, word="", now=now)
        services.set_paper(actor=place.acting("member"), name=PAPER)
        member = place.acting("member")
        CircleMembership.objects.filter(member=member).exclude(circle=place.circles["root"]).update(name=SEAT)
        RegisterEntry.objects.create(member=member, number=77, legal_name=LEGAL)
        Application.objects.create(member=member, answers=ANSWER, hear_by=now.date(), closed=now)
        services.invite(actor=member, note=NOTE, now=now)
        used, _token = services.invite(actor=place.acting("neighbour"), note=NOTE, now=now)
        Invitation.objects.filter(id=used.id).update(used_by=member)
        seat = CircleMembership.objects.filter(member=member).first()
        response = Response.objects.first()
        assert seat is not None and response is not None
        Response.objects.create(
            version=response.version, circle=response.circle, by=seat, agrees=False, concern=CONCERN
        )
        Notice.objects.create(
            member=place.acting("steward"), code="name.shared", params={"name": NAME}, created=now
        )
        from django.db import transaction

        with transaction.atomic():
            logbook.write(actor=member, verb="member.invited", now=now, details={"words": DETAIL})
        outbox.mail(
            to="member@example.org", template="notices/welcome", kind="joining", community=place.community,
            context={"name": NAME, "called": "H"}, person=place.persons["member"], now=now,
        )  # fmt: skip
        from commonhearth.foundation.communities import services as communities

    communities.reach_out(
        actor=place.persons["member"], community=world.meadow.community, name=FROM_OUTSIDE,
        reply_to="member@example.org", message=FROM_OUTSIDE, now=place.now,
    )  # fmt: skip
    yield place
    keys.forget()


def test_what_was_erased_is_in_no_table_and_in_no_backup_put_back(
    harbour: Any, world: Any, tmp_path: Path
) -> None:
    assert {word for _where, word in hits()} == set(CANARIES), "each word stands somewhere before"
    with harbour.within():
        taken = str(own_rows(harbour.acting("member")))
        before = {model: model.objects.count() for model in (Member, CircleMembership, Response)}
    for word in (NAME, SEAT, LEGAL, ANSWER, CONCERN, PAPER, NOTE):
        assert word in taken, "what is theirs goes along"
    folder = tmp_path / "backups"
    older = backup(folder, world.now)
    person = harbour.persons["member"]
    erase_person(actor=person, person=person, now=world.now)
    assert hits() == []
    with harbour.within():
        assert {model: model.objects.count() for model in before} == before, "what others share in stays"
    assert [one for one in check(world.now) if one.serious] == []
    backup(folder, world.now + timedelta(days=1))
    with empty(tmp_path / "other") as other:
        other.take_key()
        back = other.hearth("restore", str(folder), "--copy", older.copy.name)
        assert back["ok"], back
        assert back["result"]["stuck"] == []
        found = Host.ask(other, SEARCH + f"\nanswer = hits({CANARIES!r})")
        assert found == []
        checked = other.hearth("check")
        assert checked["result"]["findings"] == [], checked


def test_in_one_community_the_others_stay_as_they_were(harbour: Any, world: Any) -> None:
    with harbour.within():
        member = harbour.acting("member")
        pseudonym, id = member.pseudonym, member.id
        erase_own(actor=member, now=world.now)
        row = Member.objects.get(id=id)
        assert (row.name, row.person, row.standing) == ("", None, "former") and row.pseudonym != pseudonym
        assert str(row) == "somebody who was here"
        assert not Member.objects.filter(pseudonym=pseudonym).exists()
    left = {word for _where, word in hits()}
    assert left == {FROM_OUTSIDE, "member@example.org"}, "the sign-in, and a letter to another community"
    assert len(community_ids()) == 2
    with in_community(world.meadow.community.id):
        assert Member.objects.exclude(name="").count() == Member.objects.count()
