"""What `hearth backup`, `restore` and `check` say to the operator."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from commonhearth.foundation.sealed.hostkey import HostKeyFault
from commonhearth.foundation.sealed.starting import REMEDIES
from commonhearth.site.backup.folder import BackupFault

FAULTS: dict[str, Any] = {
    "no-folder": _("Say where backups are: name the folder, or set HEARTH_BACKUPS."),
    "already-there": _("There is a copy of this very second already: %(folder)s"),
    "another-host": _(
        "The keys in %(folder)s belong to another host. Replacing them would make its copies unreadable. "
        "Choose another folder."
    ),
    "bad-bundle": _("%(file)s is damaged, so what is sealed could not be opened. Use another copy of it."),
    "bad-place": _(
        "%(folder)s lies inside this host’s own data, or around it. Choose a folder elsewhere, best on "
        "another disk."
    ),
    "cannot-write": _("%(file)s could not be written: %(said)s"),
    "copy-not-sound": _(
        "The copy is not sound and was not kept: %(found)s. Run “hearth check” on this host."
    ),
    "damaged": _("%(file)s is not as it was written. Nothing was put back; use another copy."),
    "database-not-empty": _("The database already has tables. Restore only goes onto an empty one."),
    "from-newer-version": _(
        "This copy was made by a newer version of Commonhearth. Update first, then restore. It knows: "
        "%(migrations)s"
    ),
    "key-inside": _(
        "The host key %(file)s lies inside %(folder)s. Key and backup in one place protect nobody: choose "
        "another folder."
    ),
    "may-not-make-database": _(
        "No database could be made to put the copy into. The owner’s role needs CREATEDB for the restore test."
    ),
    "newer-backup": _(
        "%(folder)s was written by a newer version of Commonhearth. Update first, then restore."
    ),
    "no-backup": _("There is no finished backup in %(folder)s."),
    "no-keys": _(
        "%(file)s is missing. It holds the wrapped keys and what was erased since; without it nothing "
        "sealed could "
        "be read, and erased things would come back. Put the newest keys.json of this host there and "
        "try again."
    ),
    "no-manifest": _(
        "%(folder)s has no readable manifest, so it cannot be known to be whole. Use another copy."
    ),
    "no-owner": _(
        "On PostgreSQL this is done as the database’s owner: set DATABASE_OWNER_URL and HEARTH_AS_OWNER=1."
    ),
    "no-program": _("%(program)s is not on this machine. On Debian: apt-get install postgresql-client"),
    "no-such-copy": _("There is no copy %(name)s. There are: %(there)s"),
    "not-empty": _("%(folder)s is not empty (%(there)s). Restore only goes into a new folder."),
    "other-database": _("This copy is of %(copy)s and this host uses %(here)s. Set DATABASE_URL to match."),
    "other-signing-key": _(
        "%(file)s is not the signing key of this copy. Put the old one there (or set HEARTH_SECRET). If it is "
        "lost, restore with --new-signing-key: everybody signs in again, and second steps and printed cards "
        "have to be set up anew."
    ),
    "program-failed": _("%(program)s failed: %(said)s"),
}

FINDINGS: dict[str, Any] = {
    "guard-missing": _("A guard of the database is missing: %(what)s. Run “hearth migrate” to put it back."),
    "guard-strange": _("The database has a guard nobody declared: %(what)s."),
    "wall-open": _(
        "The table %(what)s has no wall between communities. Run “hearth migrate” to put it back."
    ),
    "wall-passed": _(
        "The database role %(what)s walks through the walls between communities. DATABASE_URL needs a "
        "role without "
        "SUPERUSER and BYPASSRLS."
    ),
    "reference-outside": _("%(what)s: %(count)s rows refer to a row of another community, or to none."),
    "logbook": _("Logbook of community %(community)s: %(what)s, line %(line)s (number %(number)s)."),
    "key-fault": _("The host key, %(file)s: %(remedy)s"),
    "key-missing": _("%(what)s: values are sealed with %(count)s keys that are not here."),
    "row-stayed": _(
        "%(rows)s rows of %(name)s stand two days after the time until which they are kept. The job worker lets them "
        "go once a day: see whether it runs, and what “hearth jobs” lists."
    ),
    "damaged-file": _("The database file is damaged: %(what)s. Restore the newest backup."),
    "lost-reference": _("The table %(what)s has rows that refer to something that is not there."),
    "restore-not-tried": _(
        "No backup in %(folder)s was put back within two days (last good: %(day)s; since then: %(code)s). Run "
        "“hearth backup” and “hearth restore-test”, and see what it says."
    ),
    "no-host": _("There is no host here yet. “hearth serve” makes one, “hearth demo” a demo."),
    "migration-pending": _("The database is behind this version: %(what)s. Run “hearth migrate”."),
}

LOGBOOK: dict[str, Any] = {
    "line-changed": _("a line was changed after it was written"),
    "line-missing": _("a line was taken out"),
    "details-changed": _("a line’s details were changed"),
    "link-changed": _("the chain itself was changed"),
    "link-missing": _("a link of the chain is missing"),
    "not-linked": _("a line has not been tied in; the job worker may not be running"),
}

SAID: dict[str, Any] = {
    "made": _(
        "Backed up to %(copy)s: %(rows)s rows, %(keys)s keys, %(megabytes)s MB. The host key is not in it."
    ),
    "pruned": _("Deleted the copy %(name)s, which was older than you keep them."),
    "restored": _(
        "Put back the copy of %(day)s: %(rows)s rows, of which %(erased)s that were erased since are erased again."
    ),
    "stuck": _(
        "This was erased before and could not be erased again, because something refers to it: %(what)s"
    ),
    "checking": _("Checking"),
    "tried": _("The copy %(copy)s was put back beside this host and is sound."),
    "tried-not": _("The copy %(copy)s could not be put back soundly: %(code)s."),
    "sound": _("Everything is as it should be."),
}


def fault_sentence(fault: BackupFault | HostKeyFault) -> str:
    """Return why something was refused, and what now."""
    if isinstance(fault, HostKeyFault):
        remedy = str(_REMEDY_MISSING_ON_RESTORE) if fault.code == "missing" else REMEDIES[fault.code]
        return str(FINDINGS["key-fault"]) % {"file": fault.file, "remedy": remedy}
    about = {
        name: ", ".join(map(str, value)) if isinstance(value, list) else value
        for name, value in fault.about.items()
    }
    return str(FAULTS[fault.code]) % about


_REMEDY_MISSING_ON_RESTORE = _(
    "Put the copies of host.key and signing.key into this folder, with mode 0600, and try again. Without the "
    "host key nothing sealed can be read."
)
