"""The operator's own gateway for text messages: one address and a template of fields.

Gateways of the field take a message as a request of their own shape: Kannel and its kin by the query of a GET,
Jasmin and many others as a form, an Android telephone or a small program around Gammu as JSON. So the operator
writes the request down once, with places that are filled in, and nothing here knows any of them by name.
"""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from commonhearth.foundation.fetch import Refused
from commonhearth.foundation.fetch.addresses import read_target

#: What is filled in: the number as +447700900123, the same without its plus, the words, an id that stays the same
#: when the same message is tried again.
PLACES = ("number", "digits", "text", "id")
_PLACE = re.compile(r"\{([a-z]+)\}")
Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Asking:
    """One request to the gateway. It holds a number and perhaps a password, so it is never written down."""

    url: str = field(repr=False)
    method: Literal["GET", "POST"]
    body: bytes = field(repr=False)
    headers: Mapping[str, str] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Gateway:
    """Where messages are handed over, and how.

    Attributes:
        host: the one host that is asked.
        taken: a word that its answer has when it took the message; "" when its status says so.
    """

    host: str
    taken: str
    _address: str = field(repr=False)
    _query: Pairs = field(repr=False)
    _form: Pairs = field(repr=False)
    _json: Any = field(repr=False)
    _headers: Mapping[str, str] = field(repr=False)

    def asking(self, *, number: str, text: str, id: str) -> Asking:
        """Return the request for one message."""
        put = {"number": number, "digits": number.removeprefix("+"), "text": text, "id": id}
        query = _packed(self._query, put)
        url = f"{self._address}?{query}" if query else self._address
        if self._json is not None:
            body, kind = json.dumps(_filled(self._json, put), ensure_ascii=False), "application/json"
        elif self._form:
            body, kind = _packed(self._form, put), "application/x-www-form-urlencoded"
        else:
            return Asking(url, "GET", b"", self._headers)
        return Asking(url, "POST", body.encode(), {**self._headers, "Content-Type": kind})


def gateway() -> Gateway | None:
    """Return the operator's gateway; None where there is none, or where nothing may go out of this host."""
    return read() if settings.HEARTH_SMS_URL and not rests() else None


def rests() -> bool:
    """Tell whether the operator lets nothing out of this host, whatever else is set."""
    return bool(settings.HEARTH_EGRESS == "off")


def read() -> Gateway:
    """Read the gateway from the settings.

    Raises:
        ImproperlyConfigured: with what is wrong, for the operator; never with the address, which may hold a password.
    """
    try:
        parts = urlsplit(settings.HEARTH_SMS_URL)
        who, _at, where = parts.netloc.rpartition("@")
        address = f"{parts.scheme}://{where}{parts.path or '/'}"
        host = read_target(address).host
    except (Refused, ValueError):
        raise _wrong("HEARTH_SMS_URL is not an address that starts with http:// or https://") from None
    query = tuple(parse_qsl(parts.query, keep_blank_values=True))
    form, body = _body(settings.HEARTH_SMS_BODY.strip())
    places = {place for text in _texts([query, form, body]) for place in _PLACE.findall(text)}
    if unknown := sorted(places.difference(PLACES)):
        known = ", ".join(f"{{{place}}}" for place in PLACES)
        raise _wrong(
            f"there is nothing to put in the place of {{{unknown[0]}}}; the known places are {known}"
        )
    if "text" not in places or not places & {"number", "digits"}:
        raise _wrong("{text} and {number} (or {digits}) have to stand in its query or in HEARTH_SMS_BODY")
    return Gateway(host, settings.HEARTH_SMS_TAKEN, address, query, form, body, _authorization(who))


def _body(written: str) -> tuple[Pairs, Any]:
    """Read the body's template: as a form, or as JSON where it begins like that."""
    if not written.startswith(("{", "[")):
        return tuple(parse_qsl(written, keep_blank_values=True)), None
    try:
        return (), json.loads(written)
    except ValueError:
        raise _wrong("HEARTH_SMS_BODY begins like JSON and is none") from None


def _authorization(who: str) -> dict[str, str]:
    if settings.HEARTH_SMS_AUTH:
        if not settings.HEARTH_SMS_AUTH.isascii() or not settings.HEARTH_SMS_AUTH.isprintable():
            raise _wrong("HEARTH_SMS_AUTH is not the value of one header")
        return {"Authorization": settings.HEARTH_SMS_AUTH}
    if who:
        return {"Authorization": f"Basic {base64.b64encode(unquote(who).encode()).decode()}"}
    return {}


def _wrong(what: str) -> ImproperlyConfigured:
    return ImproperlyConfigured(f"The gateway for text messages: {what}. docs/hosting.md has examples.")


def _texts(part: Any) -> Iterator[str]:
    """Give every text of a template, however deep."""
    if isinstance(part, str):
        yield part
    elif isinstance(part, list | tuple):
        for one in part:
            yield from _texts(one)
    elif isinstance(part, dict):
        yield from _texts(list(part.values()))


def _filled(part: Any, put: Mapping[str, str]) -> Any:
    """Return a template with its places filled. What is put in is never read as a template itself."""
    if isinstance(part, str):
        return _PLACE.sub(lambda found: put[found[1]], part)
    if isinstance(part, list):
        return [_filled(one, put) for one in part]
    if isinstance(part, dict):
        return {name: _filled(value, put) for name, value in part.items()}
    return part


def _packed(pairs: Pairs, put: Mapping[str, str]) -> str:
    return urlencode([(name, _filled(value, put)) for name, value in pairs], quote_via=quote)
