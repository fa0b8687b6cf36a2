"""The `hearth` command: help with an example, one JSON object, 0 / 1 / 2, and laws that load no Django."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from commonhearth.site import command

LAW = command.Verb(("try",), "tests.site.bodies", "Try it.", "hearth try yes", needs="nothing")
ROOT = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def with_a_law(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(command, "VERBS", [*command.VERBS, LAW])


def _hearth(*words: str, folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the command as a shell does, in an empty folder."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if name
        not in (
            "HEARTH_DATA",
            "HEARTH_SECRET",
            "DATABASE_URL",
            "DATABASE_OWNER_URL",
            "DJANGO_SETTINGS_MODULE",
        )
    }
    code = "import sys; from commonhearth.site.command import main; sys.exit(main())"
    return subprocess.run(
        [sys.executable, "-c", code, *words],
        env=kept | {"PYTHONPATH": str(ROOT)} | environment,
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(
    ("what", "status", "ok", "warnings"),
    [("yes", 0, True, []), ("no", 1, False, []), ("doubt", 0, True, ["One row has no place."])],
)
def test_json_is_one_object_on_stdout_and_all_else_on_stderr(
    capsys: pytest.CaptureFixture[str], what: str, status: int, ok: bool, warnings: list[str]
) -> None:
    assert command.main(["try", what, "--json"]) == status
    said = capsys.readouterr()
    assert len(said.out.splitlines()) == 1
    answer = json.loads(said.out)
    assert list(answer) == ["command", "version", "ok", "result", "warnings", "error"]
    assert answer["result"].pop("django") in (True, False)
    assert answer == {
        "command": "try", "version": 1, "ok": ok, "result": {"rows": 3}, "warnings": warnings, "error": None,
    }  # fmt: skip
    assert "Three rows." in said.err


def test_people_get_sentences(capsys: pytest.CaptureFixture[str]) -> None:
    assert command.main(["try", "yes"]) == 0
    said = capsys.readouterr()
    assert said.out == "Three rows.\n"
    assert said.err == ""  # no bar where nobody looks


def test_a_named_error_says_where(capsys: pytest.CaptureFixture[str]) -> None:
    assert command.main(["try", "wrong", "--json"]) == 2
    said = capsys.readouterr()
    assert json.loads(said.out)["error"] == {
        "code": "open-quote", "message": "a quote is open at the end of the line", "file": "list.csv", "line": 7,
    }  # fmt: skip
    assert said.err == "list.csv:7: a quote is open at the end of the line\n"


def test_an_error_of_ours_says_its_type_and_place_and_nobodys_words(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert command.main(["try", "broken", "--json"]) == 2
    said = capsys.readouterr()
    assert "CANARY" not in said.out + said.err
    error = json.loads(said.out)["error"]
    assert error["code"] == "ours"
    assert "KeyError" in error["message"]


def test_a_word_that_is_no_command_is_answered_with_those_there_are(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert command.main(["fly"]) == 2
    said = capsys.readouterr()
    assert "no command “fly”" in said.err
    assert "hearth demo" in said.err
    assert command.main(["fly", "--json"]) == 2
    assert json.loads(capsys.readouterr().out)["error"]["code"] == "no-such-command"


def test_without_words_it_says_what_there_is(capsys: pytest.CaptureFixture[str]) -> None:
    for words in ([], ["--help"], ["help"]):
        assert command.main(words) == 0
        assert "hearth import directory" in capsys.readouterr().out


def test_a_bar_is_drawn_for_people_who_look() -> None:
    class Terminal:
        def __init__(self) -> None:
            self.text = ""

        def isatty(self) -> bool:
            return True

        def write(self, text: str) -> int:
            self.text += text
            return len(text)

        def flush(self) -> None: ...

    terminal: Any = Terminal()
    out = command.Out(terminal, terminal)
    out.progress("Reading", 1, 2)
    out.say("Done.")
    assert "[############............] 50 %" in terminal.text
    assert terminal.text.endswith("\nDone.\n")


def test_a_law_needs_no_host_and_loads_no_django(tmp_path: Path) -> None:
    code = (
        "from commonhearth.site import command\n"
        "command.VERBS.append(command.Verb(('try',), 'tests.site.bodies', '', '', needs='nothing'))\n"
        "import sys; sys.exit(command.main(['try', 'loaded', '--json']))\n"
    )
    ended = subprocess.run(
        [sys.executable, "-c", code],
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT)},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert json.loads(ended.stdout)["result"] == {"rows": 3, "django": False}, ended.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("verb", command.VERBS, ids=lambda verb: " ".join(verb.words))
def test_every_command_has_help_with_an_example_and_makes_nothing_on_the_way(
    verb: command.Verb, tmp_path: Path
) -> None:
    ended = _hearth(*verb.words, "--help", folder=tmp_path)
    assert ended.returncode == 0, ended.stderr
    assert f"Example: {verb.example}" in " ".join(ended.stdout.split())
    assert "--json" in ended.stdout
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("words", [("check",), ("near", "Totnes"), ("backup", "b"), ("jobs",)])
def test_without_a_host_it_says_how_to_make_one(words: tuple[str, ...], tmp_path: Path) -> None:
    ended = _hearth(*words, "--json", folder=tmp_path)
    assert ended.returncode == 2
    assert json.loads(ended.stdout)["error"]["code"] == "no-host"
    assert "hearth serve" in ended.stderr
    assert list(tmp_path.iterdir()) == []


def test_wrong_words_after_a_command_end_with_two(tmp_path: Path) -> None:
    ended = _hearth("serve", "--port", "many", "--json", folder=tmp_path)
    assert ended.returncode == 2
    assert json.loads(ended.stdout)["error"]["code"] == "usage"
    assert "hearth serve --help" in ended.stderr


def test_the_folder_is_named_or_the_one_that_stands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HEARTH_DATA", "/srv/hearth")
    assert command.default_folder() == "/srv/hearth"
    monkeypatch.delenv("HEARTH_DATA")
    assert command.default_folder() == "var/host"
    (tmp_path / "var" / "demo").mkdir(parents=True)
    assert command.default_folder() == "var/demo"
    (tmp_path / "var" / "host").mkdir()
    assert command.default_folder() == "var/host"


def test_a_host_whose_keys_are_kept_elsewhere_stands_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    assert not command.stands(str(tmp_path))
    (tmp_path / "hearth.sqlite3").touch()
    assert command.stands(str(tmp_path))
