"""Form by form and link by link: ids in bodies and in queries, exchanged for those of the other community."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest
from django.db import transaction

from commonhearth.foundation.tenancy.models import house_models
from tests.access_table import states
from tests.access_table.table import read as access_table
from tests.addresses import every_address
from tests.swap.forms import UUID, Form, read
from tests.swap.test_addresses import no_writes, says_nothing
from tests.swap.walls import walls_by_page
from tests.world import World

TABLE = access_table()
#: The key of a next page: rows are compared with it, and nothing is looked up by it.
A_PLACE_IN_A_LIST = re.compile(rf"(?:^|&)after=[^&]*{UUID.pattern}")


def exchange(world: World) -> dict[str, str]:
    """Return for each id of Harbour an id of the same kind in Meadow."""
    pairs: dict[str, str] = {}
    for model in house_models("tenant"):
        with world.meadow.within():
            theirs = model.objects.order_by("created", "id").first()
        with world.harbour.within():
            ours = list(model.objects.values_list("pk", flat=True))
        if theirs is not None:
            pairs |= {str(mine): str(theirs.pk) for mine in ours}
    return pairs


def pages_of(world: World, who: str) -> list[tuple[str, str]]:
    """Return path and text of each page that somebody gets in Harbour and beside it.

    Which addresses are a page to them, the access table tells and its own test sees: the others are not asked.
    """
    found = []
    client = world.client(who)
    client.raise_request_exception = False
    for address in every_address():
        declared, said = TABLE.of(address.route), "200"
        for state in states.of(address):
            row = declared.get(("GET", "any")) or declared["GET", state.name]
            said = said if row[who] == "=" else row[who]
            if state.name == "unlisted" or said != "200" or address.is_for_programs:
                continue
            with transaction.atomic():
                path = address.path(state.prepare(world, address))
                answer = client.get(path)
                transaction.set_rollback(True)
            if answer.status_code == 200 and "html" in answer.headers.get("Content-Type", ""):
                found.append((path, answer.content.decode()))
    return found


def swapped_bodies(form: Form, pairs: dict[str, str]) -> list[dict[str, str]]:
    """Return the bodies of a form, each with one id exchanged."""
    bodies = []
    for name, value in form.values.items():
        choices = [value, *form.offered.get(name, [])]
        for choice in choices:
            known = [found for found in UUID.findall(choice) if found in pairs]
            if known:
                bodies.append(form.values | {name: choice.replace(known[0], pairs[known[0]])})
                break
    return bodies


def send(client: Any, method: str, path: str, body: dict[str, str] | None = None) -> Any:
    """Send a request that must change nothing, and undo it all the same."""
    client.raise_request_exception = False
    with transaction.atomic():
        with no_writes():
            answer = client.post(path, body) if method == "post" else client.get(path, body)
        transaction.set_rollback(True)
    return answer


@pytest.mark.parametrize("walled", walls_by_page(), indirect=True)
def test_ids_in_forms_and_queries_are_refused(walled: World):
    pairs = exchange(walled)
    tried, wrong = 0, []
    for who in ("member", "steward", "elsewhere"):
        for path, html in pages_of(walled, who):
            forms, links = read(html)
            for form in forms:
                target = urljoin(path, form.action or path)
                for body in swapped_bodies(form, pairs):
                    tried += 1
                    answer = send(walled.client(who), form.method, target, body)
                    if answer.status_code != 404:
                        wrong.append(f"{who}: {form.method} {target} {body}: {answer.status_code}")
                    says_nothing(answer)
            for link in {urljoin(path, link) for link in links}:
                query = urlsplit(link).query
                known = [found for found in UUID.findall(query) if found in pairs]
                if known and link.startswith("/"):
                    tried += 1
                    answer = send(walled.client(who), "get", re.sub(known[0], pairs[known[0]], link))
                    if answer.status_code != 404 and not A_PLACE_IN_A_LIST.search(query):
                        wrong.append(f"{who}: get {link}: {answer.status_code}")
                    says_nothing(answer)
    assert not wrong, "\n".join(wrong)
    assert tried, "no form of the house carries an id: then this test reads them wrongly"
