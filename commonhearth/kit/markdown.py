"""What people write, shown as they meant it: Markdown becomes safe `Markup`, or plain text for mail and snippets.

    render(post.text)                       # paragraphs, lists, links; headings from h3 down
    render(page.text, top=2, tables=True)   # a handbook page
    render(page.text, pictures=found)       # ![The garden](garden.jpg), where the page has that picture
    plain(text)                             # for mail: no signs, addresses beside their words
    snippet(text)                           # one line, for a list
    check(text)                             # before anything is parsed: is it too long?

Two layers that know nothing of each other: the parser takes no HTML and makes links only to addresses it
finds harmless; the cleaner then keeps only the few tags and attributes named here, whatever the parser did.
Nothing is ever loaded from another host: a picture stands on the page only when the caller names its address here.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from urllib.parse import unquote, urlsplit

import nh3
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup

from commonhearth.kit import saying

#: Characters that are parsed at most, about thirty printed pages. The worst we know of takes 2 s at this length.
MOST = 100_000
#: Characters that are parsed for a line of a list.
SNIPPED = 1_280
#: How deep lists and quotations may stand in one another; a list takes two levels.
DEEPEST = 40
#: Where a link may lead, besides to a page of this host.
SCHEMES = frozenset({"http", "https", "mailto", "tel"})

_TEXT_TAGS = {
    *("p", "br", "hr", "em", "strong", "s", "a", "ul", "ol", "li", "blockquote", "pre", "code", "img"),
    *("h2", "h3", "h4", "h5", "h6"),
}
_TABLE_TAGS = {"table", "thead", "tbody", "tr", "th", "td"}
_BARE = re.compile(r"[^\x00-\x20\x7f/\\:?#&][^\x00-\x20\x7f/\\:?#&]*")
_AFTER_WWW = re.compile(r"[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}(?:[/?#][^\s<>()\[\]{}\"'`|\\^]{0,2000})?")
_CONTROL = re.compile(r"[\x00-\x20\x7f-\xa0\u2028\u2029\\]")


class TooLong(ValueError):
    """The text is longer than is ever parsed. `most` and `length` count characters."""

    def __init__(self, length: int, most: int) -> None:
        super().__init__(f"{length} characters, at most {most}")
        self.length = length
        self.most = most


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture that may stand in a text: where it is on this host, and its size in pixels."""

    address: str
    width: int
    height: int


def check(text: str, most: int = MOST) -> None:
    """Refuse what is too long, without reading it.

    Raises:
        TooLong: when it is.
    """
    if len(text) > most:
        raise TooLong(len(text), most)


def say_too_long(fault: TooLong) -> str:
    """Return the sentence for a text that is too long."""
    return str(_TOO_LONG) % {"length": saying.number(fault.length), "most": saying.number(fault.most)}


_TOO_LONG = _(
    "This text has %(length)s characters; at most %(most)s fit in one piece. Nothing was saved. "
    "Please divide it into parts, or attach it as a file."
)


