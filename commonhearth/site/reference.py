"""The reference of who may do what, written from the register of rules; a test compares it with the file."""

from __future__ import annotations

import ast
import inspect
import sys
import textwrap
from collections.abc import Callable, Iterator
from itertools import groupby
from typing import Any

from commonhearth.foundation.access import Verdict, rules
from commonhearth.kit import sentences

HEAD = """# Who may do what

Made from the rules themselves by `make reference`; do not edit. Each rule is asked by the service that acts,
by the page for its button, and by this table. What no rule allows is not allowed.
"""


def _reasons(rule: Callable[..., Verdict]) -> list[str]:
    """Return the codes that a rule, and what it asks that is no rule itself, may refuse with, in order."""
    return list(dict.fromkeys(_codes(rule, set(rules().values()))))


def _codes(asked: Callable[..., Any], known: set[Callable[..., Any]]) -> Iterator[str]:
    known = known | {asked}
    for call in (one for one in ast.walk(_source(asked)) if isinstance(one, ast.Call)):
        name = call.func.id if isinstance(call.func, ast.Name) else ""
        said = call.args[:1] if name == "no" else [one.value for one in call.keywords if one.arg == "outside"]
        yield from (str(one.value) for one in said if isinstance(one, ast.Constant))
        further = inspect.unwrap(asked).__globals__.get(name)
        if inspect.isfunction(further) and ".access" in further.__module__ and further not in known:
            yield from _codes(further, known)


def _source(asked: Callable[..., Any]) -> ast.AST:
    return ast.parse(textwrap.dedent(inspect.getsource(asked)))


def table() -> str:
    """Return the whole reference page."""
    lines = [HEAD]
    named = [(name.rsplit(".", 2)[0].removeprefix("commonhearth."), rule) for name, rule in rules().items()]
    for package, group in groupby(named, key=lambda pair: pair[0]):
        lines += [f"\n## {package}\n", "| rule | who may | may refuse with |", "|---|---|---|"]
        for _package, rule in group:
            who = (inspect.getdoc(rule) or "").splitlines()[0]
            codes = ", ".join(f"`{code}`" for code in _reasons(rule)) or "what the rule it asks says"
            lines.append(f"| `{rule.__name__}` | {who} | {codes} |")
    lines += ["\n## The sentences\n", "| code | what is said |", "|---|---|"]
    for code in sorted({code for rule in rules().values() for code in _reasons(rule)}):
        lines.append(f"| `{code}` | {sentences.raw(code)} |")
    return "\n".join(lines) + "\n"


def main() -> None:
    """Write the page to standard output."""
    import django

    django.setup()
    sys.stdout.write(table())


if __name__ == "__main__":
    main()
