"""Each address answers each of the twelve as `urls.txt` says, in each state of the thing it is about."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.conf import settings
from django.db import transaction
from django.shortcuts import resolve_url
from django.test import Client
from django.urls import reverse

from commonhearth.foundation.communities.models import Community
from commonhearth.kit import problems
from tests.access_table import states, table
from tests.access_table.bodies import body_of
from tests.access_table.things import values_of
from tests.addresses import Address, every_address
from tests.world import CAST, World

DECLARED = table.read()
#: All that an empty form posts.
A_TOKEN = {"csrfmiddlewaretoken": "of a form that nobody filled in"}


@pytest.fixture(autouse=True)
def refusals_in_short(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two answers of three are a page that says no: here it is only which no. That each of the cast can read it,
    `test_each_of_the_cast_reads_a_no` sees, with nothing left out."""
    monkeypatch.setattr(problems, "get_template", lambda name: SimpleNamespace(render=lambda *given: ""))


@pytest.mark.sqlite
@pytest.mark.parametrize("address", every_address(), ids=str)
def test_each_address_answers_as_declared(address: Address, world: World):
    observed = observe(address, world)
    declared = DECLARED.of(address.route)
    if observed != declared:
        keep(address, observed)
    different = []
    for (method, state), answers in observed.items():
        promised = declared.get((method, state))
        if promised != answers:
            said = table.write_row(method, state, promised) if promised else "  nothing"
            different += [table.write_row(method, state, answers), f"{said}   <- declared"]
    assert not different, "\n".join([f"{address.route} answers", *different])
    assert declared.keys() == observed.keys(), "rows for a state that does not occur"


@pytest.mark.postgres
@pytest.mark.parametrize("address", every_address(), ids=str)
def test_each_answer_comes_on_postgres_too(address: Address, world: World):
    """Who gets which is no matter of the database, and is asked above; here each page runs its queries once.

    A method that is not known, and the way to the sign-in, are answered before there is anything to query.
    """
    by_name = {state.name: state for state in states.of(address)}
    for (method, name), declared in DECLARED.of(address.route).items():
        state = by_name.get(name, states.of(address)[0])
        firsts = table.one_for_each_answer(declared).items()
        asks = {who: answer for who, answer in firsts if answer not in ("405", "in")}
        assert answers(address, world, method, asks, state) == asks, f"{method} {name}"


def test_every_address_has_its_rows():
    missing = [address.route for address in every_address() if address.route not in DECLARED.routes]
    assert missing == [], "declare them in tests/access_table/urls.txt"


def test_no_row_for_an_address_that_is_gone():
    assert DECLARED.routes - {address.route for address in every_address()} == set()


def test_no_answer_is_a_failure_of_ours():
    for key, answers in DECLARED.rows.items():
        assert not [who for who, answer in answers.items() if answer.startswith("5")], key


def observe(address: Address, world: World) -> dict[tuple[str, str], dict[str, str]]:
    """Ask an address as each of the cast, in each state."""
    found: dict[tuple[str, str], dict[str, str]] = {}
    for method in ("GET", "POST"):
        first, *others = states.of(address)
        # An address that does not know a method says so to anybody, before it looks at anything.
        some = answers(address, world, method, ("visitor", "member", "operator"), first)
        if set(some.values()) == {"405"}:
            found[method, "any"] = dict.fromkeys(CAST, "405")
            continue
        rest = [who for who in CAST if who not in some]
        found[method, first.name] = some | answers(address, world, method, rest, first)
        for state in others:
            answered = answers(address, world, method, state.asks, state)
            found[method, state.name] = dict.fromkeys(CAST, "=") | answered
    return found


def answers(
    address: Address, world: World, method: str, asks: Iterable[str], state: states.State = states.AS_IT_IS
) -> dict[str, str]:
    """Ask an address in a state as each of some, and undo what each of them did."""
    found = {}
    with transaction.atomic():
        path = address.path(state.prepare(world, address))
        body = body_of(address, world.harbour, circle=state.circle)
        for who in asks:
            with transaction.atomic():
                found[who] = ask(world.client(who), method, path, body)
                transaction.set_rollback(True)
        transaction.set_rollback(True)
    return found


def ask(client: Client, method: str, path: str, body: dict[str, Any] | None = None) -> str:
    """Return the answer to one request as the table writes it; with a body it is one of a program."""
    client.raise_request_exception = False
    if method == "GET":
        answer = client.get(path)
    elif body is None:
        answer = client.post(path, A_TOKEN)
    else:
        answer = client.post(path, body, content_type="application/json")
    if answer.status_code in (301, 302, 303):
        target = answer.headers["Location"]
        if target.startswith(resolve_url(settings.LOGIN_URL)):
            return "in"
        return "me?" if target.startswith(reverse("accounts_step_up")) else "ok>"
    return "in" if answer.status_code == 401 else str(answer.status_code)


def keep(address: Address, observed: dict[tuple[str, str], dict[str, str]]) -> None:
    """With HEARTH_OBSERVE=file write what was seen there, to be read, judged and moved into the table."""
    if "HEARTH_OBSERVE" in os.environ:
        rows = [table.write_row(method, state, answers) for (method, state), answers in observed.items()]
        with Path(os.environ["HEARTH_OBSERVE"]).open("a") as file:
            file.write("\n".join([address.route, *rows, "", ""]))


def test_what_takes_a_post_without_our_token_is_listed():
    text = Path(__file__).with_name("csrf_exempt.txt").read_text()
    listed = {line.split()[0] for line in text.splitlines() if line.startswith("/")}
    exempt = {address.route for address in every_address() if getattr(address.view, "csrf_exempt", False)}
    every = {line.removesuffix("*") for line in listed if line.endswith("*")}
    assert {route for route in exempt if not route.startswith(tuple(every))} == listed - {
        f"{one}*" for one in every
    }


def test_at_the_api_a_session_counts_for_nothing(world: World):
    """So that no other website can make somebody's browser act there: these addresses ask for no form's token."""
    for address in (one for one in every_address() if one.is_for_programs):
        client = world.client("member")
        client.defaults.clear()
        for method in ("GET", "POST"):
            path, body = address.path(values_of(address, world.harbour)), body_of(address, world.harbour)
            signed_in, stranger = ask(client, method, path, body), ask(Client(), method, path, body)
            assert signed_in == stranger, f"{method} {address}"


@pytest.mark.sqlite
@pytest.mark.parametrize("address", [one for one in every_address() if one.in_community], ids=str)
def test_nothing_is_written_to_a_frozen_community(address: Address, world: World):
    Community.objects.filter(id=world.harbour.community.id).update(frozen_since=world.now)
    asks = {who for row in DECLARED.of(address.route).values() for who in table.one_for_each_answer(row)}
    assert set(answers(address, world, "POST", sorted(asks)).values()) == {"409"}
