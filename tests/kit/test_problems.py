"""Problem pages say what happened and what to do, and tell nobody what they should not know."""

from __future__ import annotations

import pytest
from django.test import RequestFactory

from commonhearth.kit import problems, sentences
from tests.kit.test_examples import Elements


@pytest.mark.parametrize("status", problems.WORDS)
def test_each_says_what_happened_and_what_to_do(status):
    answer = problems.problem(RequestFactory().get("/"), status)
    html = answer.content.decode()
    assert answer.status_code == status
    assert Elements(html).wrong == []
    for sentence in (
        problems.WORDS[status].title,
        problems.WORDS[status].what,
        problems.WORDS[status].now_what,
    ):
        assert str(sentence) in html
    assert 'href="/help/"' in html


def test_not_found_tells_nothing_about_existence():
    """The same page whether the thing is missing, gone or hidden; the address itself is not repeated."""
    one = problems.not_found(RequestFactory().get("/c/willow/circles/secret/"), Exception("Circle secret"))
    other = problems.not_found(RequestFactory().get("/nowhere/"), Exception("no such address"))
    assert one.content == other.content
    assert b"secret" not in one.content


def test_a_mistake_of_ours_asks_nothing_of_the_request():
    class Broken:
        def __getattr__(self, name):
            raise AssertionError(f"asked for {name}")

    assert problems.server_error(Broken()).status_code == 500


def test_a_refusal_says_its_own_reason():
    html = problems.problem(
        RequestFactory().get("/"), 403, why="Your trial time ends on 4 March."
    ).content.decode()
    assert "Your trial time ends on 4 March." in html


def test_too_many_tries_says_how_long_to_wait():
    answer = problems.problem(RequestFactory().get("/"), 429, wait_seconds=61)
    assert answer["Retry-After"] == "61"
    assert "Please wait 2 minutes" in answer.content.decode()
    assert "Please wait 1 minute," in problems.problem(None, 429, wait_seconds=5).content.decode()


def test_a_form_without_its_proof_is_explained():
    answer = problems.no_token(RequestFactory().post("/"), reason="no cookie")
    assert answer.status_code == 403
    assert "load the page again" in answer.content.decode()


def test_sentences_are_taught_once(monkeypatch):
    monkeypatch.setattr(sentences, "_sentences", {})
    sentences.teach({"not_yet": "Not before %(day)s."})
    sentences.teach({"not_yet": "Not before %(day)s."})
    assert sentences.say("not_yet", {"day": "Sunday"}) == "Not before Sunday."
    assert sentences.say("never heard of")
    with pytest.raises(ValueError, match="not_yet"):
        sentences.teach({"not_yet": "Never."})
