"""From what a word processor hands over (HTML) to Markdown: headings, lists, strong and slanted words, links, tables.

Everything else of it, sizes and colours, comments and scripts, is left behind. Word writes its lists as plain
paragraphs with a class and a hand-made dot; those become lists again.
"""

from __future__ import annotations

import re
from html.parser import HTMLParser

from commonhearth.kit.markdown import leads_somewhere_safe

#: Letters of HTML that are read at most; Word writes ten for each that is seen.
MOST_HTML = 2_000_000
#: How deep tags may stand in one another before the rest is taken as plain words.
DEEPEST = 200

_SKIPPED = frozenset(
    {"style", "script", "head", "title", "meta", "link", "template", "svg", "math", "xml", "o:p"}
)
_BLOCKS = frozenset(
    {"p", "div", "section", "article", "blockquote", "pre", "table", "tr", "ul", "ol", "li", "hr"}
)
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_VOID = frozenset({"br", "hr", "img", "meta", "link", "input", "col", "wbr"})
_STRONG = frozenset({"b", "strong"})
_SLANTED = frozenset({"i", "em"})
_WORD_HEADING = re.compile(r"mso-?(?:heading|title)(\d?)", re.IGNORECASE)
_WORD_LIST = re.compile(r"mso-list:\s*l\d+\s+level(\d)", re.IGNORECASE)
_MARK = re.compile(r"^\s*(?:[·•o§▪–-]|\(?(?:\d+|[a-z]|[ivx]+)[.)])\s+", re.IGNORECASE)
_SIGNS = re.compile(r"([\\`*_\[\]<])")


def markdown_of(html: str) -> str:
    """Return HTML as Markdown; "" where there are no words in it."""
    reader = _Reader()
    reader.feed(html[:MOST_HTML])
    reader.close()
    return reader.text()


