"""The bodies of `hearth export community`, `hearth import community`, `hearth transfer-key`, `hearth moved`."""

from __future__ import annotations

import getpass
import sys
from argparse import ArgumentParser, Namespace
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from commonhearth.foundation import logbook
from commonhearth.foundation.access import System, require
from commonhearth.foundation.communities import services as communities
from commonhearth.foundation.communities.models import Community
from commonhearth.foundation.sealed.hostkey import HostKeyFault
from commonhearth.foundation.sealed.starting import REMEDIES
from commonhearth.foundation.tenancy import in_community
from commonhearth.site.access import may_export_community
from commonhearth.site.archive import arriving, keyring, writing
from commonhearth.site.archive.shape import ArchiveFault
from commonhearth.site.archive.wording import SAID, fault_sentence
from commonhearth.site.command import CommandFault, Out


def _told(fault: ArchiveFault, file: Path | None = None) -> CommandFault:
    where = str(file) if file else None
    if fault.part:
        where = f"{where}:{fault.part}" if where else fault.part
    return CommandFault(fault.code, fault_sentence(fault), file=where, line=fault.line)


def _community(slug: str) -> Community:
    found = Community.objects.filter(slug=slug).first()
    if found is None:
        there = ", ".join(Community.objects.values_list("slug", flat=True)[:20]) or "–"
        raise CommandFault("no-community", str(SAID["no-community"]) % {"slug": slug, "there": there})
    return found


def _passphrase(options: Namespace, *, again: bool) -> str:
    if options.passphrase_file:
        try:
            return options.passphrase_file.read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError) as error:
            raise CommandFault(
                "no-passphrase",
                str(SAID["cannot-read"]) % {"file": options.passphrase_file},
                file=str(options.passphrase_file),
            ) from error
    if not sys.stdin.isatty():
        raise CommandFault("no-passphrase", str(SAID["no-passphrase"]))
    typed = getpass.getpass(str(SAID["passphrase"]) + ": ", stream=sys.stderr)
    if again and getpass.getpass(str(SAID["again"]) + ": ", stream=sys.stderr) != typed:
        raise CommandFault("no-passphrase", str(SAID["not-the-same"]))
    return typed


def _host_key(fault: HostKeyFault) -> CommandFault:
    return CommandFault(f"host-key-{fault.code}", REMEDIES[fault.code], file=str(fault.file))


class Export:
    """hearth export community SLUG FILE"""

    @staticmethod
    def add_arguments(parser: ArgumentParser) -> None:
        parser.add_argument("slug", help="the community's address, as in /c/SLUG/")
        parser.add_argument("file", type=Path, help="the file to write; none of this name may stand")
        parser.add_argument(
            "--passphrase-file", type=Path, help="a file with the passphrase; asked for without"
        )
        parser.add_argument(
            "--for", dest="transfer", default="", help="the transfer key of the one host that may open it"
        )

    @staticmethod
    def run(options: Namespace, out: Out) -> dict[str, Any]:
        community, now = _community(options.slug), timezone.now()
        actor = System("export")
        require(may_export_community(actor))
        try:
            lock, key = keyring.lock(_passphrase(options, again=True), options.transfer)
            with in_community(community.id):
                wrapped = keyring.wrapped_for_journey(key)
                with transaction.atomic():
                    logbook.write(actor=actor, verb="community.taken_along", now=now)
            made = writing.export_community(
                community=community,
                file=options.file,
                lock=lock,
                wrapped=wrapped,
                now=now,
                progress=lambda done, whole: out.progress(str(SAID["writing"]), done, whole),
            )
        except ArchiveFault as fault:
            raise _told(fault) from None
        except HostKeyFault as fault:
            raise _host_key(fault) from None
        except FileExistsError:
            raise CommandFault(
                "file-stands", str(SAID["file-stands"]) % {"file": options.file}, file=str(options.file)
            ) from None
        except OSError as error:
            raise CommandFault(
                "cannot-write",
                str(SAID["cannot-write"]) % {"file": options.file, "said": error.strerror},
                file=str(options.file),
            ) from None
        said = asdict(made) | {"file": str(made.file), "megabytes": round(made.bytes / 1e6, 1)}
        out.say(str(SAID["written"]) % said)
        out.say(str(SAID["for-one-host" if options.transfer else "passphrase-opens"]))
        return said


class Import:
    """hearth import community FILE"""

    @staticmethod
    def add_arguments(parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="what hearth export community wrote")
        parser.add_argument(
            "--passphrase-file", type=Path, help="a file with the passphrase; asked for without"
        )
        parser.add_argument("--slug", default="", help="another address, where its own is in use here")

    @staticmethod
    def run(options: Namespace, out: Out) -> dict[str, Any]:
        try:
            came = arriving.import_community(
                file=options.file,
                passphrase=_passphrase(options, again=False),
                slug=options.slug,
                now=timezone.now(),
                progress=lambda done, whole: out.progress(str(SAID["reading"]), done, whole),
            )
        except ArchiveFault as fault:
            raise _told(fault, options.file) from None
        except HostKeyFault as fault:
            raise _host_key(fault) from None
        said = {
            "community": str(came.community.id),
            "slug": came.community.slug,
            "name": came.community.name,
            "url": f"{settings.HEARTH_URL}/c/{came.community.slug}/",
            "rows": came.rows,
            "files": came.files,
            "expected": came.expected,
            "letters": came.letters,
            "codes": came.codes,
        }
        out.say(str(SAID["arrived"]) % said)
        out.say(str(SAID["expected"]) % said)
        if came.codes:
            out.say(str(SAID["codes"]))
            for name, code in came.codes.items():
                out.say(f"  {code}  {name}")
        return said


class TransferKey:
    """hearth transfer-key"""

    @staticmethod
    def add_arguments(parser: ArgumentParser) -> None:
        """It takes none."""

    @staticmethod
    def run(options: Namespace, out: Out) -> dict[str, Any]:
        try:
            key = keyring.transfer_key()
        except HostKeyFault as fault:
            raise _host_key(fault) from None
        out.say(key)
        return {"transfer_key": key}


class Moved:
    """hearth moved SLUG ADDRESS"""

    @staticmethod
    def add_arguments(parser: ArgumentParser) -> None:
        parser.add_argument("slug", help="the community's address here, as in /c/SLUG/")
        parser.add_argument("address", nargs="?", default="", help="its web address on the new host")
        parser.add_argument("--undo", action="store_true", help="let it go on here after all")

    @staticmethod
    def run(options: Namespace, out: Out) -> dict[str, Any]:
        community, actor, now = _community(options.slug), System("hearth"), timezone.now()
        if options.undo:
            communities.thaw(actor=actor, community=community, now=now)
            out.say(str(SAID["thawed"]) % {"name": community.name})
            return {"slug": community.slug, "moved_to": None}
        if not options.address.startswith(("https://", "http://")) or len(options.address) > 300:
            raise CommandFault("bad-address", str(SAID["bad-address"]))
        communities.freeze(actor=actor, community=community, moved_to=options.address, now=now)
        out.say(str(SAID["frozen"]) % {"name": community.name, "to": options.address})
        return {"slug": community.slug, "moved_to": options.address}
