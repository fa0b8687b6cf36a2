"""No page without a way on: after a long absence, a reload, or a link meant for somebody else."""

from __future__ import annotations

from django.test import Client


def test_who_was_signed_out_meanwhile_is_led_back_to_the_same_address(world):
    # Given a page inside a community, opened after the session has ended,
    answer = Client().get("/c/harbour/circles/?after=x")
    # when nothing can be shown, then the way in leads back to the same address,
    assert answer.status_code == 404
    assert "?next=/c/harbour/circles/%3Fafter%3Dx" in answer.content.decode()
    # and an address where there is nothing says just the same.
    other = Client().get("/c/nowhere/circles/?after=x")
    assert other.status_code == 404
    assert "?next=/c/nowhere/circles/%3Fafter%3Dx" in other.content.decode()


def test_who_is_signed_in_is_not_asked_to_sign_in_again(world):
    answer = world.client("stranger").get("/c/harbour/circles/")
    assert answer.status_code == 404
    assert "?next=" not in answer.content.decode()


def test_the_address_of_a_button_says_so(world):
    answer = world.client("member").get("/c/harbour/you/back/")
    assert answer.status_code == 405
    assert answer["Allow"] == "POST"
    assert "This address belongs to a button" in answer.content.decode()


def test_whoever_asked_cannot_open_the_letter_that_says_no(world):
    asking = world.harbour.things["application_id"]
    answer = world.client("applicant").get(f"/c/harbour/asking/{asking}/no/")
    assert answer.status_code == 302
    assert answer["Location"] == "/c/harbour/join/asked/"


def test_asking_twice_in_two_tabs_leads_to_the_one_asking(world):
    answer = world.client("applicant").post(
        "/c/harbour/join/", {"name": "Anew", "old_enough": "on", "once_key": "another-tab"}
    )
    assert answer.status_code == 302
    assert answer["Location"] == "/c/harbour/join/asked/"
