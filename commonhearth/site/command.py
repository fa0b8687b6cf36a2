"""The `hearth` command: finds the verb, loads no more than it needs, says what came of it.

A command's body is a module (or a class) with `add_arguments(parser)` and `run(options, out)`. `run`
writes sentences to `out` and returns what `--json` gives as its result; to end with "no" it says
`out.no()`, or returns an object with `status`, `result`, `warnings` and `error`. An error that names its
`code` (and where it can its `file` and `line`) is told as a person's to mend; anything else is ours.
"""

from __future__ import annotations

import argparse
import importlib
import json
import os
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NoReturn, TextIO

YES, NO, WRONG = 0, 1, 2
VERSION = 1


@dataclass(frozen=True, slots=True)
class Verb:
    """One command: where its body is, what it does, an example.

    Attributes:
        needs: "host" loads Django on a host that stands; "new" on a folder where one may be made; "itself"
            loads what it needs by itself; "nothing" is a law and never loads Django.
        as_owner: on PostgreSQL it works as the owner of the tables.
    """

    words: tuple[str, ...]
    body: str
    says: str
    example: str
    needs: str = "host"
    as_owner: bool = False


VERBS = [
    Verb(("demo",), "commonhearth.site.serve.commands:Demo",
         "Fill a demo host and serve it.", "hearth demo", needs="itself"),
    Verb(("serve",), "commonhearth.site.serve.commands:Serve",
         "Serve this host; make it first where the folder is empty.", "hearth serve --port 8000", needs="itself"),
    Verb(("run",), "commonhearth.site.serve.commands:Serve",
         "The same as serve.", "HEARTH_DATA=/srv/hearth hearth run", needs="itself"),
    Verb(("migrate",), "commonhearth.site.serve.commands:Migrate",
         "Bring the host up to this version, without serving it.", "hearth migrate", needs="itself"),
    Verb(("check",), "commonhearth.site.backup.commands:Check",
         "Ask whether this host is sound; changes nothing.", "hearth check --json"),
    Verb(("jobs",), "commonhearth.site.serve.jobs",
         "List jobs that were put aside after five tries; --again tries them anew.", "hearth jobs --again"),
    Verb(("backup",), "commonhearth.site.backup.commands:Backup",
         "Copy this host while it runs.", "hearth backup /mnt/stick/hearth"),
    Verb(("restore",), "commonhearth.site.backup.commands:Restore",
         "Put a backup back onto an empty folder.",
         "HEARTH_DATA=/srv/hearth hearth restore /mnt/stick/hearth", needs="new", as_owner=True),
    Verb(("restore-test",), "commonhearth.site.backup.commands:RestoreTest",
         "Put the newest backup back beside this host, and see whether it is sound.",
         "hearth restore-test /mnt/stick/hearth"),
    Verb(("import", "directory"), "commonhearth.rooms.directory.commands:ImportDirectory",
         "Import a directory of co-operatives and groups from a file.",
         "hearth import directory uk-co-operatives.csv"),
    Verb(("rotate", "host-key"), "commonhearth.site.rotating:HostKey",
         "Take a new host key, while the host is served.", "hearth rotate host-key"),
    Verb(("rotate", "community"), "commonhearth.site.rotating:CommunityKeys",
         "Give a community newer keys and seal everything again with them.", "hearth rotate community harbour"),
    Verb(("export", "community"), "commonhearth.site.archive.commands:Export",
         "Write a whole community into a file, to take it to another host.",
         "hearth export community harbour harbour.hearth.zip"),
    Verb(("import", "community"), "commonhearth.site.archive.commands:Import",
         "Take a whole community in from such a file.", "hearth import community harbour.hearth.zip"),
    Verb(("transfer-key",), "commonhearth.site.archive.commands:TransferKey",
         "Print the key by which an archive is locked for this host alone.", "hearth transfer-key"),
    Verb(("moved",), "commonhearth.site.archive.commands:Moved",
         "Make a community read only here, because it lives elsewhere now.",
         "hearth moved harbour https://other.example/c/harbour/"),
    Verb(("mail-in",), "commonhearth.rooms.conversations.commands",
         "Take an answer by mail in, from a mail server’s pipe.", "hearth mail-in < message"),
    Verb(("text",), "commonhearth.foundation.notices.sms.commands",
         "Send one text message, to try your gateway with.", "hearth text +447700900123"),
    Verb(("near",), "commonhearth.rooms.directory.commands:Near",
         "Find co-operatives and groups near a place.", "hearth near Totnes --words garden --json"),
]  # fmt: skip


