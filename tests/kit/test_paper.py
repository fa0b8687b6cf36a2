"""Pages for paper: the file where this host can make one, and an honest page where it cannot."""

from __future__ import annotations

import re
import socket
import subprocess
import sys
import zlib

import pytest
from django.test import RequestFactory

from commonhearth.kit import paper
from commonhearth.kit.page import page
from commonhearth.kit.views import sample

HELLO = (
    '<!doctype html><html lang="en"><head><title>Hello</title>{}</head>'
    "<body><main><h1>Hello</h1>{}</main></body></html>"
)


def inside(made: bytes) -> bytes:
    """Return a file with its compressed parts opened."""
    parts = [made]
    for found in re.finditer(rb"stream\r?\n(.*?)endstream", made, re.DOTALL):
        try:
            parts.append(zlib.decompress(found[1]))
        except zlib.error:
            continue
    return b"\n".join(parts)


def asked(address: str = "/kit/page/paper/"):
    return RequestFactory().get(address, headers={"host": "localhost"})


@pytest.fixture
def without(monkeypatch):
    """A host without the extra."""
    paper.can_print_pdf.cache_clear()
    monkeypatch.setattr(paper, "find_spec", lambda name: None)
    yield
    paper.can_print_pdf.cache_clear()


# --- With the extra -------------------------------------------------------------------------------


def test_a_file_is_tagged_and_says_its_language_and_title():
    made = paper.pdf_of(
        HELLO.format("", '<p><a href="/there/">a link</a></p>'), address="http://hearth.example/here/"
    )
    assert made.startswith(b"%PDF-1.7")
    opened = inside(made)
    for word in (
        b"/Marked true",
        b"/Lang",
        b"pdfuaid",
        b"/StructTreeRoot",
        b"/H1",
        b"http://hearth.example/there/",
    ):
        assert word in opened, word


def test_nothing_is_fetched_from_the_network_or_the_disk(tmp_path):
    door = socket.create_server(("127.0.0.1", 0))
    door.settimeout(0)
    secret = tmp_path / "secret.txt"
    secret.write_text("the key under the mat")
    there = f"http://127.0.0.1:{door.getsockname()[1]}"
    head = (
        f'<link rel="stylesheet" href="{there}/a.css"><link rel="attachment" href="{secret.as_uri()}">'
        f"<style>@import url({secret.as_uri()}); @font-face {{ font-family: x; src: url({there}/x.woff2) }}</style>"
    )
    body = (
        f'<p>Still here</p><img src="{there}/a.png" alt="a"><img src="{secret.as_uri()}" alt="b">'
        f'<object data="{secret.as_uri()}">c</object><a rel="attachment" href="{secret.as_uri()}">d</a>'
        f'<svg><image href="{there}/b.svg"/><use href="{secret.as_uri()}#x"/></svg>'
    )  # fmt: skip
    opened = inside(paper.pdf_of(HELLO.format(head, body), address=f"{there}/"))
    with door, pytest.raises(BlockingIOError):
        door.accept()
    assert b"the key under the mat" not in opened
    assert b"EmbeddedFile" not in opened


def test_the_press_is_given_none_of_the_hosts_secrets(monkeypatch):
    monkeypatch.setenv("HEARTH_SECRET", "not for the press")
    monkeypatch.setattr(
        paper, "_PRESS", (sys.executable, "-c", "import os; print('%PDF-', dict(os.environ))")
    )
    assert b"not for the press" not in paper.pdf_of(HELLO.format("", ""))


def test_every_sample_page_of_the_kit_can_be_pressed():
    for name in ("home", "list", "form"):
        html = sample(RequestFactory().get("/"), name).content.decode()
        assert paper.pdf_of(html).startswith(b"%PDF-")


def test_the_page_offers_the_file_and_its_address_answers_with_it():
    html = sample(asked("/kit/page/paper/?within=25"), "paper").content.decode()
    assert 'href="?within=25&amp;pdf=1"' in html
    answer = sample(asked("/kit/page/paper/?pdf=1"), "paper")
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == 'inline; filename="sample.pdf"'
    opened = inside(answer.content)
    assert b"Anna" not in opened  # the frame of the page is not for paper


# --- Without it, and when it gives up -------------------------------------------------------------


def test_without_the_extra_the_page_offers_print_only(without):
    html = sample(asked(), "paper").content.decode()
    assert "choose Print in your browser" in html
    assert "pdf=1" not in html and "PDF" not in html


def test_without_the_extra_the_files_address_answers_with_the_page_and_says_why(without):
    answer = sample(asked("/kit/page/paper/?pdf=1"), "paper")
    assert answer.status_code == 200
    html = answer.content.decode()
    assert "This host does not make PDF files." in html and "tick-box" in html
    with pytest.raises(paper.CannotPrint, match="absent"):
        paper.pdf_of(HELLO.format("", ""))


def test_the_extra_without_its_libraries_is_none(monkeypatch):
    monkeypatch.setattr(paper, "_LOADS", "import ctypes; ctypes.CDLL('libnot-there.so.0')")
    paper.can_print_pdf.cache_clear()
    assert not paper.can_print_pdf()
    assert paper.tell() == 1
    paper.can_print_pdf.cache_clear()
    monkeypatch.undo()
    assert paper.can_print_pdf()


def test_pages_do_not_load_the_press():
    code = "import sys, commonhearth.kit.paper; sys.exit('weasyprint' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.parametrize(
    ("code", "put"),
    [
        ("too_large", {"LARGEST_PAGE": 50}),
        ("too_large", {"LARGEST_FILE": 50}),
        ("too_large", {"WAIT_FOR_FILE": 0.05}),
        ("failed", {"_PRESS": (sys.executable, "-c", "import sys; sys.exit(1)")}),
        ("failed", {"_PRESS": (sys.executable, "-c", "print('not a file')")}),
    ],
)
def test_what_the_press_may_take_is_bounded(monkeypatch, code, put):
    for name, value in put.items():
        monkeypatch.setattr(paper, name, value)
    answer = sample(asked("/kit/page/paper/?pdf=1"), "paper")
    assert answer["Content-Type"].startswith("text/html")
    assert str(paper.WHY_NOT[code]) in answer.content.decode().replace("&#39;", "'")
    assert paper._one_press.acquire(blocking=False), "the press is free again"
    paper._one_press.release()


def test_one_file_at_a_time(monkeypatch):
    monkeypatch.setattr(paper, "WAIT_FOR_TURN", 0)
    with paper._one_press, pytest.raises(paper.CannotPrint) as no:
        paper.pdf_of(HELLO.format("", ""))
    assert no.value.code == "busy"


def test_memory_and_time_of_the_press_are_bounded_by_the_system():
    code = (
        "import resource; from commonhearth.kit import press; press.bounded();"
        "print(resource.getrlimit(resource.RLIMIT_AS)[0], resource.getrlimit(resource.RLIMIT_CPU)[0])"
    )
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert said.split() == [str(1024**3), "20"]


def test_any_page_prints_without_what_is_for_the_screen():
    """`page` and `paper` answer with one and the same HTML, so that print and file are the same."""
    request = asked()
    assert (
        paper.paper(request, "kit/samples/paper.html", name="x").content
        == page(request, "kit/samples/paper.html", {"pdf_url": "?pdf=1", "pdf_why_not": ""}).content
    )
