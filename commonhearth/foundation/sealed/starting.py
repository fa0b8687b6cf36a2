"""Before a host starts: its key is there, is readable by nobody else, and opens what was sealed."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.core import checks
from django.db import connections

from commonhearth.foundation.sealed import hostkey, keys
from commonhearth.foundation.tenancy import community_ids, in_community

#: What the operator is told to do, by the code of the fault.
REMEDIES = {
    "missing": "Things were sealed here with a key that is not there now. Put the copy of your host key "
    "back at this path, with mode 0600. Without it, what is sealed cannot be read by anyone.",
    "too-open": "Others on this machine may read the host key. Take the right from them (chmod 600) "
    "and start again.",
    "in-backup": "The host key stands inside a backup folder. Move it elsewhere: with key and backup "
    "together, whoever finds them can read everything.",
    "unreadable": "This is not a host key file, or it is damaged. Put the copy of your host key back.",
    "still-needed": "An older host key still opens something. Wrap everything anew first.",
    "another-key": "This host key is not the one that sealed what stands in the database. Put back the "
    "one that did.",
}


def set_up(using: str = "default") -> bool:
    """Make the host key on a new host; return whether one was made.

    A host that has sealed anything before never gets a new key by itself: the old one must come back.
    """
    if hostkey.key_file().exists() or not _tables_stand(using) or keys.any_keys():
        return False
    return hostkey.create()


def fault() -> hostkey.HostKeyFault | None:
    """Return why this host must not start, or None.

    Every community's key is unwrapped once, so a key file that belongs to another host is found
    here and not when somebody opens their first letter.
    """
    try:
        hostkey.load()
    except hostkey.HostKeyFault as found:
        return found if found.code != "missing" or keys.any_keys() else None
    table = apps.get_model("sealed", "Key")
    for community_id in community_ids():
        with in_community(community_id):
            try:
                for row in table.objects.filter(owner_kind="community", wrapped__isnull=False):
                    keys.open_community(row)
            except hostkey.HostKeyFault as found:
                return found
            except keys.cipher.CannotOpen:
                return hostkey.HostKeyFault("another-key", hostkey.key_file())
    return None


def register_check() -> None:
    """Make Django's own check (which `migrate` and `hearth` run) refuse a host whose key is not usable."""
    checks.register(_check, checks.Tags.database)


def _check(app_configs: Any, databases: Any = None, **kwargs: Any) -> list[checks.CheckMessage]:
    if "default" not in (databases or ()) or not _tables_stand("default"):
        return []
    found = fault()
    if found is None:
        return []
    return [checks.Error(f"host key {found.code}: {found.file}", hint=REMEDIES[found.code], id="sealed.E001")]


def _tables_stand(using: str) -> bool:
    names = set(connections[using].introspection.table_names())
    return {"sealed_key", "communities_community"} <= names
