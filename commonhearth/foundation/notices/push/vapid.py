"""Who we are to a push service: a token signed with this host's own key (RFC 8292, VAPID).

The key lies beside the host's other keys, outside database and backups. When it is lost, every device is
switched on anew; nothing else depends on it.
"""

from __future__ import annotations

import base64
import json
import os
from datetime import datetime, timedelta
from functools import lru_cache
from pathlib import Path
from urllib.parse import urlsplit

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from django.conf import settings

#: A token is good for so long; the specification allows a day.
GOOD_FOR = timedelta(hours=12)


def _file() -> Path:
    return Path(settings.HEARTH_KEY_FILE).parent / "push.key"


def _key() -> ec.EllipticCurvePrivateKey:
    file = _file()
    if not file.exists():
        _make(file)
    return _read(file, file.stat().st_mtime_ns)


@lru_cache(maxsize=4)
def _read(file: Path, _changed: int) -> ec.EllipticCurvePrivateKey:
    found = serialization.load_pem_private_key(file.read_bytes(), password=None)
    assert isinstance(found, ec.EllipticCurvePrivateKey)
    return found


def _make(file: Path) -> None:
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    made = ec.generate_private_key(ec.SECP256R1()).private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    # Whole or not at all, and whoever is first wins: another process may ask at the same moment.
    draft = file.with_name(f".push.key.{os.getpid()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as handle:
        handle.write(made)
    try:
        os.link(draft, file)
    except FileExistsError:
        pass
    finally:
        draft.unlink()


def _packed(value: bytes) -> str:
    return base64.urlsafe_b64encode(value).rstrip(b"=").decode()


def public_key() -> str:
    """Return the public key as browsers and push services read it."""
    return _packed(
        _key()
        .public_key()
        .public_bytes(serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint)
    )


def headers_for(address: str, *, now: datetime) -> dict[str, str]:
    """Return the header by which a push service knows who asks it to wake a device."""
    parts = urlsplit(address)
    says = {
        "aud": f"{parts.scheme}://{parts.netloc}",
        "exp": int((now + GOOD_FOR).timestamp()),
        "sub": settings.HEARTH_URL if settings.HTTPS else f"mailto:{settings.DEFAULT_FROM_EMAIL}",
    }
    signed = ".".join(
        _packed(json.dumps(part, separators=(",", ":")).encode())
        for part in ({"typ": "JWT", "alg": "ES256"}, says)
    )
    r, s = decode_dss_signature(_key().sign(signed.encode(), ec.ECDSA(hashes.SHA256())))
    token = f"{signed}.{_packed(r.to_bytes(32, 'big') + s.to_bytes(32, 'big'))}"
    return {"Authorization": f"vapid t={token}, k={public_key()}"}
