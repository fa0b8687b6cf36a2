"""What the table as a whole keeps, whatever its rows say one by one."""

from __future__ import annotations

from tests.access_table import table
from tests.access_table.states import OF_A_CIRCLE

DECLARED = table.read()
#: Nobody of Harbour: what they hold elsewhere, on the host too, gives them nothing here.
OUTSIDE = ("stranger", "elsewhere", "reviewer", "operator")
#: Not in the circle, whatever office they hold in the community.
NOT_IN_IT = ("neighbour", "steward", "registrar")
#: About the neighbour's own asking to come in, which waits for an answer.
NEIGHBOUR_ASKED = {
    "/c/<slug:slug>/circles/<uuid:circle_id>/join/",
    "/c/<slug:slug>/circles/<uuid:circle_id>/no-thank-you/",
    "/api/v1/c/<slug:slug>/circles/<uuid:circle_id>/join",
    "/api/v1/c/<slug:slug>/circles/<uuid:circle_id>/no-thank-you",
}
NOT_THERE = {"404", "405"}


def in_a_community() -> dict[table.Key, dict[str, str]]:
    return {
        key: row
        for key, row in DECLARED.rows.items()
        if key[0].removeprefix("/api/v1").startswith("/c/<slug:slug>/")
    }


def of_a_circle(state: str) -> dict[table.Key, dict[str, str]]:
    return {
        key: row
        for key, row in in_a_community().items()
        if key[2] == state and any(f":{name}>" in key[0] for name in OF_A_CIRCLE)
    }


def test_offices_of_the_host_or_elsewhere_give_nothing_inside_a_community():
    rows = in_a_community()
    # At the API one comes with a key: theirs is for another community, and gives not even what is for everybody.
    less = {key for key, row in rows.items() if key[0].startswith("/api/") and row["elsewhere"] == "404"}
    different = {
        key
        for key, row in rows.items()
        if len({row[who] for who in OUTSIDE if who != "elsewhere" or key not in less}) > 1
    }
    assert different == set()


def test_who_is_outside_is_told_that_nothing_is_there_never_that_it_is_forbidden():
    told = {
        (key, who)
        for key, row in in_a_community().items()
        for who in (*OUTSIDE, "visitor")
        if row[who] == "403"
    }
    assert told == set()


def test_who_has_left_sees_of_circles_what_a_stranger_sees():
    for state in ("open", "closed", "hidden"):
        for key, row in of_a_circle(state).items():
            assert row["former"] == row["stranger"], key


def test_a_hidden_circle_is_not_there_for_anybody_but_its_own_people():
    for key, row in of_a_circle("hidden").items():
        others = {who: answer for who, answer in row.items() if who not in ("member", "paused")}
        assert {answer for who, answer in others.items() if who != "visitor"} <= NOT_THERE, key
        assert row["visitor"] in NOT_THERE | {"in"}, key


def test_offices_of_the_community_give_nothing_in_a_circle():
    for state in ("closed", "hidden"):
        for key, row in of_a_circle(state).items():
            alike = NOT_IN_IT[1:] if key[0] in NEIGHBOUR_ASKED else NOT_IN_IT
            assert len({row[who] for who in alike}) == 1, key


#: The table's person in a circle is the one who is away; nobody reports themselves.
ABOUT_WHO_IS_AWAY = {"/c/<slug:slug>/circles/<uuid:circle_id>/people/<uuid:membership_id>/isnt-right/"}


def test_who_is_away_reads_as_before():
    for state in ("open", "closed", "hidden"):
        for key, row in of_a_circle(state).items():
            if key[1] == "GET" and row["member"] == "200" and key[0] not in ABOUT_WHO_IS_AWAY:
                assert row["paused"] in ("200", "403"), key


def test_an_unlisted_community_is_not_there_for_who_is_outside():
    for key, row in in_a_community().items():
        if key[2] == "unlisted":
            assert {row[who] for who in OUTSIDE} <= {"404", "405", "410"}, key