class WritingField(forms.CharField):
    """A text of several lines that will be shown as Markdown, refused with a clear sentence when it is too long."""

    widget = forms.Textarea

    def __init__(self, *, most: int = MOST, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.most = most

    def clean(self, value: Any) -> Any:
        try:
            check(value or "", self.most)
        except TooLong as fault:
            raise ValidationError(say_too_long(fault), code="too_long") from None
        return super().clean(value)


def render(
    text: str, *, top: int = 3, tables: bool = False, pictures: Mapping[str, Picture] | None = None
) -> Markup:
    """Return a text as safe HTML.

    Args:
        text: Markdown as somebody typed it. A line break stays a line break.
        top: the level that the text's highest heading becomes, 2 to 6, to fit below the headings of the page.
        tables: whether tables are read.
        pictures: what `![words](name)` may show, by name. Any other picture is shown as its words.

    Raises:
        TooLong: when the text is longer than `MOST`.
    """
    check(text)
    said, rest = _as_typed(text)
    if not rest:
        return said
    given = {name.casefold(): picture for name, picture in (pictures or {}).items()}
    parser = _parser(tables)
    tokens = parser.parse(_whole_characters(rest), {})
    _lower(tokens, top)
    _hang(tokens, given)
    made = parser.renderer.render(tokens, parser.options, {})
    cleaned = _cleaner(tables, frozenset(picture.address for picture in given.values())).clean(made)
    return said + Markup(cleaned)  # noqa: S704  this is what the cleaner is for


# A line that no rule of Markdown, no link and no escape has anything to do with: it begins with a letter or a quotation
# mark and goes on with letters, figures and common points. An "@" begins a word, a colon ends one. No letter that
# was read is given back ("++"): a line with one less is no whole line, and trying takes ten times as long. There is no
# "*+" around all of it, for Python reads that wrongly before 3.11.5.
_LETTERS = r"A-Za-z\u00c0-\u024f\u0370-\u03ff\u0400-\u04ff"
_QUIET_LINE = (
    rf"(?:[{_LETTERS}\"'(“‘„«]|@(?=[{_LETTERS}]))"
    rf"(?:[{_LETTERS}0-9 ,;.?!\"'()“”‘’„«»–—…%€£$-]++|:(?=[ \r\n]|\Z)|(?<= )@(?=[{_LETTERS}]))*(?<! )"
)
_QUIET = re.compile(rf"(?:{_QUIET_LINE}(?:\r?\n{_QUIET_LINE})*(?:(?:\r?\n){{2,}}|(?:\r?\n)?\Z))*")
_APART = re.compile(r"\n{2,}")


def _as_typed(text: str) -> tuple[Markup, str]:
    """Return the paragraphs of plain words that a text begins with, as HTML, and the rest, which is to be parsed.

    Most of what people write has no rest. Tested to be equal to what parser and cleaner make of the whole: a
    blank line ends a paragraph, whatever follows.
    """
    found = _QUIET.match(text)
    begins = found[0] if found and "www." not in found[0].lower() else ""
    paragraphs = _APART.split(begins.replace("\r\n", "\n").rstrip("\n")) if begins else []
    inside = [one.replace("\n", "<br>\n") for one in paragraphs]
    html = "".join(f"<p>{one}</p>\n" for one in inside)
    return Markup(html), text[len(begins) :]  # noqa: S704  no sign of HTML is in it


def plain(text: str) -> str:
    """Return a text without its signs, paragraphs apart by a blank line, addresses in brackets after their words.

    Raises:
        TooLong: when the text is longer than `MOST`.
    """
    check(text)
    return "".join(_blocks(_parser(True).parse(_whole_characters(text), {}))).strip()


def snippet(text: str, most: int = 160) -> str:
    """Return the beginning of a text in one line, cut between words with “…” where there is more."""
    start, more = _whole_characters(text[:SNIPPED]), len(text) > SNIPPED
    line = " ".join("".join(_blocks(_parser(True).parse(start, {}), addresses=False)).split())
    if len(line) <= most:
        return f"{line}…" if more and line else line
    return f"{line[:most].rsplit(' ', 1)[0].rstrip(' ,;:.–-')}…"


def _whole_characters(text: str) -> str:
    """Return the text with “?” for halves of characters, which a program may send and no page can show."""
    return text.encode("utf-8", "replace").decode()


@lru_cache(maxsize=2)
def _parser(tables: bool) -> MarkdownIt:
    parser = MarkdownIt(
        "js-default",
        {"html": False, "linkify": True, "breaks": True, "maxNesting": DEEPEST, "langPrefix": ""},
    )
    parser.disable(["html_block", "html_inline"])
    if not tables:
        parser.disable("table")
    parser.validateLink = _is_read  # type: ignore[method-assign, assignment]
    assert parser.linkify is not None
    # "On Thursday.So we met" is no address: only what begins like one is.
    parser.linkify.set({"fuzzy_link": False, "fuzzy_ip": False})
    parser.linkify.add("ftp:", None).add("//", None)
    parser.linkify.add("www.", {"validate": _after_www, "normalize": _whole})
    parser.linkify.pretest = _may_lead_somewhere
    return parser


def _may_lead_somewhere(text: str) -> bool:
    """Return whether an address may be in a text, sooner than the finder of addresses says it for itself."""
    return ":" in text or "@" in text or "www." in text.lower()


def _after_www(linkify: Any, text: str, pos: int) -> int:
    """Return how many characters after “www.” belong to the address, without the full stop behind it."""
    found = _AFTER_WWW.match(text, pos)
    return len(found[0].rstrip(".,;:!?*_~")) if found else 0


def _whole(linkify: Any, match: Any) -> None:
    match.url = f"https://{match.url}"


def leads_somewhere_safe(address: str) -> bool:
    """Return whether a link may lead there: http, https, mailto, tel, or a page of this host (`/c/…`)."""
    if address.startswith("/"):
        return not address.startswith("//") and "\\" not in address and not _CONTROL.search(address)
    if _CONTROL.search(address):
        return False
    try:
        return urlsplit(address).scheme.lower() in SCHEMES
    except ValueError:
        return False


def _is_read(address: str) -> bool:
    """Return whether the parser takes it: a safe address, or a bare name, which may be a picture's."""
    return leads_somewhere_safe(address) or _BARE.fullmatch(address) is not None


@lru_cache(maxsize=64)
def _cleaner(tables: bool, addresses: frozenset[str]) -> nh3.Cleaner:
    def kept(tag: str, name: str, value: str) -> str | None:
        if tag == "a" and name == "href":
            return value if leads_somewhere_safe(value) else None
        if tag == "img" and name == "src":
            return value if value in addresses else None
        return value

    attributes: dict[str, set[str]] = {
        "*": set(),
        "a": {"href"},
        "img": {"src", "alt", "width", "height", "loading"},
        "ol": {"start"},
    }
    return nh3.Cleaner(
        tags=_TEXT_TAGS | _TABLE_TAGS if tables else _TEXT_TAGS,
        attributes=attributes,
        attribute_filter=kept,
        url_schemes=set(SCHEMES),
        link_rel="nofollow noopener noreferrer",
    )


def _lower(tokens: Sequence[Token], top: int) -> None:
    """Let the text's highest heading be of the level `top`, and none of the others higher."""
    headings = [token for token in tokens if token.type in ("heading_open", "heading_close")]
    highest = min((int(token.tag[1]) for token in headings), default=1)
    for token in headings:
        token.tag = f"h{min(6, int(token.tag[1]) - highest + top)}"


def _hang(tokens: Sequence[Token], pictures: Mapping[str, Picture]) -> None:
    """Give each picture its address here; a picture or link that leads nowhere is shown as its words."""
    for token in tokens:
        open_links: list[bool] = []
        for child in token.children or ():
            if child.type == "link_open":
                open_links.append(leads_somewhere_safe(str(child.attrs.get("href", ""))))
            if child.type in ("link_open", "link_close"):
                if not (open_links[-1] if child.type == "link_open" else open_links.pop()):
                    _say_only(child, "")
            elif child.type == "image":
                picture = pictures.get(unquote(str(child.attrs.get("src", ""))).casefold())
                if picture is None:
                    _say_only(child, _words(child.children or (), False))
                    continue
                child.attrs = {"src": picture.address, "alt": "", "width": picture.width}
                child.attrs |= {"height": picture.height, "loading": "lazy"}


def _say_only(token: Token, words: str) -> None:
    token.type, token.tag, token.content = "text", "", words
    token.attrs, token.children, token.nesting = {}, None, 0


def _blocks(tokens: Sequence[Token], addresses: bool = True) -> list[str]:
    """Return pieces of text with the space before them; items of a list begin with a dash or their number."""
    found: list[str] = []
    lists: list[int | None] = []  # the next number of each list we stand in; None where it has none
    mark, in_list = "", False
    for token in tokens:
        if token.type == "bullet_list_open":
            lists.append(None)
        elif token.type == "ordered_list_open":
            lists.append(int(token.attrs.get("start", 1)))
        elif token.type in ("bullet_list_close", "ordered_list_close"):
            lists.pop()
        elif token.type == "list_item_open":
            number = lists[-1]
            mark = "– " if number is None else f"{number}. "
            if number is not None:
                lists[-1] = number + 1
        elif token.type == "inline" or token.type in ("fence", "code_block"):
            said = _words(token.children, addresses) if token.children is not None else token.content.rstrip()
            if said.strip():
                space = "\n" if lists and mark and in_list else "\n\n"
                found.append(f"{space}{'  ' * max(0, len(lists) - 1)}{mark}{said}")
                in_list = bool(lists)
            mark = ""
    return found


def _words(tokens: Sequence[Token], addresses: bool) -> str:
    said: list[str] = []
    leads: list[tuple[str, int]] = []
    for token in tokens:
        if token.type in ("text", "code_inline"):
            said.append(token.content)
        elif token.type in ("softbreak", "hardbreak"):
            said.append("\n")
        elif token.type == "image":
            said.append(_words(token.children or (), addresses))
        elif token.type == "link_open":
            leads.append((str(token.attrs.get("href", "")), len(said)))
        elif token.type == "link_close" and leads:
            address, begun = leads.pop()
            shown = "".join(said[begun:])
            known = address.removeprefix("mailto:") == shown or address.endswith(f"//{shown}")
            if addresses and not known and leads_somewhere_safe(address):
                said.append(f" ({address})")
    return "".join(said)
