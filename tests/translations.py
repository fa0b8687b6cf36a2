"""The sentences to translate: collected from every template and module, and compared with what is kept.

python -m tests.translations write | check
"""

from __future__ import annotations

import sys
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).parents[1]
POT = ROOT / "locale" / "commonhearth.pot"
METHODS = [
    ("**/migrations/**", "ignore"),
    ("**/templates/**.html", "jinja2"),
    ("**/templates/**.txt", "jinja2"),
    ("**.py", "python"),
]
#: As in `kit/jinja.py`; a template that does not parse is an error, not a silence.
_JINJA = {"trimmed": "true", "silent": "false", "extensions": "jinja2.ext.do"}
OPTIONS = {"**/templates/**.html": _JINJA, "**/templates/**.txt": _JINJA}
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}


def collect() -> Catalog:
    """Return every sentence of the product with the files where it stands.

    Raises:
        jinja2.TemplateSyntaxError: when a template does not parse.
    """
    catalog = Catalog(project="Commonhearth", charset="utf-8", fuzzy=False)
    package = ROOT / "commonhearth"
    found = extract_from_dir(
        package,
        method_map=METHODS,
        options_map=OPTIONS,
        keywords=KEYWORDS,
        comment_tags=("Translators:",),
        strip_comment_tags=True,
    )
    for filename, _line, message, comments, context in found:
        # Files without line numbers: a moved line is not a change of the sentences.
        catalog.add(
            message,
            locations=[(f"commonhearth/{filename}", None)],
            auto_comments=comments,
            context=context,
            flags=(),
        )
    return catalog


def _bytes(catalog: Catalog) -> bytes:
    out = BytesIO()
    write_po(out, catalog, omit_header=True, sort_output=True, include_lineno=False, width=100)
    return out.getvalue()


def _keys(catalog: Catalog) -> set[tuple[object, object]]:
    return {(message.context, message.id) for message in catalog if message.id}


def write() -> int:
    """Write `locale/commonhearth.pot`."""
    catalog = collect()
    POT.parent.mkdir(exist_ok=True)
    POT.write_bytes(_bytes(catalog))
    print(f"{len(_keys(catalog))} sentences in {POT.relative_to(ROOT)}")
    return 0


def check() -> int:
    """Say which sentences are new or gone; 0 when none is."""
    now = _keys(collect())
    kept: set[tuple[object, object]] = set()
    if POT.exists():
        with POT.open("rb") as file:
            kept = _keys(read_po(file))
    for word, keys in (("new", now - kept), ("gone", kept - now)):
        for _context, message in sorted(keys, key=str)[:20]:
            print(f"{word}: {message}")
    if now != kept:
        print(f"{len(now - kept)} new, {len(kept - now)} gone. To keep them, type: make pot")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(write() if sys.argv[1:] == ["write"] else check())