class _Reader(HTMLParser):
    """Collects blocks: each a line or a few, with what stands before it."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._blocks: list[tuple[str, str]] = []  # ("item" | "block" | "row", text)
        self._words: list[str] = []
        self._before = ""
        self._kind = "block"
        self._open: list[str] = []  # tags whose end is awaited, with what closes them in the text
        self._closing: list[str] = []
        self._skip = 0
        self._lists: list[int] = []  # 0 for dots, else the next number
        self._quotes = 0
        self._cells: list[str] | None = None
        self._rows = 0
        self._links: list[str] = []

    # --- What the parser tells ------------------------------------------------------------------------
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self._skip or tag in _SKIPPED:
            self._skip += tag not in _VOID
            return
        named = {name: value or "" for name, value in attrs}
        if tag == "br":
            self._words.append("\n")
            return
        if tag == "hr":
            self._flush()
            self._blocks.append(("block", "---"))
            return
        if tag in _VOID or len(self._open) >= DEEPEST:
            return
        style, kind = named.get("style", ""), named.get("class", "")
        if "mso-list:ignore" in style.replace(" ", "").lower():
            self._skip = 1  # the hand-made dot of Word's lists
            return
        self._open.append(tag)
        self._closing.append(self._begin(tag, style, kind, named))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in _VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if self._skip:
            self._skip -= 1
            return
        if tag not in self._open:
            return
        while self._open:
            ended, closing = self._open.pop(), self._closing.pop()
            self._end(ended, closing)
            if ended == tag:
                return

    def handle_data(self, data: str) -> None:
        if self._skip or not data:
            return
        words = " ".join(data.replace("\xa0", " ").split())
        lead = " " if data[0].isspace() or data[0] == "\xa0" else ""
        tail = " " if data[-1].isspace() or data[-1] == "\xa0" else ""
        self._words.append(lead + _SIGNS.sub(r"\\\1", words) + tail if words else " ")

    # --- What becomes of it ---------------------------------------------------------------------------
    def _begin(self, tag: str, style: str, kind: str, named: dict[str, str]) -> str:
        if tag in _STRONG and "normal" not in _weight(style):  # Google wraps all it copies in a plain <b>
            return self._around("**")
        if tag in _SLANTED and "normal" not in style:
            return self._around("*")
        if tag == "span":
            weight = _weight(style)
            return self._around("**") if weight == "bold" or weight in ("600", "700", "800", "900") else ""
        if tag == "a":
            address = named.get("href", "").strip()
            if leads_somewhere_safe(address) and not address.startswith("/"):
                self._links.append(address)
                self._words.append("[")
                return "link"
            return ""
        if tag in ("td", "th"):
            self._words = []
            return "cell"
        if tag == "tr":
            self._flush()
            self._cells = []
        elif tag == "table":
            self._flush()
            self._rows = 0
        elif tag in ("ul", "ol"):
            self._flush()
            self._lists.append(0 if tag == "ul" else 1)
        elif tag == "blockquote":
            self._flush()
            self._quotes += 1
        elif tag == "li":
            self._flush()
            self._item(len(self._lists) or 1, self._number())
        elif tag in _HEADINGS and self._cells is None:
            self._flush()
            self._before = "#" * _HEADINGS[tag] + " "
        elif tag in ("p", "div") and self._cells is None:
            self._paragraph(style, kind)
        return ""

    def _paragraph(self, style: str, kind: str) -> None:
        in_item = self._kind == "item" and not "".join(self._words).strip()
        if in_item:  # <li><p>: the paragraph is the item
            return
        self._flush()
        if heading := _WORD_HEADING.search(kind):
            self._before = "#" * min(6, int(heading[1] or 1)) + " "
        elif listed := _WORD_LIST.search(style):
            self._item(int(listed[1]), 0)

    def _end(self, tag: str, closing: str) -> None:
        if closing in ("**", "*"):
            self._close_around(closing)
        elif closing == "link":
            said = "".join(self._words)
            start = said.rfind("[")
            shown, address = said[start + 1 :].strip(), self._links.pop()
            plain = shown.replace("\\", "")
            self._words = [
                said[:start],
                address if plain == address else f"[{shown or address}]({_safe(address)})",
            ]
        elif closing == "cell" and self._cells is not None:
            self._cells.append(" ".join("".join(self._words).split()).replace("|", "\\|"))
            self._words = []
        elif tag == "tr" and self._cells is not None:
            self._row()
        elif tag in ("ul", "ol"):
            self._flush()
            if self._lists:
                self._lists.pop()
        elif tag == "blockquote":
            self._flush()
            self._quotes = max(0, self._quotes - 1)
        elif tag in _BLOCKS or tag in _HEADINGS:
            if self._cells is None:
                self._flush()
            else:
                self._words.append(" ")

    def _around(self, sign: str) -> str:
        self._words.append(f"\0{sign}\0")
        return sign

    def _close_around(self, sign: str) -> None:
        said = "".join(self._words)
        before, opened, inside = said.rpartition(f"\0{sign}\0")
        if not opened:
            return
        words = inside.strip()
        lead = inside[: len(inside) - len(inside.lstrip())]
        tail = inside[len(inside.rstrip()) :]
        self._words = [before, f"{lead}{sign}{words}{sign}{tail}" if words and sign not in words else inside]

    def _number(self) -> int:
        if not self._lists or self._lists[-1] == 0:
            return 0
        self._lists[-1] += 1
        return self._lists[-1] - 1

    def _item(self, level: int, number: int) -> None:
        self._kind = "item"
        self._before = "  " * 2 * (level - 1) + (f"{number}. " if number else "- ")

    def _row(self) -> None:
        cells = self._cells or []
        self._cells = None
        self._kind, self._before = "row", ""
        if any(cells):
            self._blocks.append(("row", "| " + " | ".join(cells) + " |"))
            if self._rows == 0:
                self._blocks.append(("row", "|" + "---|" * len(cells)))
            self._rows += 1
        self._kind = "block"

    def _flush(self) -> None:
        said = re.sub(r"\0\*+\0", "", "".join(self._words))
        lines = [" ".join(line.split()) for line in said.split("\n")]
        text = "\n".join(line for line in lines if line)
        if self._kind == "item":
            text = _MARK.sub("", text)
        if text:
            if self._before.startswith("#"):
                text = text.replace("\n", " ").replace("**", "")
            quote = "> " * self._quotes
            indent = " " * (len(self._before) - len(self._before.lstrip()) + 2 if self._kind == "item" else 0)
            whole = f"{self._before}{text}".replace("\n", f"\n{quote}{indent}")
            self._blocks.append((self._kind, f"{quote}{_escaped(whole, self._before)}"))
            self._before, self._kind = "", "block"
        elif self._kind != "item":
            self._before, self._kind = "", "block"
        self._words = []

    def text(self) -> str:
        """Return what was read."""
        self._flush()
        said: list[str] = []
        before = ""
        for kind, text in self._blocks:
            if said:
                said.append("\n" if kind == before and kind in ("item", "row") else "\n\n")
            said.append(text)
            before = kind
        return "".join(said).strip()


def _weight(style: str) -> str:
    found = re.search(r"font-weight:\s*(\w+)", style)
    return found[1].lower() if found else ""


def _safe(address: str) -> str:
    return address.replace("(", "%28").replace(")", "%29").replace(" ", "%20")


def _escaped(text: str, before: str) -> str:
    """Return a block whose first words are no sign of a list by chance: “1. May” stays a date."""
    if before:
        return text
    return re.sub(r"^(\d+)([.)]) ", r"\1\\\2 ", re.sub(r"^([-+#>])", r"\\\1", text))