class CommandFault(Exception):
    """A person's to mend.

    Attributes:
        code: names the kind.
        file, line: where, in what was given.
    """

    def __init__(self, code: str, message: str, *, file: str | None = None, line: int | None = None) -> None:
        super().__init__(message)
        self.code, self.file, self.line = code, file, line


class _Parser(argparse.ArgumentParser):
    """Tells wrong words like every other fault, so that `--json` stays one object."""

    def error(self, message: str) -> NoReturn:
        raise CommandFault("usage", f"{self.prog}: {message}. See “{self.prog} --help”.")


class Out:
    """Where a command speaks: sentences to the terminal, or to stderr when stdout carries the JSON object."""

    def __init__(self, stream: TextIO, aside: TextIO) -> None:
        self.stream, self.aside = stream, aside
        self.status = YES
        self.warnings: list[str] = []
        self._progress = ""

    def write(self, text: str) -> int:
        self._end_progress()
        return self.stream.write(text)

    def say(self, sentence: str) -> None:
        """Write a line."""
        self.write(f"{sentence}\n")
        self.stream.flush()

    def warn(self, sentence: str) -> None:
        """Note a doubt that does not change the answer."""
        self.warnings.append(sentence)
        self._end_progress()
        self.aside.write(f"{sentence}\n")

    def no(self) -> None:
        """End with status 1: the answer is no."""
        self.status = NO

    def progress(self, label: str, done: int, whole: int) -> None:
        """Draw a bar, on a terminal only. Meant for what takes more than a second."""
        if not self.aside.isatty() or whole <= 0:
            return
        filled = 24 * min(done, whole) // whole
        line = f"\r{label} [{'#' * filled}{'.' * (24 - filled)}] {100 * min(done, whole) // whole} %"
        if line != self._progress:
            self._progress = line
            self.aside.write(line)
            self.aside.flush()

    def flush(self) -> None:
        self.stream.flush()

    def isatty(self) -> bool:
        return self.stream.isatty()

    def _end_progress(self) -> None:
        if self._progress:
            self.aside.write("\n")
            self._progress = ""


@dataclass
class Outcome:
    """How a command ended."""

    status: int
    result: Any = None
    warnings: list[str] = field(default_factory=list)
    error: dict[str, Any] | None = None


def main(arguments: list[str] | None = None) -> int:
    """Run a command; return the exit status: 0, 1 (the answer is no), 2 (the input is wrong)."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    verb, rest = _find(given)
    if verb is None:
        return _without_verb(given)
    wants_json = "--json" in rest
    asks_help = "-h" in rest or "--help" in rest
    out = Out(sys.stderr if wants_json else sys.stdout, sys.stderr)
    try:
        _prepare(verb, asks_help=asks_help)
        body = _body(verb)
        options = _parser(verb, body).parse_args(rest)
        outcome = _ended(body.run(options, out), out)
    except KeyboardInterrupt:
        return 130
    except (
        Exception
    ) as error:  # every one is told in a sentence; a traceback helps nobody who types a command
        outcome = _failed(error, out)
    if wants_json:
        _print_json(verb, outcome)
    return outcome.status


def _find(given: list[str]) -> tuple[Verb | None, list[str]]:
    """Return the verb that the arguments begin with (options may stand before it), and the other arguments."""
    places = [place for place, word in enumerate(given) if not word.startswith("-")]
    words = [given[place] for place in places]
    for verb in sorted(VERBS, key=lambda verb: -len(verb.words)):
        if tuple(words[: len(verb.words)]) == verb.words:
            taken = set(places[: len(verb.words)])
            return verb, [word for place, word in enumerate(given) if place not in taken]
    return None, given


def _without_verb(given: list[str]) -> int:
    asks_help = not given or given[0] in ("-h", "--help", "help")
    stream = sys.stdout if asks_help else sys.stderr
    if not asks_help:
        words = " ".join(word for word in given if not word.startswith("-"))
        if "--json" in given:
            fault = CommandFault("no-such-command", f"There is no command “{words}”.")
            _print_json(Verb((words,), "", "", ""), _failed(fault, Out(sys.stderr, sys.stderr)))
            return WRONG
        stream.write(f"There is no command “{words}”. There are:\n\n")
    else:
        stream.write("hearth: the self-hosted home of a community that owns itself.\n\n")
    wide = max(len(" ".join(verb.words)) for verb in VERBS)
    for verb in VERBS:
        stream.write(f"  hearth {' '.join(verb.words):<{wide}}  {verb.says}\n")
    stream.write("\nEach says more with --help, and gives one JSON object with --json.\n")
    stream.write(f"The host is in the folder HEARTH_DATA (now: {default_folder()}).\n")
    return YES if asks_help else WRONG


def default_folder() -> str:
    """Return the host's folder: named, or the one of this checkout that stands, or where one would be made."""
    named = os.environ.get("HEARTH_DATA")
    if named:
        return named
    demo = Path("var/demo")
    return str(demo) if demo.exists() and not Path("var/host").exists() else "var/host"


