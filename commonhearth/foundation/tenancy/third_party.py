"""The register of models that are not ours: what each of their fields may hold.

Ours declare their field classes themselves. A third-party model or field that is not named here
fails a test, so an update that adds a column is noticed before it is exported, or forgotten in an
erasure.
"""

from __future__ import annotations

#: Model label -> field -> class, as `tenancy.models.FIELD_CLASSES` lists them.
THIRD_PARTY: dict[str, dict[str, str]] = {
    "account.EmailAddress": {
        "id": "host",
        "user": "person",
        "email": "person",
        "verified": "person",
        "primary": "person",
    },
    "account.EmailConfirmation": {
        "id": "host",
        "email_address": "person",
        "created": "person",
        "sent": "person",
        "key": "secret",
    },
    # Rights are never kept in Django's tables; they stand because django.contrib.auth brings them.
    "auth.Group": {"id": "host", "name": "host"},
    "auth.Group_permissions": {"id": "host", "group": "host", "permission": "host"},
    "auth.Permission": {"id": "host", "name": "host", "content_type": "host", "codename": "host"},
    "contenttypes.ContentType": {"id": "host", "app_label": "host", "model": "host"},
    "mfa.Authenticator": {
        "id": "host",
        "user": "person",
        "type": "person",
        "data": "secret",
        "created_at": "person",
        "last_used_at": "person",
    },
    "sessions.Session": {"session_key": "secret", "session_data": "secret", "expire_date": "host"},
    "usersessions.UserSession": {
        "id": "host",
        "user": "person",
        "created_at": "person",
        "ip": "person",
        "last_seen_at": "person",
        "session_key": "secret",
        "user_agent": "person",
        "data": "person",
    },
}

#: Model label -> the field that says until when its rows are kept; `tenancy.lasting` lets them go by it.
KEPT_UNTIL: dict[str, str] = {"sessions.Session": "expire_date"}
