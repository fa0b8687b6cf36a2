"""What people write becomes a page that can do nothing but be read, whatever they write."""

from __future__ import annotations

import itertools
import operator
import re
from string import ascii_letters, digits
from unittest import mock

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markupsafe import Markup

from commonhearth.kit import markdown
from commonhearth.kit.markdown import plain, render, snippet
from tests.kit.reading import GARDEN, HARMLESS, read

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
#: Beside those of ASCII: Latin, Greek, Cyrillic.
LETTERS = ((0xC0, 0x24F), (0x370, 0x3FF), (0x400, 0x4FF))
# Lines of plain words. Hypothesis could draw them from the pattern itself, at a tenth of a second for each.
_letters = st.one_of(
    st.sampled_from(ascii_letters), *(st.characters(min_codepoint=a, max_codepoint=b) for a, b in LETTERS)
)
_begins = st.one_of(_letters, st.sampled_from("\"'(“‘„«"), _letters.map("@{}".format))
_goes_on = st.one_of(
    _letters,
    st.sampled_from(digits + " ,;.?!\"'()“”‘’„«»–—…%€£$-"),
    st.sampled_from((": ", " @a", " ")),
)
_line = st.builds(
    operator.add, _begins, st.lists(_goes_on, max_size=30).map(lambda signs: "".join(signs).rstrip(" "))
)
_quiet = st.lists(
    st.builds(operator.add, _line, st.sampled_from(("\n", "\r\n", "\n\n", "\r\n\r\n"))), max_size=4
)
_plainly = st.builds(operator.add, _quiet.map("".join).filter(markdown._QUIET.fullmatch), _typed)


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
