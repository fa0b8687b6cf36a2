"""Address by address: an id of Meadow in an address of Harbour is not found, and nothing is written."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection, transaction
from django.test import Client

from tests.access_table.bodies import body_of
from tests.access_table.table import read
from tests.access_table.things import values_of
from tests.addresses import Address, every_address
from tests.swap.walls import walls_by_page
from tests.world import OTHERS, World

TABLE = read()
#: What an address says of an id that is not here.
NOT_HERE = 404
#: Somebody without the office hears that first, whatever the id.
NOT_YOUR_OFFICE = 403
#: Pages that are the same for every link, true or not; only the press asks which it is.
ALIKE_FOR_ALL = {
    ("/o/<uuid:community_id>/letters/stop/<str:token>/", "get"),
    # Whoever is inside already is sent home, whatever the link.
    ("/o/<uuid:community_id>/come-in/<str:token>/", "get"),
    ("/o/<uuid:community_id>/come-in/<str:token>/", "post"),
}
#: Written by the frame of a request, about nobody's community.
OF_THE_FRAME = {"django_session", "hearth_counters", "usersessions_usersession"}
#: Who tries: people at home in Harbour, and Meadow's steward, who is at home with those ids.
WHO = ("member", "steward", "registrar", "elsewhere")


#: Parameters that say which community; the ids beside them are the ones exchanged.
COMMUNITY = {"slug", "community_id"}


def addresses_with_ids() -> list[Address]:
    """Return the addresses inside a community that have more in them than the community."""
    return [
        address
        for address in every_address()
        if COMMUNITY & set(address.parameters) and set(address.parameters) - COMMUNITY
    ]


@contextmanager
def no_writes() -> Iterator[None]:
    """Fail when a row of anything but a session or a counter is written."""
    written: list[str] = []

    def watch(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        found = re.match(
            r"\s*(?:INSERT\s+(?:OR\s+\w+\s+)?INTO|UPDATE|DELETE\s+FROM)\s+\"?(\w+)", sql, re.IGNORECASE
        )
        result = execute(sql, params, many, context)
        if found and found[1] not in OF_THE_FRAME and context["cursor"].rowcount != 0:
            written.append(sql[:200])
        return result

    with connection.execute_wrapper(watch):
        yield
    assert written == []


def swapped(world: World, address: Address) -> Iterator[dict[str, Any]]:
    """Give values with one id, or all of them, taken from the other community."""
    for ours, theirs in ((world.harbour, world.meadow), (world.meadow, world.harbour)):
        own, other = (values_of(address, place, circle="closed") for place in (ours, theirs))
        foreign = [name for name in address.parameters if name not in COMMUNITY and own[name] != other[name]]
        for name in foreign:
            yield own | {name: other[name]}
        if len(foreign) > 1:
            yield own | {name: other[name] for name in foreign}


@pytest.mark.parametrize("walled", walls_by_page(), indirect=True)
@pytest.mark.parametrize("address", addresses_with_ids(), ids=str)
def test_ids_of_another_community_are_not_found(walled: World, address: Address):
    nobodys_methods = methods_for_nobody(address)
    for values in swapped(walled, address):
        path = address.path(values)
        for who in WHO:
            for method in ("get", "post"):
                client = walled.client(who)
                client.raise_request_exception = False
                with transaction.atomic():
                    with no_writes():
                        answer = send(client, method, path, address, walled)
                    transaction.set_rollback(True)
                said = f"{who} {method} {path}: {answer.status_code} {seen_in(answer)}"
                if method in nobodys_methods:
                    assert answer.status_code == 405, said
                elif answer.status_code == NOT_YOUR_OFFICE or (address.route, method) in ALIKE_FOR_ALL:
                    assert alike_for_nobodys_id(walled, address, who, method, answer.status_code), said
                else:
                    assert answer.status_code == NOT_HERE, said
                says_nothing(answer)


def methods_for_nobody(address: Address) -> set[str]:
    """Return the methods that an address has for nobody, whatever the id."""
    answers: dict[str, set[str]] = {}
    for (method, _state), row in TABLE.of(address.route).items():
        answers.setdefault(method.lower(), set()).update(row.values())
    return {method for method, said in answers.items() if said == {"405"}}


def send(client: Client, method: str, path: str, address: Address, world: World) -> Any:
    """Ask; of an operation of the API, with a body that would do something."""
    body = body_of(address, world.harbour, circle="closed")
    if method == "post" and body is not None:
        return client.post(path, body, content_type="application/json")
    return getattr(client, method)(path)


def alike_for_nobodys_id(world: World, address: Address, who: str, method: str, status: int) -> bool:
    """Whether they get just that for an id that is nobody's: then the answer tells nothing."""
    for slug in ("harbour", "meadow"):
        place = world.harbour if slug == "harbour" else world.meadow
        values = {name: uuid4() for name in address.parameters} | {
            name: value for name, value in values_of(address, place).items() if name in COMMUNITY
        }
        with transaction.atomic():
            answer = send(world.client(who), method, address.path(values), address, world)
            transaction.set_rollback(True)
        if answer.status_code == status:
            return True
    return False


def seen_in(answer: Any) -> str:
    """Return what a page is called and through which role the database was asked, for whoever has to explain it."""
    title = re.search(r"<title>(.*?)</title>", answer.content.decode(errors="replace"), re.DOTALL)
    return f"({title[1].strip() if title else 'no page'}; asked as {connection.settings_dict['USER'] or 'nobody'})"


def says_nothing(answer: Any) -> None:
    """Fail when an answer names anybody or anything of the other community."""
    text = answer.content.decode(errors="replace")
    # `elsewhere` is Edda of Meadow, and sees her own name in the frame.
    assert [
        name for who, name in OTHERS.items() if who != "steward" and re.search(rf"\b{name}\b", text)
    ] == []