def _prepare(verb: Verb, *, asks_help: bool) -> None:
    """Load what the verb needs before its body."""
    if verb.needs in ("nothing", "itself"):
        return
    os.environ.setdefault("HEARTH_DATA", default_folder())
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "commonhearth.site.settings")
    if verb.as_owner:
        os.environ["HEARTH_AS_OWNER"] = "1"
    if asks_help:
        os.environ.setdefault("HEARTH_SECRET", "none is needed to show a help text")
    elif verb.needs == "host" and not stands(os.environ["HEARTH_DATA"]):
        raise CommandFault(
            "no-host",
            f"There is no host in {os.environ['HEARTH_DATA']}. Name its folder with HEARTH_DATA, or make one "
            "with “hearth serve” (or “hearth demo”).",
        )
    import django

    import commonhearth  # noqa: F401  puts the shipped SQLite in place before Django loads

    django.setup()


def stands(folder: str) -> bool:
    """Tell whether a host was made in a folder; its keys may be kept elsewhere."""
    here = Path(folder)
    return (here / "keys").is_dir() or (here / "hearth.sqlite3").is_file() or "DATABASE_URL" in os.environ


def _body(verb: Verb) -> Any:
    module, _, name = verb.body.partition(":")
    try:
        found = importlib.import_module(module)
    except ModuleNotFoundError as missing:
        if missing.name and module.startswith(missing.name):
            raise CommandFault(
                "not-here-yet", f"“hearth {' '.join(verb.words)}” is not in this version."
            ) from None
        raise
    return getattr(found, name) if name else found


def _parser(verb: Verb, body: Any) -> argparse.ArgumentParser:
    parser = _Parser(
        prog=f"hearth {' '.join(verb.words)}", description=verb.says, epilog=f"Example: {verb.example}"
    )
    parser.add_argument("--json", action="store_true", help="print one JSON object and nothing else")
    body.add_arguments(parser)
    return parser


def _ended(came: Any, out: Out) -> Outcome:
    if hasattr(came, "status"):
        return Outcome(came.status, came.result, [*out.warnings, *came.warnings], came.error)
    return Outcome(out.status, came, out.warnings)


def _failed(error: Exception, out: Out) -> Outcome:
    code = getattr(error, "code", None)
    if isinstance(code, str) and code:
        message = _sentence(error, code)
        where = {name: getattr(error, name, None) for name in ("file", "line")}
        told = {
            "code": code,
            "message": message,
            **{k: str(v) if k == "file" and v else v for k, v in where.items()},
        }
        place = ":".join(str(part) for part in (where["file"], where["line"]) if part)
        out.aside.write(f"{place}: {message}\n" if place and place not in message else f"{message}\n")
    else:
        # Its message may hold somebody's words, so the type and the place have to do.
        from commonhearth.site.logs import described

        message = f"Something broke on our side: {described(error)}. Nothing was done by halves."
        told = {"code": "ours", "message": message, "file": None, "line": None}
        out.aside.write(f"{message}\n")
    return Outcome(WRONG, None, out.warnings, told)


def _sentence(error: Exception, code: str) -> str:
    """Return a named error's sentence: its own, or the one its package keeps for the code."""
    own = getattr(error, "message", None) or str(error)
    if own and own != code:
        return str(own)
    if "django" in sys.modules:
        from commonhearth.kit import sentences

        params = getattr(error, "params", None) or {
            name: value for name, value in vars(error).items() if not name.startswith("_")
        }
        try:
            return sentences.say(code, params)
        except (KeyError, TypeError, ValueError):
            pass
    return code


def _print_json(verb: Verb, outcome: Outcome) -> None:
    answer = {
        "command": " ".join(verb.words),
        "version": VERSION,
        "ok": outcome.status == YES,
        "result": outcome.result,
        "warnings": outcome.warnings,
        "error": outcome.error,
    }
    sys.stdout.write(json.dumps(answer, ensure_ascii=False, default=str) + "\n")


if __name__ == "__main__":
    sys.exit(main())
