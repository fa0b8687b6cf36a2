"""Bodies of commands for tests of the dispatcher. Loads nothing, like a law."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from typing import Any


class BrokenFile(Exception):
    """A named error, as rooms have them."""

    def __init__(self, file: str, line: int) -> None:
        super().__init__("a quote is open at the end of the line")
        self.code, self.file, self.line = "open-quote", file, line


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("what", choices=("yes", "no", "doubt", "wrong", "broken", "loaded"))


def run(options: Namespace, out: Any) -> dict[str, Any]:
    import sys

    if options.what == "wrong":
        raise BrokenFile("list.csv", 7)
    if options.what == "broken":
        raise KeyError("CANARY what a person wrote")
    if options.what == "no":
        out.no()
    if options.what == "doubt":
        out.warn("One row has no place.")
    out.say("Three rows.")
    out.progress("Reading", 1, 2)
    return {"rows": 3, "django": "django" in sys.modules}
