"""Fields are tied to their labels, hints and errors; what went wrong is listed first, in our words."""

from __future__ import annotations

import pytest
from django import forms
from django.template import engines
from django.test import RequestFactory

from commonhearth.foundation.access import Verdict
from commonhearth.kit.examples_forms import Asking, Everything, wrongly_filled
from commonhearth.kit.widgets import DayInput, DayTimeInput, TimeInput
from commonhearth.kit.wrongs import wrongs
from tests.kit.test_examples import Elements


def whole(form: forms.BaseForm, **more: object) -> str:
    env = engines["jinja2"].env
    source = (
        '{% import "kit/forms.html" as forms %}{{ forms.whole(form, submit="Send", once_key="the key") }}'
    )
    return env.from_string(source).render({"form": form, "request": RequestFactory().get("/"), **more})


def controls(html: str) -> list[dict[str, str | None]]:
    return [
        attributes
        for tag, attributes in Elements(html).found
        if tag in ("input", "select", "textarea") and attributes.get("type") != "hidden"
    ]


@pytest.mark.parametrize(
    "form", [Asking(), Everything(), wrongly_filled()], ids=["asking", "everything", "wrong"]
)
def test_every_control_has_a_label(form):
    html = whole(form)
    labelled = {attributes.get("for") for tag, attributes in Elements(html).found if tag == "label"}
    assert [c["name"] for c in controls(html) if c["id"] not in labelled] == []


@pytest.mark.parametrize(
    "form", [Asking(), Everything(), wrongly_filled()], ids=["asking", "everything", "wrong"]
)
def test_what_describes_a_control_is_on_the_page(form):
    elements = Elements(whole(form)).found
    ids = [attributes["id"] for _, attributes in elements if attributes.get("id")]
    assert len(ids) == len(set(ids))
    described = [word for _, a in elements for word in (a.get("aria-describedby") or "").split()]
    assert set(described) <= set(ids)


def test_hint_and_error_are_tied_to_the_field():
    name = next(c for c in controls(whole(wrongly_filled())) if c["name"] == "wrong-name")
    assert name["aria-invalid"] == "true"
    assert (name["aria-describedby"] or "").split() == ["id_wrong-name_helptext", "id_wrong-name_error"]


def test_a_group_of_choices_is_a_fieldset_with_its_error():
    fieldset = next(a for tag, a in Elements(whole(wrongly_filled())).found if tag == "fieldset")
    assert fieldset["aria-describedby"] == "id_wrong-answer_error"


def test_the_summary_comes_first_is_focused_and_leads_to_each_field():
    html = whole(wrongly_filled())
    elements = Elements(html).found
    tag, summary = elements[0]
    assert (tag, summary["role"], summary["tabindex"], "autofocus" in summary) == ("div", "alert", "-1", True)
    links = [a["href"] for t, a in elements if t == "a"]
    assert links == ["#id_wrong-name", "#id_wrong-answer_0", "#id_wrong-rules"]
    assert {link[1:] for link in links if link} <= {a.get("id") for _, a in elements}


def test_what_was_typed_is_still_there():
    assert "I am new in town." in whole(wrongly_filled())


def test_a_form_carries_its_token_and_its_key():
    html = whole(Asking())
    assert 'name="csrfmiddlewaretoken"' in html
    assert '<input type="hidden" name="once_key" value="the key">' in html


def test_a_form_with_a_file_says_so():
    assert 'enctype="multipart/form-data"' in whole(Everything())
    assert "enctype" not in whole(Asking())


def test_what_may_stay_empty_is_said():
    html = whole(Asking())
    assert html.count("(may be left empty)") == 1


def test_errors_of_the_whole_form_stand_in_the_summary():
    class Pair(forms.Form):
        def clean(self):
            raise forms.ValidationError("These two do not go together.")

    form = Pair({})
    form.is_valid()
    assert "These two do not go together." in whole(form)


def test_sentences_left_to_django_are_said_in_our_voice():
    form = wrongly_filled()
    assert wrongs(form["name"]) == ["Please fill this in."]
    assert wrongs(form["answer"]) == ["Please choose one from the list."]
    assert wrongs(form["rules"]) == ["Please tick this to go on."]


def test_a_limit_says_what_fits_and_what_was_written():
    class Limited(forms.Form):
        word = forms.CharField(max_length=3)
        few = forms.IntegerField(min_value=1)
        many = forms.IntegerField(max_value=9)

    form = Limited({"word": "four", "few": "0", "many": "10"})
    form.is_valid()
    assert wrongs(form["word"]) == ["This is too long: 3 characters fit, and it has 4."]
    assert wrongs(form["few"]) == ["Please write 1 or more."]
    assert wrongs(form["many"]) == ["Please write 9 or less."]


def test_own_sentences_stay_as_they_are():
    class Named(forms.Form):
        name = forms.CharField(error_messages={"required": "How shall we call you?"})

        def clean_name(self):
            raise forms.ValidationError("There is an Anna already.", code="required")

    form = Named({"name": "Anna"})
    form.is_valid()
    assert wrongs(form["name"]) == ["There is an Anna already."]
    empty = Named({})
    empty.is_valid()
    assert wrongs(empty["name"]) == ["How shall we call you?"]


def test_days_and_times_keep_what_browsers_can_read():
    class When(forms.Form):
        day = forms.DateField(widget=DayInput)
        time = forms.TimeField(widget=TimeInput)
        both = forms.DateTimeField(widget=DayTimeInput)

    from datetime import UTC, date, datetime, time

    form = When(
        initial={
            "day": date(2027, 3, 4),
            "time": time(18, 30),
            "both": datetime(2027, 3, 4, 18, 30, tzinfo=UTC),
        }
    )
    found = {c["name"]: (c["type"], c["value"]) for c in controls(whole(form))}
    assert found == {
        "day": ("date", "2027-03-04"),
        "time": ("time", "18:30"),
        "both": ("datetime-local", "2027-03-04T18:30"),
    }


def test_a_refusal_says_what_it_refuses():
    words = engines["jinja2"].env.from_string(
        '{% import "kit/parts.html" as kit %}{{ kit.verdict_button(no, "Begin an agreement", "/") }}'
    )
    said = words.render({"no": Verdict(allowed=False, code="still_new")})
    assert "<b>Begin an agreement</b> – Full members can do this" in said and "<a " not in said
