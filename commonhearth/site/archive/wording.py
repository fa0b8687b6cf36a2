"""What archives say: to the operator on a terminal, to stewards on their page."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from commonhearth.site.archive.shape import ArchiveFault

#: What follows every refusal of a file.
NOTHING_WRITTEN = _("Nothing was taken in.")

FAULTS: dict[str, Any] = {
    "bad-keys": _("%(part)s: its keys do not belong together. Ask for a new archive."),
    "bad-line": _("%(part)s, line %(line)s: not what belongs there (%(column)s %(why)s)."),
    "bad-manifest": _("%(part)s is not a manifest of this format (at “%(where)s”)."),
    "bad-name": _("It holds something that does not belong into an archive: “%(part)s”."),
    "bad-signature": _(
        "The community’s own key did not sign this archive as it is now: it was changed on its way. Ask for a "
        "new one."
    ),
    "bad-transfer-key": _(
        "That is not a transfer key. The receiving host prints its own with “hearth transfer-key”; copy all of it."
    ),
    "bomb": _("%(part)s is packed far more densely, or is far larger, than such a part can be."),
    "broken-chain": _("%(part)s, line %(line)s: the logbook was changed after it was written (%(what)s)."),
    "damaged": _("%(part)s cannot be unpacked: the file is damaged or cut off. Copy it again."),
    "for-another-host": _(
        "This archive was locked for another host. Write it again with the transfer key of this one "
        "(“hearth transfer-key”)."
    ),
    "foreign-community": _("%(part)s, line %(line)s: this row belongs to another community."),
    "guard": _(
        "%(part)s, line %(line)s: the database refuses this row (a rule of its table, or its id is in use here)."
    ),
    "here-already": _(
        "%(name)s is on this host already. An archive is taken in once; what changed since is not mixed in."
    ),
    "keys-changed": _("The community’s keys were changed meanwhile. Ask for the archive again."),
    "loose-end": _("%(part)s, line %(line)s: %(column)s leads to a row that is not in the archive."),
    "missing-column": _("%(part)s has no column %(column)s, which this version needs."),
    "missing-part": _("%(part)s is missing from it."),
    "newer-version": _(
        "It was written in format %(version)s, by a newer version of Commonhearth; this one reads up to "
        "%(known)s. Update first."
    ),
    "no-file": _("There is no file %(file)s."),
    "no-root": _("%(part)s: there is no circle of everyone, so it is not a whole community."),
    "no-signing-key": _(
        "This community has no key of its own to sign with, so no archive can be made of it."
    ),
    "not-an-archive": _("%(file)s is not a zip, or it is cut off."),
    "not-a-plain-file": _("%(part)s is a folder, a link or locked; an archive holds plain files only."),
    "not-in-manifest": _("%(part)s is not in its manifest."),
    "other-chain": _("%(part)s: the logbook does not end where the manifest says it does."),
    "other-count": _("%(part)s has %(there)s rows, and its manifest says %(said)s."),
    "other-digest": _("%(part)s is not as it was written: its digest is another."),
    "other-size": _("%(part)s has another size than its manifest says."),
    "short-passphrase": _(
        "A passphrase has at least %(least)s letters: five or six words that nobody would guess together."
    ),
    "slug-taken": _("The address “%(slug)s” is in use on this host. Name another one with --slug."),
    "too-many-entries": _("It holds far more entries than an archive can."),
    "twice": _("%(part)s stands in it twice."),
    "twice-the-same": _("%(part)s, line %(line)s: the same id stood there before."),
    "unknown-column": _("%(part)s has a column that this version does not know: %(column)s. Update first."),
    "unknown-key": _("%(part)s, line %(line)s: %(column)s is sealed with a key that is not in the archive."),
    "unknown-table": _("%(part)s is a table that this version does not know. Update first."),
    "wrong-passphrase": _(
        "The passphrase does not open this archive. Every letter counts, capitals too; spaces around it do not."
    ),
}

SAID: dict[str, Any] = {
    "again": _("The same passphrase again"),
    "arrived": _("%(name)s is here now, with %(rows)s rows and %(files)s files: %(url)s"),
    "bad-address": _("Say where it lives now, as a web address that begins with https://"),
    "cannot-read": _("%(file)s cannot be read. Put the passphrase on its first line."),
    "cannot-write": _("%(file)s could not be written: %(said)s"),
    "codes": _(
        "Hand each steward their code in person. They sign in here and type it at the address above, followed by "
        "“arrive/”. The codes are shown this once and hold for two weeks:"
    ),
    "expected": _(
        "%(expected)s of its people had a sign-in. %(letters)s get a letter at the address they agreed to take "
        "along; the others get a code that two of them stand for."
    ),
    "file-stands": _("%(file)s stands already. Name another file; nothing is written over."),
    "for-one-host": _(
        "Only the host whose transfer key you named can open it, and only with the passphrase. Send the two by "
        "different ways."
    ),
    "frozen": _("%(name)s is read only here from now on, and says that it moved to %(to)s."),
    "no-community": _("There is no community “%(slug)s” on this host. There are: %(there)s"),
    "no-passphrase": _("Name a file with the passphrase (--passphrase-file), or type it on a terminal."),
    "not-the-same": _("The two are not the same. Nothing was written."),
    "passphrase": _("Passphrase for the archive, at least 12 letters"),
    "passphrase-opens": _(
        "Whoever has this file and the passphrase can read everything in it, hidden circles too, outside the "
        "product. Send the two by different ways, and delete the file when the community has arrived."
    ),
    "reading": _("Taking it in"),
    "thawed": _("%(name)s goes on here."),
    "writing": _("Writing"),
    "written": _("%(file)s: %(rows)s rows, %(files)s files, %(megabytes)s MB. SHA-256 %(sha256)s"),
}


class _Places(dict[str, Any]):
    def __missing__(self, key: str) -> str:
        return "–"


def fault_sentence(fault: ArchiveFault) -> str:
    """Return why something was refused, and what now."""
    about = _Places(fault.about, part=fault.part or "–", line=fault.line or "–")
    return str(FAULTS[fault.code]) % about
