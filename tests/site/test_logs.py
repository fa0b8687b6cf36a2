"""S59: what people write never reaches a log, wherever it came in; a line is one line."""

from __future__ import annotations

import io
import json
import logging
import smtplib
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest
import structlog
from django.test import Client, override_settings
from django.utils import timezone

from commonhearth.foundation.jobs.worker import drain
from commonhearth.foundation.outbox import delivery
from commonhearth.foundation.outbox.models import Mail, MailText
from commonhearth.site import logs
from tests.foundation.jobs import work

CANARY = "CANARY-Robin could not sleep"


@pytest.fixture
def written(monkeypatch: pytest.MonkeyPatch) -> Iterator[io.StringIO]:
    """Collect what this process logs, as a host writes it."""
    stream = io.StringIO()
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    monkeypatch.setenv("HEARTH_LOG", "debug")
    logs.configure(stream=stream)
    yield stream
    root.handlers[:] = handlers
    root.setLevel(level)


def _lines(stream: io.StringIO) -> list[dict[str, Any]]:
    assert "CANARY" not in stream.getvalue(), stream.getvalue()
    return [json.loads(line) for line in stream.getvalue().splitlines()]


@pytest.mark.django_db
@override_settings(ROOT_URLCONF="tests.site.doors")
def test_a_form_that_breaks_leaves_its_words_out_of_the_log(written: io.StringIO) -> None:
    client = Client(raise_request_exception=False)
    response = client.post("/t/break/?words=CANARY-in-the-address", {"words": CANARY})
    assert response.status_code == 500
    assert "CANARY" not in response.content.decode()
    lines = _lines(written)
    broke = next(line for line in lines if line.get("error_type"))
    assert broke["error_type"] == "builtins.ValueError"
    assert any(frame.endswith(":break_") for frame in broke["frames"])
    request = next(line for line in lines if line["event"] == "request")
    assert (request["route"], request["status"], request["method"]) == ("t/break/", 500, "POST")


@pytest.mark.django_db
@override_settings(ROOT_URLCONF="tests.site.doors")
def test_addresses_and_host_names_stay_out(written: io.StringIO) -> None:
    client = Client(raise_request_exception=False)
    assert client.get("/CANARY/?who=CANARY").status_code == 404
    assert client.get("/first/CANARY-token/").status_code == 404
    assert client.get("/", headers={"host": "CANARY.example"}).status_code == 400
    foreign = Client(enforce_csrf_checks=True, raise_request_exception=False)
    origin = {"origin": "https://CANARY.example"}
    assert foreign.post("/t/write/", {"a": CANARY}, headers=origin).status_code == 403
    assert len(_lines(written)) >= 4


@pytest.mark.django_db
def test_a_job_that_fails_and_a_mail_that_fails_say_their_type_only(
    written: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    work.fail_with_words.enqueue()
    drain(now=timezone.now())

    class Server:
        def open(self) -> None: ...
        def close(self) -> None: ...
        def send_messages(self, messages: list[Any]) -> None:
            raise smtplib.SMTPDataError(554, CANARY.encode())

    monkeypatch.setattr(delivery, "get_connection", Server)
    text = MailText.objects.create(subject=CANARY, body=CANARY)
    mail = Mail.objects.create(
        text=text, to="canary@example.org", kind="test", expires=timezone.now().replace(year=2100)
    )
    delivery.hand_over([mail.id], now=timezone.now())
    assert [line["error_type"] for line in _lines(written) if line["event"] == "job.failed"] == [
        "builtins.ValueError"
    ]


def test_other_libraries_say_where_and_not_what(written: io.StringIO) -> None:
    other = logging.getLogger("some.library")
    other.warning(f"could not deliver {CANARY}")
    other.warning("could not deliver %s", CANARY)
    other.warning("wrong %d", CANARY)  # cannot even be formatted
    other.error("failed", extra={"payload": CANARY})
    logging.getLogger("py.warnings").warning("%s", CANARY)
    try:
        raise KeyError(CANARY) from OSError(CANARY)
    except KeyError:
        other.exception(CANARY)
    lines = _lines(written)
    assert {line["event"] for line in lines} == {"some.library", "py.warnings"}
    assert lines[0]["at"].startswith("test_logs:test_other_libraries")
    assert lines[-1]["error_chain"] == ["builtins.OSError"]


def test_our_own_lines_hold_codes_and_numbers_and_hide_the_rest(written: io.StringIO) -> None:
    log = structlog.get_logger("commonhearth.tests")
    log.info("job.done", task="a.b.c", tries=2, email="canary@example.org", code=CANARY, seconds=[1, CANARY])
    log.info(f"somebody wrote {CANARY}")
    log.error("broke", exc_info=ValueError(CANARY))
    done, said, broke = _lines(written)
    assert (done["event"], done["task"], done["tries"]) == ("job.done", "a.b.c", 2)
    assert (done["email"], done["code"], done["seconds"]) == ("hidden", "hidden", [1, "hidden"])
    assert said["event"] == "hidden"
    assert broke["error_type"] == "builtins.ValueError"


def test_nobody_can_forge_a_line(written: io.StringIO) -> None:
    structlog.get_logger("commonhearth.tests").info("a\r\nb", task='x"}\n{"event":"forged"')
    logging.getLogger("a\nb").warning("x\ny")
    assert [line["event"] for line in _lines(written)] == ["hidden", "hidden"]


def test_a_crash_nobody_caught_prints_no_words() -> None:
    code = (
        "from commonhearth.site import logs; logs.configure(); logs.guard_crashes()\n"
        f"words = {CANARY!r}; raise ValueError(words)"
    )
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert ended.returncode == 1
    assert "CANARY" not in ended.stdout + ended.stderr
    assert json.loads(ended.stderr)["error_type"] == "builtins.ValueError"
