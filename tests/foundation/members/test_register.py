"""The register: legal names sealed, for the registrar, and each their own."""

from __future__ import annotations

import pytest

from commonhearth.foundation import sealed
from commonhearth.foundation.access import Refused
from commonhearth.foundation.members import services
from commonhearth.foundation.members.models import RegisterEntry


@pytest.fixture
def entry(world):
    with world.harbour.within():
        yield (
            world.harbour,
            services.enter_legal_name(
                actor=world.harbour.acting("registrar"),
                member=world.harbour.acting("member"),
                legal_name="Margarethe Vogelsang",
                now=world.harbour.now,
            ),
        )


def test_the_registrar_and_the_member_open_it_and_nobody_else(entry):
    harbour, row = entry
    value = RegisterEntry.objects.get(id=row.id).legal_name
    for who in ("registrar", "member"):
        assert sealed.open(value, viewer=harbour.acting(who)) == "Margarethe Vogelsang"
    for who in ("steward", "neighbour", "guest", "former", "paused", "applicant"):
        with pytest.raises(Refused):
            sealed.open(value, viewer=harbour.acting(who))


def test_a_correction_keeps_the_number(entry):
    harbour, row = entry
    again = services.enter_legal_name(
        actor=harbour.acting("registrar"),
        member=harbour.acting("member"),
        legal_name="M. Vogelsang",
        now=harbour.now,
    )
    assert (again.id, again.number) == (row.id, row.number)
    next_one = services.enter_legal_name(
        actor=harbour.acting("registrar"),
        member=harbour.acting("guest"),
        legal_name="G. Ohm",
        now=harbour.now,
    )
    assert next_one.number == row.number + 1


def test_stewards_do_not_keep_the_register(entry):
    harbour, _row = entry
    with pytest.raises(Refused):
        services.enter_legal_name(
            actor=harbour.acting("steward"), member=harbour.acting("member"), legal_name="X", now=harbour.now
        )


def test_the_legal_name_is_on_no_page_of_anybody_else(entry, world):
    _harbour, _row = entry
    for who in ("steward", "neighbour", "operator"):
        client = world.client(who)
        for path in ("home/", "you/", "asking/", ""):
            assert "Vogelsang" not in client.get(f"/c/harbour/{path}").content.decode()
