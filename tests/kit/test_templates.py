"""Every template of the house: its words can be translated, and it carries no style or script of its own."""

from __future__ import annotations

import re
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.template import engines
from django.urls import URLResolver, get_resolver
from jinja2 import nodes

import commonhearth

ROOT = Path(commonhearth.__file__).parent
TEMPLATES = sorted(
    str(path.relative_to(ROOT))
    for path in ROOT.glob("**/templates/**/*")
    if path.suffix in (".html", ".txt", ".xml", ".svg")
)
#: A room or a part of the house, each asked about as one: a test for every template took longer than its question.
PLACES = sorted({name.partition("/templates/")[0] for name in TEMPLATES})
#: Samples in the gallery are data, not words of the house.
SAMPLES = "kit/templates/kit/samples/"
#: What may stand bare: a mail's header, names of formats, ways of saying "and so on".
ALLOWED = {"Subject", "HTTP", "JSON", "CSV", "UTC", "URL", "px", "km"}
#: Stands for a value: a figure, so that it is no word, and may end the name of a tag.
HOLE = "0"
ADDRESS = re.compile(r"\S*/\S*")
WORD = re.compile(r"[^\W\d_]{2,}")
#: A sentence or a heading given to a macro as it is: a capital, and more than one word.
SENTENCE = re.compile(r"^[A-ZÀ-Þ“‘][^\W\d_]*[ ,’][^<>{}]*$")
#: A file that a member takes away and opens without us has to carry its own style.
TRAVELLING = {"foundation/members/templates/members/export.html"}
#: A script that comes from a file, or is no script but data.
LOADED = re.compile(r'src=|type="application/(ld\+)?json"')
SPOKEN = {"alt", "title", "aria-label", "placeholder", "aria-description"}
TRANSLATORS = {"_", "gettext", "ngettext", "pgettext", "npgettext"}


def of(place: str, *endings: str) -> list[str]:
    """Return the templates of one room or part that end so."""
    return [name for name in TEMPLATES if name.startswith(f"{place}/templates/") and name.endswith(endings)]


class Bare(HTMLParser):
    """The words that a reader or a screen reader would meet."""

    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []
        self.silent = 0

    def handle_starttag(self, tag, attrs):
        self.silent += tag in ("script", "style")
        self.said += [value for name, value in attrs if name in SPOKEN and value]

    def handle_endtag(self, tag):
        self.silent -= tag in ("script", "style")

    def handle_data(self, data):
        if not self.silent:
            self.said.append(data)


def raw_text(tree: nodes.Template) -> str:
    """Return the template's own text, with a hole wherever a value or a translation comes in."""
    parts = []
    for output in tree.find_all(nodes.Output):
        parts += [n.data if isinstance(n, nodes.TemplateData) else HOLE for n in output.nodes]
    return "".join(parts)


def given_as_they_are(node: nodes.Node) -> list[str]:
    """Return the sentences written into calls without a translation around them."""
    if isinstance(node, nodes.Call) and isinstance(node.node, nodes.Name) and node.node.name in TRANSLATORS:
        return []
    found = [node.value] if isinstance(node, nodes.Const) and isinstance(node.value, str) else []
    for child in node.iter_child_nodes():
        found += given_as_they_are(child)
    return [text for text in found if SENTENCE.match(text)]


@cache
def tree_of(name: str) -> nodes.Template:
    """Return a template as Jinja2 reads it, for all that ask about it."""
    return engines["jinja2"].env.parse((ROOT / name).read_text())


def bare_words(tree: nodes.Template, html: bool) -> list[str]:
    text = raw_text(tree)
    if html:
        reader = Bare()
        reader.feed(text)
        said = reader.said
    else:
        said = text.splitlines()
    words = [line.strip() for line in said if set(WORD.findall(ADDRESS.sub("", line))) - ALLOWED]
    return words + given_as_they_are(tree)


@pytest.mark.parametrize("place", PLACES)
def test_every_word_can_be_translated(place):
    bare = {
        name: bare_words(tree_of(name), html=not name.endswith(".txt"))
        for name in of(place, ".html", ".svg", ".xml", ".txt")
        if not name.startswith(SAMPLES)
    }
    assert {name: words for name, words in bare.items() if words} == {}


