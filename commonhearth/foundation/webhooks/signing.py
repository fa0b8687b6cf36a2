"""What is sent, and how a receiver knows that it is ours: the Standard Webhooks scheme, version 1.

The signature is over the id, the time of sending and the body, so none of the three can be another's, and
an old message sent again is seen by its time.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from datetime import datetime
from typing import Any


def body_of(*, kind: str, happened: datetime, data: dict[str, Any]) -> bytes:
    """Return the body: what happened, when, and ids."""
    told = {"type": kind, "timestamp": happened.isoformat(), "data": data}
    return json.dumps(told, separators=(",", ":")).encode()


def headers_of(*, secret: str, message_id: str, sent: datetime, body: bytes) -> dict[str, str]:
    """Return the headers that go with a body."""
    moment = str(int(sent.timestamp()))
    return {
        "Content-Type": "application/json",
        "webhook-id": message_id,
        "webhook-timestamp": moment,
        "webhook-signature": f"v1,{signature(secret, message_id, moment, body)}",
    }


def signature(secret: str, message_id: str, moment: str, body: bytes) -> str:
    """Return the signature in base64."""
    key = base64.b64decode(secret.partition("_")[2])
    signed = f"{message_id}.{moment}.".encode() + body
    return base64.b64encode(hmac.digest(key, signed, hashlib.sha256)).decode()
