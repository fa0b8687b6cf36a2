"""A page with and without a frame, a fragment for htmx, and what the engine refuses."""

from __future__ import annotations

from types import SimpleNamespace

import jinja2
import pytest
from django.contrib.messages import constants
from django.http import HttpRequest
from django.template import engines
from django.test import RequestFactory
from django.urls import path

from commonhearth.kit import page as page_module
from commonhearth.kit.page import Frame, Place, page
from tests.kit.test_examples import Elements

urlpatterns = [path("c/<slug:slug>/people/<int:number>/", lambda request: None, name="somebody")]

TEMPLATE = """\
{% extends "kit/page.html" %}
{% import "kit/parts.html" as kit %}
{% set greeting = "Good evening" %}
{% block title %}{{ title }}{% endblock %}
{% block main %}
{{ kit.top(greeting) }}
{% block list %}<ul>{% for name in names %}
<li>{{ kit.person_ring(name) }}{{ greeting }}, {{ name }}</li>
{% endfor %}</ul>{% endblock %}
{% endblock %}
"""


@pytest.fixture
def template(monkeypatch):
    """Put a page of our own where `page` looks templates up."""
    env = engines["jinja2"].env
    made = env.from_string(TEMPLATE)

    class Found:
        template = made

        @staticmethod
        def render(context, request):
            return made.render({**context, "request": request})

    monkeypatch.setattr(page_module, "get_template", lambda name: Found)
    return {"title": "People", "names": ["Anna", "<Tom>"]}


def asked(htmx: object = None, **more: object) -> HttpRequest:
    request = RequestFactory().get("/")
    request.htmx = htmx
    for name, value in more.items():
        setattr(request, name, value)
    return request


def test_a_page_renders_without_any_frame(template):
    html = page(asked(), "x.html", template).content.decode()
    assert "<title>People · Commonhearth</title>" in html
    assert 'href="/help/"' in html
    assert Elements(html).wrong == []


def test_a_full_frame_says_where_one_is(template):
    frame = Frame(
        community_name="Willow <House>",
        community_url="/c/willow/",
        rail=[Place("Home", "/c/willow/", "home", True), Place("Circles", "/c/willow/circles/", "circle")],
        rooms_url="/c/willow/rooms/",
        signed_in=True,
        person_name="Anna",
        person_url="/you/",
        notices_url="/news/",
        notices_count=2,
        leave_url="/leave/",
        theme="dark",
        demo=True,
        foot=[Place("Privacy", "/privacy/")],
    )
    html = page(asked(frame=frame), "x.html", template).content.decode()
    elements = Elements(html)
    assert elements.wrong == []
    assert ("html", {"lang": "en", "data-theme": "dark"}) in elements.found
    assert "Willow &lt;House&gt;" in html
    assert [a["href"] for t, a in elements.found if t == "a" and "aria-current" in a] == ["/c/willow/"]
    leave = next(a for t, a in elements.found if t == "form")
    assert leave == {"method": "post", "action": "/leave/"}
    assert html.count("csrfmiddlewaretoken") == 1
    for address in ("/c/willow/rooms/", "/you/", "/news/", "/privacy/", "/help/"):
        assert f'href="{address}"' in html


def test_help_is_reached_twice_from_every_page(template):
    html = page(asked(frame=Frame(help_url="/help/uk/")), "x.html", template).content.decode()
    assert html.count('href="/help/uk/"') == 2


def test_a_visitor_s_page_sets_no_token(template):
    """A page without a form stays the same for everybody."""
    html = page(asked(frame=Frame()), "x.html", template).content.decode()
    assert "csrfmiddlewaretoken" not in html


def test_the_first_thing_to_reach_is_the_way_past_the_frame(template):
    html = page(asked(), "x.html", template).content.decode()
    links = [a["href"] for t, a in Elements(html).found if t == "a"]
    assert links[0] == "#main"
    assert 'id="main"' in html


def test_htmx_gets_the_block_with_the_page_s_imports_and_settings(template):
    answer = page(asked(SimpleNamespace(boosted=False)), "x.html", template, fragment="list")
    html = answer.content.decode()
    assert html.startswith("<ul>")
    assert "Good evening, &lt;Tom&gt;" in html
    assert "person-ring" in html
    assert answer["Vary"] == "HX-Request"


@pytest.mark.parametrize("htmx", [None, SimpleNamespace(boosted=True)])
def test_others_get_the_whole_page(template, htmx):
    answer = page(asked(htmx), "x.html", template, fragment="list")
    assert answer.content.startswith(b"<!doctype html>")
    assert answer["Vary"] == "HX-Request"


def test_a_status_is_kept(template):
    assert page(asked(), "x.html", template, status=422).status_code == 422


def test_a_block_that_is_not_there_is_an_error(template):
    with pytest.raises(KeyError):
        page(asked(SimpleNamespace(boosted=False)), "x.html", template, fragment="lost")


def test_messages_are_said_and_escaped(template):
    from django.contrib.messages.storage.base import Message

    class Waiting(list):
        used = False

    request = asked(_messages=Waiting([Message(constants.SUCCESS, "You said <yes>.")]))
    html = page(request, "x.html", template).content.decode()
    assert "You said &lt;yes&gt;." in html
    assert "notice-agreed" in html


def test_an_unknown_name_is_an_error_not_silence():
    with pytest.raises(jinja2.UndefinedError):
        engines["jinja2"].env.from_string("{{ lost }}").render()


def test_pages_escape_and_letters_do_not(tmp_path):
    from commonhearth.kit.jinja import environment

    (tmp_path / "page.html").write_text("{{ name }}")
    (tmp_path / "letter.txt").write_text("{{ name }}")
    env = environment(loader=jinja2.FileSystemLoader(tmp_path))
    assert env.get_template("page.html").render(name="O’Neil & <Rosa>") == "O’Neil &amp; &lt;Rosa&gt;"
    assert env.get_template("letter.txt").render(name="O’Neil & <Rosa>") == "O’Neil & <Rosa>"


def test_a_value_in_a_translated_sentence_is_escaped():
    env = engines["jinja2"].env
    assert env.from_string('{{ _("Hello %(name)s", name=name) }}').render(name="<b>") == "Hello &lt;b&gt;"
    assert (
        env.from_string("{% trans n=name %}Hello {{ n }}{% endtrans %}").render(name="<b>")
        == "Hello &lt;b&gt;"
    )


def test_here_puts_the_community_first(settings):
    settings.ROOT_URLCONF = __name__
    env = engines["jinja2"].env
    request = asked(community=SimpleNamespace(slug="willow"))
    made = env.from_string("{{ here('somebody', 7) }}")
    assert made.render(request=request) == "/c/willow/people/7/"
    with pytest.raises(LookupError):
        made.render(request=asked())


def test_one_rendering_does_not_see_the_request_of_another():
    env = engines["jinja2"].env
    made = env.from_string("{{ page_frame() is none }}")
    assert made.render(request=asked(frame=Frame())) == "False"
    assert made.render() == "True"