@pytest.mark.parametrize("place", PLACES)
def test_no_template_carries_style_or_script(place):
    found = []
    for name in set(of(place, ".html")) - TRAVELLING:
        source = (ROOT / name).read_text()
        own = re.findall(r"<style|\sstyle=|\son[a-z]+=|javascript:|hx-on", source)
        own += [tag for tag in re.findall(r"<script[^>]*>", source) if not LOADED.search(tag)]
        found += [(name, one) for one in own]
    assert found == []


@cache
def every_rule() -> set[str]:
    """Return the classes that some style sheet of the house knows."""
    return {
        rule
        for sheet in ROOT.glob("**/static/**/*.css")
        for rule in re.findall(r"\.([a-z][\w-]*)", sheet.read_text())
    }


@pytest.mark.parametrize("place", PLACES)
def test_every_class_has_a_rule(place):
    """A class that no style sheet of the house knows is a slip of the pen, or a wish nobody heard."""
    unknown = {
        (name, word)
        for name in set(of(place, ".html")) - TRAVELLING
        for word in classes_in(name) - every_rule() - {"pages-newer"}
    }
    assert unknown == set()


def classes_in(name: str) -> set[str]:
    source = re.sub(r"{#.*?#}", "", (ROOT / name).read_text(), flags=re.DOTALL)
    said = re.findall(r'class="([^"]*)"', source)
    used = {word for words in said for word in re.sub(r"{{.*?}}|{%.*?%}", " \x00", words).split()}
    # A word that ends in a dash is finished by a value; the gallery's states check those of the kit.
    return {word for word in used if "\x00" not in word and not word.endswith("-")}


@pytest.mark.parametrize("place", PLACES)
def test_every_part_that_a_page_asks_for_exists(place):
    """Otherwise only the person who opens that page, in that state, would find out."""
    assert {(name, part) for name in of(place, ".html") for part in lacking_in(name)} == set()


def lacking_in(name: str) -> set[str]:
    """Return the macros and filters that a template asks for and nobody wrote."""
    env = engines["jinja2"].env
    tree = tree_of(name)
    imported = {
        node.target: vars(env.get_template(node.template.value).module)
        for node in tree.find_all(nodes.Import)
        if isinstance(node.template, nodes.Const)
    }
    asked = {
        (node.node.name, node.attr)
        for node in tree.find_all(nodes.Getattr)
        if isinstance(node.node, nodes.Name) and node.node.name in imported
    }
    lacking = {f"{where}.{part}" for where, part in asked if part not in imported[where]}
    return lacking | ({node.name for node in tree.find_all(nodes.Filter)} - env.filters.keys())


@cache
def names_of_addresses(resolver: URLResolver, before: str = "") -> set[str]:
    """Return every name that `url` may be asked for, with its namespace."""
    found = set()
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            within = f"{before}{pattern.namespace}:" if pattern.namespace else before
            found |= names_of_addresses(pattern, within)
        elif pattern.name:
            found.add(before + pattern.name)
    return found


@pytest.mark.parametrize("place", PLACES)
def test_every_address_that_a_page_asks_for_exists(place):
    unknown = {
        (name, asked)
        for name in of(place, ".html", ".txt")
        for asked in addresses_in(name) - names_of_addresses(get_resolver())
    }
    assert unknown == set()


def addresses_in(name: str) -> set[str]:
    return {
        node.args[0].value
        for node in tree_of(name).find_all(nodes.Call)
        if isinstance(node.node, nodes.Name)
        and node.node.name in ("url", "here")
        and node.args
        and isinstance(node.args[0], nodes.Const)
    }


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("<p>Hello there</p>", ["Hello there"]),
        ('<p>{{ _("Hello there") }}</p>', []),
        ("<p>{% trans %}Hello there{% endtrans %}</p>", []),
        ('<img alt="A red house">', ["A red house"]),
        ('<a class="button quiet" href="/some/where">{{ name }}</a>', []),
        ("{% if x %}<b>Yes, we can</b>{% endif %}", ["Yes, we can"]),
        ('{{ kit.top("Ask to join") }}', ["Ask to join"]),
        ('{{ kit.top(_("Ask to join"), kind="button quiet") }}', []),
        ("<script src='/x.js'></script>·—", []),
        ("{# Only a comment #}", []),
    ],
)
def test_the_finder_finds(source, found):
    assert bare_words(engines["jinja2"].env.parse(source), html=True) == found
