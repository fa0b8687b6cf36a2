"""Every part in its states, as data: the gallery shows them, the tests run over them.

`words` is free text that people may have typed; a test replaces each of them by something hostile.
`given` is what the page's author decides: addresses, kinds, dates.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

from commonhearth.kit.examples_forms import Asking, Everything, filled, wrongly_filled

THEN = datetime(2027, 3, 4, 18, 30, tzinfo=UTC)
NOW = datetime(2027, 3, 2, 9, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Example:
    """One state of one part."""

    part: str
    state: str
    source: str
    words: Mapping[str, Any] = field(default_factory=dict)
    given: Mapping[str, Any] | Callable[[], Mapping[str, Any]] = field(default_factory=dict)

    def context(self, words: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """Return what the source is rendered with, with other words where asked."""
        given = self.given() if callable(self.given) else self.given
        return {**(self.words if words is None else words), **given, "then": THEN, "today": NOW}

    @property
    def whole_source(self) -> str:
        """The source with the imports a page would make."""
        return f'{{% import "kit/parts.html" as kit %}}{{% import "kit/forms.html" as forms %}}{self.source}'


ICON_NAMES = """
home circle rooms meeting decision share lend learn land rehearse care leave search letter
person people help settings place time agreement key lock phone talk write add tick info
warning back on out print file eye apart book
"""

ALLOWED = SimpleNamespace(allowed=True, code="yes", params={})
REFUSED = SimpleNamespace(allowed=False, code="example_refusal", params={})

PARTS = [
    Example(
        "top",
        "a page under another",
        "{{ kit.top(title, lead=lead, back=(back, '#'), kind=kind) }}",
        {
            "title": "The Thursday circle",
            "lead": "We sit together on Thursday evenings, listen, and keep what we hear to ourselves.",
            "back": "Circles of Willow House",
            "kind": "A circle by invitation",
        },
    ),
    Example(
        "top",
        "with a circle’s mark",
        "{{ kit.top(title, mark=circle_ring('a7d1', 56)) }}",
        {"title": "Garden and kitchen"},
    ),
    Example(
        "button",
        "the one action, the others, the grave one",
        "{% call kit.buttons() %}{{ kit.button(one) }}{{ kit.button(two, kind='quiet', icon='print') }}"
        "{{ kit.button(three, kind='danger') }}{% endcall %}",
        {"one": "Ask to join", "two": "Print this page", "three": "Leave this community"},
    ),
    Example(
        "button",
        "as links, with an icon, small",
        "{% call kit.buttons() %}{{ kit.button(one, '#', icon='add') }}"
        "{{ kit.button(two, '#', kind='quiet', small=True) }}{% endcall %}",
        {"one": "Begin a circle", "two": "Change"},
    ),
    Example(
        "button",
        "that is its own form",
        "{{ kit.post(one, '#', icon='tick', fields={'a': one}) }}",
        {"one": "I have read this"},
    ),
    Example(
        "verdict button",
        "allowed",
        "{{ kit.verdict_button(verdict, label, '#') }}",
        {"label": "Call a meeting"},
        {"verdict": ALLOWED},
    ),
    Example(
        "verdict button",
        "not allowed, with its reason",
        "{{ kit.verdict_button(verdict, label, '#', why=why) }}",
        {
            "label": "Call a meeting",
            "why": "Members call meetings. You are still getting to know each other, until 4 March.",
        },
        {"verdict": REFUSED},
    ),
    *(
        Example(
            "notice",
            kind,
            "{{ kit.notice(words, kind=kind, title=title) }}",
            {"words": words, "title": title},
            {"kind": kind},
        )
        for kind, title, words in (
            ("info", "", "Nine people can read this. It is not read by anyone else."),
            ("agreed", "Agreed on 4 March", "Everybody in the circle said yes, or had time to say no."),
            (
                "care",
                "Before you read on",
                "This part speaks about a time when somebody did not want to live.",
            ),
            ("warning", "", "This list is from 2022. We do not know if all of these groups still exist."),
        )
    ),
    Example(
        "card",
        "with facts",
        "{% call kit.card(title, '#', mark=circle_ring('0b1c')) %}<p>{{ line }}</p>"
        "{{ kit.facts([(a, b), (c, d)]) }}{% endcall %}",
        {
            "title": "Listening circle",
            "line": "For anyone who hears voices, or sees what others do not.",
            "a": "Next",
            "b": "Thursday 4 March, 18:30",
            "c": "Who can read here",
            "d": "The six people in it",
        },
    ),
    Example(
        "card",
        "what is next",
        "{% call kit.card(title, kind='next') %}<p>{{ line }}</p>{{ kit.button(label, '#') }}{% endcall %}",
        {
            "title": "A decision closes on Sunday",
            "line": "Shall we rent the hall for the whole winter?",
            "label": "Read it and answer",
        },
    ),
    Example(
        "table",
        "figures, a list on a phone",
        "{{ kit.table(caption, heads, rows, numeric=[1, 2]) }}",
        {
            "caption": "Hours given and taken this winter",
            "heads": ["Kind", "Given", "Taken"],
            "rows": [["Gardening", "41", "38"], ["Lifts to town", "12", "15"], ["Mending", "7½", "7½"]],
        },
    ),
    Example(
        "rows",
        "a light list",
        "{% call kit.rows() %}{{ kit.row(a, '#', line=b, aside=c, mark=kit.person_ring(a)) }}"
        "{{ kit.row(d, '#', line=e, mark=kit.person_ring(d)) }}"
        "{{ kit.row(f, line=g, mark=kit.person_ring(f)) }}{% endcall %}",
        {
            "a": "Anna, garden",
            "b": "Cooks on Wednesdays; ask her about compost.",
            "c": "since 2021",
            "d": "Tom Okafor",
            "e": "Keeps the keys of the hall.",
            "f": "Rosa",
            "g": "Not just now",
        },
    ),
    Example(
        "empty",
        "nothing here yet",
        "{{ kit.empty(sentence, label=label, url='#', more=more) }}",
        {
            "sentence": "Nobody has offered anything yet.",
            "label": "Offer the first thing",
            "more": "An hour, a ladder, a lift to town: small is best.",
        },
    ),
    Example(
        "empty", "nothing needs doing", "{{ kit.empty(sentence) }}", {"sentence": "Nothing needs you today."}
    ),
    Example(
        "more",
        "closed",
        "{% call kit.more(label) %}<p>{{ words }}</p>{% endcall %}",
        {
            "label": "Other ways to decide",
            "words": "Ranked choices are good when there are more than two ways to go.",
        },
    ),
    Example(
        "more",
        "open",
        "{% call kit.more(label, open=True) %}<p>{{ words }}</p>{% endcall %}",
        {
            "label": "How this list is ordered",
            "words": "Groups known to be meeting come first, then the nearest.",
        },
    ),
    Example(
        "dialog",
        "opened by a link",
        "<p><a href='#leaving'>{{ ask }}</a></p>"
        "{% call kit.dialog('leaving', title, '#part-dialog') %}<p>{{ words }}</p>"
        "{{ kit.button(label, kind='danger') }}{% endcall %}",
        {
            "ask": "Leave this community …",
            "title": "Leave Willow House?",
            "words": "You take a copy of everything that is yours. Your words in circles stay there without your name.",
            "label": "Leave and take my copy",
        },
    ),
    Example(
        "steps",
        "asking to join",
        "{{ kit.steps([(a, 'done', da), (b, 'now', db), (c, 'later', ''), (d, 'later', '')], label=label) }}",
        {
            "a": "You asked",
            "da": "Tuesday 2 March",
            "b": "Maria reads it",
            "db": "You hear from her by Sunday 7 March.",
            "c": "You come to an evening",
            "d": "Getting to know each other, three months",
            "label": "Where your asking stands",
        },
    ),
    Example(
        "tabs",
        "",
        "{{ kit.tabs([(a, '#', True), (b, '#', False), (c, '#', False)], label) }}",
        {"a": "What is next", "b": "Agreements", "c": "People", "label": "Parts of this circle"},
    ),
    Example(
        "pages",
        "in the middle",
        "{{ kit.pages('#', '#', newer=a, older=b) }}",
        {"a": "Newer", "b": "Older than 4 March"},
    ),
    Example("pages", "at the beginning", "{{ kit.pages('', '#', label=label) }}", {"label": "More people"}),
    Example(
        "people",
        "a person, with and without a page",
        "{{ kit.person(a, '#', line=b) }}{{ kit.person(c) }}",
        {"a": "Anna Berg", "b": "Here for your questions, usually in the evening", "c": "Tom"},
    ),
    Example(
        "circle",
        "its mark and name",
        "{{ kit.circle(a, 'f00d', '#', line=b) }}{{ kit.circle(c, 'c0de') }}",
        {"a": "The Thursday circle", "b": "Six people, by invitation", "c": "Garden and kitchen"},
    ),
    Example(
        "circle",
        "many marks, one hand",
        "<p>{% for n in range(24) %}{{ circle_ring('circle-%d' % n, 48) }} {% endfor %}</p>",
    ),
    Example(
        "wording",
        "days and times",
        "<p>{{ kit.when(then, 'day_time') }} · {{ kit.when(then) }} · {{ kit.when(then, 'day_year') }} · "
        "{{ kit.when(then, 'month_year') }} · {{ then|ago_words(today) }}</p>",
    ),
    Example(
        "wording",
        "amounts and distances",
        "<p>{{ 1250|money('EUR') }} · {{ -300|money('GBP') }} · {{ 120000|money('CHF') }} · "
        "{{ 150|hours }} · {{ 12300|number }} · "
        "{{ kit.distance(1.3) }} · {{ kit.distance(0.42) }} · {{ kit.distance(18.2, 'town') }} · "
        "{{ kit.distance(3, 'hidden') }}</p>",
    ),
    Example(
        "source",
        "never checked",
        "{{ kit.source(name, year=year, url='#', licence=licence) }}",
        {"name": "Co-operatives UK, open data", "year": "2022", "licence": "CC BY-SA 4.0"},
    ),
    Example("source", "checked", "{{ kit.source(name, verified=then) }}", {"name": "the group’s own page"}),
    Example(
        "quote",
        "",
        "{{ kit.quote(words, by=by) }}",
        {"words": "I came for the soup and stayed for the quiet.", "by": "Rosa, written down by Tom"},
    ),
    Example(
        "copyable",
        "as text for a chat",
        "{{ kit.copyable(words) }}",
        {"words": "How we are\n1. We let each other finish.\n2. You may always pass."},
    ),
    Example(
        "to_send",
        "a link that is shown once",
        "{{ kit.to_send(link) }}",
        {"link": "https://hearth.example/welcome/"},
    ),
    Example(
        "keepable",
        "shown only where there is script, and never on a shared computer",
        "{{ kit.keepable('#', ['#'], _('Your own pages can open without a line.')) }}",
    ),
    Example(
        "icons",
        "each with a word beside it",
        "<ul class='icon-list'>{% for name in names %}<li>{{ kit.icon(name) }}{{ name }}</li>{% endfor %}</ul>",
        given=lambda: {"names": ICON_NAMES.split()},
    ),
]

FORMS = [
    Example(
        "form",
        "whole, empty",
        "{{ forms.whole(form, submit=submit, action='#', once_key='example', before=before, cancel=(cancel, '#')) }}",
        {
            "submit": "Send",
            "before": "Only the two people who welcome newcomers read this.",
            "cancel": "Not now",
        },
        lambda: {"form": Asking(prefix="asking")},
    ),
    Example(
        "form",
        "whole, with problems",
        "{{ forms.whole(form, submit=submit, action='#', focus=False) }}",
        {"submit": "Send"},
        lambda: {"form": wrongly_filled()},
    ),
    Example(
        "form",
        "composed of every kind of field",
        "{{ forms.start(action='#', once_key='example', id='every') }}"
        "{% call forms.group(legend, hint=hint) %}{{ forms.field(form['name'], width='medium') }}"
        "{{ forms.field(form['story']) }}{% endcall %}"
        "{% for name in rest %}{{ forms.field(form[name]) }}{% endfor %}{{ forms.finish(submit) }}",
        {
            "submit": "Keep this",
            "legend": "Who you are here",
            "hint": "Other names than your legal one are welcome.",
        },
        lambda: {
            "form": Everything(prefix="every"),
            "rest": [n for n in Everything.base_fields if n not in ("name", "story")],
        },
    ),
    Example(
        "form",
        "filled with somebody’s words",
        "{{ forms.whole(form, submit='Send', action='#') }}",
        given=lambda: {"form": filled("Anna")},
    ),
    Example(
        "search",
        "",
        "{{ forms.search('#', value=value, label=label) }}",
        {"value": "Portsmouth", "label": "A town, a postcode, or the name of a group"},
    ),
]

EXAMPLES = [*PARTS, *FORMS]
