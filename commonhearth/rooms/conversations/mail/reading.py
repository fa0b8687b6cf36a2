"""What a mail says, and what it is: somebody's own words, or a machine's. No mail is too strange to be read safely."""

from __future__ import annotations

import email
import email.policy
import hashlib
import html
import re
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.utils import getaddresses, parseaddr

import nh3
from django.conf import settings

from commonhearth.rooms.conversations.mail import addresses

#: The largest mail that is looked into, with what hangs on it.
LARGEST = 12 * 1024 * 1024
#: Characters of text that are looked through for what is quoted, parts, and files taken from one mail.
MOST_TEXT, MOST_PARTS, MOST_FILES = 60_000, 60, 5
_TO = ("To", "Cc", "Delivered-To", "X-Original-To", "Envelope-To")
_BULK = re.compile(r"\b(bulk|junk|list|auto[_-]reply)\b", re.IGNORECASE)
_MACHINES = re.compile(r"^(mailer-daemon|postmaster|no-?reply|bounces?)\b", re.IGNORECASE)


class NotRead(ValueError):
    """Nothing can be made of it. `code` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Came:
    """A mail: its digest, the secret part of the address it came to, from whom, and what it says.

    Attributes:
        automatic: whether a machine sent it: a bounce, an out-of-office note, a list.
        vouched: whether the mail server that we trust says the sender is who it names.
        doubted: whether some mail server says that it is not.
    """

    digest: str
    token: str
    sender: str
    automatic: bool
    vouched: bool
    doubted: bool
    text: str
    files: list[tuple[str, bytes]] = field(default_factory=list)


def read(raw: bytes) -> Came:
    """Read a mail.

    Raises:
        NotRead: when it is too large, or no mail.
    """
    if len(raw) > LARGEST:
        raise NotRead("too_large")
    try:
        message = email.message_from_bytes(raw, policy=email.policy.default)
        assert isinstance(message, EmailMessage)
        return _read(message, raw)
    except NotRead:
        raise
    # The library has many ways to stumble over headers that are made to make it stumble.
    except (ValueError, LookupError, AttributeError, TypeError, RecursionError, AssertionError):
        raise NotRead("unreadable") from None


def _headers(message: EmailMessage, name: str) -> list[str]:
    return [str(value)[:2000] for value in message.get_all(name, [])][:20]


def _read(message: EmailMessage, raw: bytes) -> Came:
    sent_to = [value for name in _TO for value in _headers(message, name)]
    tokens = [token for _name, at in getaddresses(sent_to) if (token := addresses.token_in(at))]
    froms = _headers(message, "From")
    sender = parseaddr(froms[0])[1].lower() if len(froms) == 1 else ""
    known_as = _headers(message, "Message-ID")
    named = known_as[0].strip() if len(known_as) == 1 else ""
    told = named.encode() or raw
    vouched, doubted = _vouched(_headers(message, "Authentication-Results"))
    automatic = _is_automatic(message, sender)
    return Came(
        digest=hashlib.sha256(told + b"|" + (tokens[0] if tokens else "").encode()).hexdigest(),
        token=tokens[0] if tokens else "",
        sender=sender,
        automatic=automatic,
        vouched=vouched,
        doubted=doubted,
        text="" if automatic else _text(message),
        files=[] if automatic else _files(message),
    )


def _is_automatic(message: EmailMessage, sender: str) -> bool:
    """Tell whether a machine wrote it (RFC 3834, and what programs did before it)."""
    submitted = " ".join(_headers(message, "Auto-Submitted")).strip().lower()
    if submitted and submitted != "no":
        return True
    if any(_BULK.search(value) for value in _headers(message, "Precedence")):
        return True
    marks = ("List-Id", "X-Autoreply", "X-Autorespond", "X-Auto-Reply", "X-Loop", "X-Failed-Recipients")
    if any(message.get(name) is not None for name in marks):
        return True
    if any(value.strip() == "<>" for value in _headers(message, "Return-Path")):
        return True
    return message.get_content_type() == "multipart/report" or bool(_MACHINES.match(sender))


def _vouched(results: list[str]) -> tuple[bool, bool]:
    """Read what mail servers say of the sender (RFC 8601): only the one we trust can vouch, any can raise a doubt."""
    trusted = settings.HEARTH_MAIL_AUTH.lower()
    vouched = not trusted
    doubted = False
    for value in results:
        said = value.lower()
        doubted |= bool(re.search(r"\b(dkim|dmarc)=(fail|permerror)\b", said))
        if trusted and said.split(";")[0].split()[:1] == [trusted]:
            vouched |= bool(re.search(r"\bdmarc=pass\b", said))
    return vouched, doubted


def _text(message: EmailMessage) -> str:
    body = message.get_body(("plain", "html"))
    if body is None:
        return ""
    try:
        text = str(body.get_content())
    except (LookupError, ValueError, KeyError):
        payload = body.get_payload(decode=True)
        text = payload.decode("utf-8", "replace") if isinstance(payload, bytes) else ""
    text = text[: 4 * MOST_TEXT]
    if body.get_content_type() == "text/html":
        spaced = re.sub(r"(?i)<(?:br|/p|/div|/li)\b", "\n<br", text)
        text = html.unescape(nh3.clean(spaced, tags=set()))
    lines = [" ".join(line.split(" ")).rstrip() for line in text.replace("\x00", "").splitlines()]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()[:MOST_TEXT]


def _files(message: EmailMessage) -> list[tuple[str, bytes]]:
    found: list[tuple[str, bytes]] = []
    for number, part in enumerate(message.walk()):
        if number > MOST_PARTS:
            raise NotRead("unreadable")
        if part.is_multipart() or part.get_content_disposition() != "attachment":
            continue
        payload = part.get_payload(decode=True)
        if isinstance(payload, bytes):
            found.append((str(part.get_filename() or "file"), payload))
    if len(found) > MOST_FILES:
        raise NotRead("too_many_files")
    return found
