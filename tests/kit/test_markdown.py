"""What people write becomes a page that can do nothing but be read."""

from __future__ import annotations

import itertools
import operator
import re
import time
from html.parser import HTMLParser
from unittest import mock

import pytest
from django import forms
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markupsafe import Markup

from commonhearth.kit import markdown
from commonhearth.kit.markdown import Picture, plain, render, snippet

HARMLESS = {
    *("p", "br", "hr", "em", "strong", "s", "a", "ul", "ol", "li", "blockquote", "pre", "code", "img"),
    *("h2", "h3", "h4", "h5", "h6", "table", "thead", "tbody", "tr", "th", "td"),
}
GARDEN = {"garden.jpg": Picture("/c/hazel/files/1/", 800, 600)}


class Reader(HTMLParser):
    """Reads a page as a browser would begin to, and fails on whatever could do something."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.links: list[str] = []
        self.pictures: list[str] = []
        self.words = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in HARMLESS, tag
        named = dict(attrs)
        allowed = {"a": {"href", "rel"}, "img": {"src", "alt", "width", "height", "loading"}, "ol": {"start"}}
        assert set(named) <= allowed.get(tag, set()), (tag, named)
        if tag == "a":
            assert "noopener" in (named["rel"] or "")
            assert "nofollow" in (named["rel"] or "")
        if href := named.get("href"):
            assert re.match(r"(?i)(https?://|mailto:|tel:|/(?![/\\]))", href), href
            assert not re.search(r"[\x00-\x20\\]", href), href
            self.links.append(href)
        if src := named.get("src"):
            self.pictures.append(src)

    def handle_data(self, data: str) -> None:
        self.words += data

    def handle_comment(self, data: str) -> None:
        raise AssertionError(data)

    handle_decl = handle_pi = unknown_decl = handle_comment


def read(html: str) -> Reader:
    reader = Reader()
    reader.feed(html)
    reader.close()
    return reader


# --- The corpus: every carrier with every load -------------------------------------------------------
_LOADS = (
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "java\tscript:alert(1)",
    "java\nscript:alert(1)",
    "\x01javascript:alert(1)",
    "&#106;avascript:alert(1)",
    "&#x6A;avascript&colon;alert(1)",
    "javascript&#58;alert(1)",
    "%6Aavascript:alert(1)",
    "vbscript:msgbox(1)",
    "data:text/html,<script>alert(1)</script>",
    "data:image/svg+xml;base64,PHN2Zy8+",
    "data:image/gif;base64,R0lGODlhAQABAAAAACw=",
    "file:///etc/passwd",
    "blob:https://evil.example/1",
    "//evil.example/x",
    "/\\evil.example/x",
    "\\\\evil.example\\x",
    "/\t/evil.example/x",
    "intent://x#Intent;end",
    "ws://evil.example/",
    "view-source:javascript:alert(1)",
    'https://ok.example/" onmouseover="alert(1)',
    "https://ok.example/' onmouseover='alert(1)",
    "https://ok.example/`onmouseover=alert(1)",
    "https://ok.example/><script>alert(1)</script>",
    "feed:javascript:alert(1)",
    "jar:https://evil.example!/x",
)
_CARRIERS = (
    "[x]({})",
    "[x](<{}>)",
    "![x]({})",
    "![x](<{}>)",
    "<{}>",
    "[x][1]\n\n[1]: {}",
    "[x][1]\n\n[1]: <{}> 'y'",
    "{}",
    '[x]({} "title")',
    "[![x]({})](https://ok.example)",
    "> - [x]({})",
    "| a |\n|---|\n| [x]({}) |",
)
_HTML = (
    "<script>alert(1)</script>",
    "<scr<script>ipt>alert(1)</script>",
    "<ScRiPt/x>alert(1)</sCrIpT >",
    "<svg onload=alert(1)>",
    "<svg><animate onbegin=alert(1) attributeName=x></svg>",
    "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 onerror=alert(1)&gt;'>",
    "<img src=x onerror=alert(1)>",
    "<img src=https://evil.example/pixel.gif>",
    "<iframe src=javascript:alert(1)></iframe>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<object data=https://evil.example></object>",
    "<embed src=https://evil.example>",
    "<form action=https://evil.example><input name=p><button>Go</button></form>",
    "<a href=javascript:alert(1)>x</a>",
    "<a href='/leave' style='position:fixed;inset:0'>x</a>",
    "<style>*{display:none}</style>",
    "<style>@import 'https://evil.example/x.css'</style>",
    "<link rel=stylesheet href=https://evil.example/x.css>",
    "<meta http-equiv=refresh content='0;url=https://evil.example'>",
    "<base href=https://evil.example/>",
    "<video><source onerror=alert(1)></video>",
    "<audio src=https://evil.example/x.mp3 autoplay>",
    "<details open ontoggle=alert(1)>",
    "<body onload=alert(1)>",
    "<input autofocus onfocus=alert(1)>",
    "<marquee onstart=alert(1)>",
    "<textarea><script>alert(1)</script>",
    "</p></main><h1>This house is closed</h1>",
    "<!-- --><script>alert(1)</script><!-- -->",
    "<![CDATA[<script>alert(1)</script>]]>",
    "<?php echo 1 ?>",
    "<!DOCTYPE html [<!ENTITY x 'y'>]>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<template><script>alert(1)</script></template>",
    "<xss id=x tabindex=1 onfocus=alert(1)></xss>",
    "<p class='notice notice-care' id=help-now>",
)
_WRAPPERS = ("{}", "**{}**", "`{}`", "# {}", "> {}", "- {}", "```{}\n{}\n```", "[{}](https://ok.example)")
_CORPUS = [carrier.replace("{}", load) for carrier, load in itertools.product(_CARRIERS, _LOADS)] + [
    wrapper.replace("{}", html) for wrapper, html in itertools.product(_WRAPPERS, _HTML)
]


def test_the_corpus_is_large():
    assert len(set(_CORPUS)) >= 600


@pytest.mark.parametrize("tables", [False, True])
def test_nothing_in_the_corpus_does_anything(tables):
    for text in _CORPUS:
        reader = read(render(text, tables=tables, pictures=GARDEN))
        assert reader.pictures == [], text
        for link in reader.links:
            assert re.match(r"https://(ok|evil)\.example|/(?![/\\])", link), (text, link)


def test_either_layer_would_do_alone(monkeypatch):
    """The cleaner alone keeps what no parser has looked at harmless."""
    for html in (*_HTML, *(f'<a href="{load}">x</a><img src="{load}">' for load in _LOADS)):
        assert read(markdown._cleaner(True, frozenset()).clean(html)).pictures == []
    monkeypatch.setattr(nothing := _NoCleaner(), "seen", [])
    monkeypatch.setattr(markdown, "_cleaner", lambda tables, addresses: nothing)
    for text in _CORPUS:
        render(text)
    for html in nothing.seen:
        found = re.findall(r"<(\w+)", re.sub(r' alt="[^"]*"', "", html))
        assert set(found) <= HARMLESS
        assert not re.search(r"<[^>]*\son\w+=[^>]*>", re.sub(r'"[^"]*"', '""', html))
        assert not re.search(r'(?i)href="(?!https?:|mailto:|tel:|/(?!/))', html)


class _NoCleaner:
    seen: list[str] = []

    def clean(self, html: str) -> str:
        self.seen.append(html)
        return html


_signs = st.lists(
    st.sampled_from(
        [
            *(
                "> ",
                "- ",
                "1. ",
                "  ",
                "    ",
                "\n",
                "\n\n",
                "*",
                "**",
                "_",
                "~~",
                "`",
                "```",
                "[",
                "]",
                "(",
                ")",
            ),
            *(
                "![",
                "](",
                "<",
                ">",
                "&",
                "&lt;",
                "&#60;",
                "|",
                "\n|---|\n",
                "# ",
                "\\",
                '"',
                "'",
                "script",
                "on=1",
            ),
            *(
                "javascript:",
                "https://a.org",
                "www.a.org",
                "a@b.org",
                "x",
                "\x00",
                "\u202e",
                "\ud83d\ude00",
                "é",
            ),
        ]
    ),
    max_size=80,
)


@given(_signs, st.integers(2, 6), st.booleans())
@settings(max_examples=400, deadline=None)
def test_whatever_signs_are_put_in_one_another_it_stays_harmless(signs, top, tables):
    text = "".join(signs)
    reader = read(render(text, top=top, tables=tables))
    assert reader.pictures == []
    plain(text)
    assert "\n" not in snippet(text)


#: What people type most, with all that is next to meaning something among it.
_typed = st.lists(
    st.sampled_from(
        [
            *(
                "the",
                "kettle",
                "Öl",
                "ß",
                "ž",
                "1",
                "2.",
                "A",
                "w",
                "www",
                "mailto",
                "http",
                "tel",
                "a.org",
                "x.y",
            ),
            *(" ", " ", " ", "\n", "\n\n", "\r\n", "\r", "\t", "  \n", "    "),
            *(
                ".",
                ",",
                ";",
                "?",
                "!",
                ":",
                "-",
                "–",
                "…",
                "(",
                ")",
                '"',
                "'",
                "“",
                "”",
                "’",
                "«",
                "%",
                "€",
                "$",
            ),
            *(
                "@",
                "/",
                "//",
                "[",
                "]",
                "*",
                "_",
                "&",
                "<",
                ">",
                "#",
                "=",
                "+",
                "~",
                "`",
                "\\",
                "|",
                "\x00",
                "\u00a0",
            ),
        ]
    ),
    max_size=30,
).map("".join)
_plainly = st.builds(operator.add, st.from_regex(markdown._QUIET, fullmatch=True), _typed)


@given(st.one_of(_typed, _plainly, st.text(max_size=60)))
@example("Soup.\n\n- *bread*\n- www.a.org\n\n[x]: /c/x/")
@example("@Moss, thank you.\nSix is fine: 6.30!\r\n\r\n(I bring “soup”.)\n")
@settings(max_examples=600, deadline=None)
def test_plain_words_take_the_short_way_to_the_same_place(text):
    short = render(text)
    with mock.patch.object(markdown, "_as_typed", return_value=(Markup(""), text)):
        assert short == render(text)


def test_most_of_what_people_write_takes_the_short_way():
    for text in (
        "Thank you.",
        "@Moss, six is fine: at “ours”!\r\nBring a bowl (and somebody hungry).\n\nÉva",
    ):
        assert markdown._as_typed(text)[1] == ""
    assert markdown._as_typed("Thank you.\n\n- *soup*")[1] == "- *soup*"


@given(st.integers(1, 400), st.sampled_from(["> ", "- ", "1. ", "[", "![", "**", "*_", "`", "<", "(", "~~"]))
@settings(max_examples=80, deadline=None)
def test_nesting_has_an_end(depth, sign):
    html = render(sign * depth + "x")
    assert html.count("<blockquote>") + html.count("<ul>") + html.count("<ol>") <= markdown.DEEPEST
    read(html)


@given(st.text(alphabet=st.characters(exclude_characters="\r"), max_size=200))
@settings(max_examples=200, deadline=None)
def test_words_are_kept_as_words(text):
    letters = re.findall(r"[a-z]{3,}", text)
    shown = read(render(text)).words
    for word in letters:
        assert word in shown or "]:" in text or "![" in text or "](" in text or "&" in text or "`" in text


# --- What it is for -----------------------------------------------------------------------------------
def test_what_people_write_most():
    html = render("Dear all,\nthe *kettle* is **hot**.\n\n- tea\n- ~~coffee~~\n\n3. three")
    assert html == (
        "<p>Dear all,<br>\nthe <em>kettle</em> is <strong>hot</strong>.</p>\n"
        '<ul>\n<li>tea</li>\n<li><s>coffee</s></li>\n</ul>\n<ol start="3">\n<li>three</li>\n</ol>\n'
    )


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ("see https://example.org/a_b(c).", ["https://example.org/a_b(c)"]),
        ("see www.example.org/x, please", ["https://www.example.org/x"]),
        ("write to rosa@example.org", ["mailto:rosa@example.org"]),
        ("[ring](tel:+441234567890)", ["tel:+441234567890"]),
        ("[the plan](/c/hazel/handbook/)", ["/c/hazel/handbook/"]),
        ("We met on Thursday.So we ate. See notes.md and 127.0.0.1", []),
        ("//evil.example/x and ftp://evil.example/x", []),
        ("[home](garden)", []),
    ],
)
def test_links(text, links):
    assert read(render(text)).links == links


@pytest.mark.parametrize(
    ("text", "top", "tags"),
    [
        ("# A\n## B\n# C", 3, ["h3", "h4", "h3"]),
        ("## A\n### B", 2, ["h2", "h3"]),
        ("###### A", 2, ["h2"]),
        ("# A\n###### B", 4, ["h4", "h6"]),
        ("A\n=====\nB\n---", 3, ["h3", "h4"]),
    ],
)
def test_headings_fit_below_those_of_the_page(text, top, tags):
    assert re.findall(r"<(h\d)", render(text, top=top)) == tags


def test_only_pictures_that_hang_here_are_shown():
    html = render(
        "![The *garden*](Garden.jpg) ![x](https://evil.example/x.jpg) ![y](other.jpg)", pictures=GARDEN
    )
    assert read(html).pictures == ["/c/hazel/files/1/"]
    assert 'alt="The garden" width="800" height="600" loading="lazy"' in html
    assert html.endswith("x y</p>\n")


def test_a_name_with_spaces_is_found():
    found = {"our garden.jpg": Picture("/f/1/", 1, 1)}
    assert (
        read(render("![x](<our garden.jpg>) ![x](our%20garden.jpg)", pictures=found)).pictures
        == ["/f/1/"] * 2
    )


def test_tables_only_where_asked_for():
    text = "| a | b |\n|---|:-:|\n| 1 | 2 |"
    assert "<table>" in render(text, tables=True)
    assert "style" not in render(text, tables=True)
    assert "<table>" not in render(text)


def test_plain_text_for_mail():
    text = (
        "# Hello\n\nSee **[our plan](https://a.org/p)** and www.a.org,\nor rosa@a.org.\n\n"
        "- one\n  - two\n1. three\n\n> said"
    )
    assert plain(text) == (
        "Hello\n\nSee our plan (https://a.org/p) and www.a.org,\nor rosa@a.org.\n\n– one\n  – two\n1. three\n\nsaid"
    )


def test_a_snippet_is_one_line_cut_between_words():
    assert snippet("# Hello\n\n*You* [two](https://a.org)") == "Hello You two"
    assert snippet("one two three four, five", 20) == "one two three four…"
    assert len(snippet("word " * 50_000)) <= 161
    assert snippet("") == ""


# --- Too much of it ------------------------------------------------------------------------------------
def test_ten_megabytes_are_refused_before_they_are_read(monkeypatch):
    text = "[" * 10_000_000
    monkeypatch.setattr(markdown, "_parser", None)
    for function in (render, plain):
        begun = time.process_time()
        with pytest.raises(markdown.TooLong):
            function(text)
        assert time.process_time() - begun < 0.1


def test_the_form_says_so_in_a_sentence():
    class Form(forms.Form):
        text = markdown.WritingField(most=20)

    form = Form({"text": "x" * 21})
    assert form.errors["text"] == [
        "This text has 21 characters; at most 20 fit in one piece. Nothing was saved. "
        "Please divide it into parts, or attach it as a file."
    ]
    assert Form({"text": "x" * 20}).is_valid()


_BOMBS = [
    "[",
    "![",
    "[a](",
    "*a ",
    "_a__b",
    "> ",
    "**x *y ",
    "<a",
    "~~a",
    "http://",
    "a@b.",
    "www.",
    "- a\n",
    "||\n",
    "&",
]


@pytest.mark.parametrize("sign", _BOMBS)
def test_twice_the_signs_take_no_more_than_a_few_times_as_long(sign):
    def takes(length: int) -> float:
        text = "|a|b|\n|-|-|\n" * (sign == "||\n") + sign * (length // len(sign))
        begun = time.process_time()
        render(text, tables=True)
        return time.process_time() - begun

    takes(500)
    short = min(takes(12_000) for _ in range(2))
    assert min(takes(24_000) for _ in range(2)) < 3.5 * short + 0.2
