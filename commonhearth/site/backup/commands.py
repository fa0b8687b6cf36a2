"""The bodies of `hearth backup`, `hearth restore` and `hearth check`.

Each has `add_arguments(parser)` and `run(options, out)`. `run` writes sentences to `out`, gives back
what `--json` prints as `result`, and the exit status: 0, 1 (the answer is no), 2 (your input is wrong).
"""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TextIO

from django.conf import settings
from django.utils import timezone

from commonhearth.foundation.sealed.hostkey import HostKeyFault
from commonhearth.site.backup import checking, making, restoring, trying
from commonhearth.site.backup.folder import BackupFault
from commonhearth.site.backup.wording import SAID, fault_sentence


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a command ended, in the terms of `--json`."""

    status: int
    result: dict[str, Any] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)
    error: dict[str, Any] | None = None


def _refused(fault: BackupFault | HostKeyFault, out: TextIO) -> Outcome:
    sentence = fault_sentence(fault)
    out.write(sentence + "\n")
    file = (
        fault.file
        if isinstance(fault, HostKeyFault)
        else fault.about.get("file") or fault.about.get("folder")
    )
    error = {"code": fault.code, "message": sentence, "file": str(file) if file else None, "line": None}
    return Outcome(2, error=error)


def _cannot_write(error: OSError, folder: Path) -> BackupFault:
    return BackupFault(
        "cannot-write", file=error.filename or folder, said=error.strerror or type(error).__name__
    )


def _progress(out: TextIO) -> Callable[[int, int], None]:
    """Return what draws a bar, where `out` is a terminal that can."""
    draw = getattr(out, "progress", None)
    return lambda done, whole: draw(str(SAID["checking"]), done, whole) if draw else None


def _days(typed: str) -> int:
    days = int(typed)
    if not 1 <= days <= 36_500:
        raise ValueError(typed)
    return days


class Backup:
    """hearth backup FOLDER"""

    help = "Copy this host while it runs. Example: hearth backup /mnt/stick/hearth"

    @staticmethod
    def add_arguments(parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, help="where backups are kept, outside this host's data")
        parser.add_argument(
            "--keep",
            type=_days,
            metavar="DAYS",
            help="then delete copies that are older; never the newest, nor the newest that was put back and found good",
        )

    @staticmethod
    def run(options: Namespace, out: TextIO) -> Outcome:
        now, gone = timezone.now(), []
        try:
            made = making.backup(options.folder, now)
            if options.keep is not None:
                good = trying.last_good()
                gone = making.prune(
                    options.folder, days=options.keep, now=now, good=good.copy if good else ""
                )
        except (BackupFault, HostKeyFault) as fault:
            return _refused(fault, out)
        except OSError as error:
            return _refused(_cannot_write(error, options.folder), out)
        said = asdict(made) | {"copy": str(made.copy), "megabytes": round(made.bytes / 1e6, 1)}
        out.write(str(SAID["made"]) % said + "\n")
        for name in gone:
            out.write(str(SAID["pruned"]) % {"name": name} + "\n")
        return Outcome(0, said | {"pruned": gone})


class Restore:
    """hearth restore FOLDER"""

    help = (
        "Put a backup back onto an empty host. Example: "
        "HEARTH_DATA=/srv/hearth hearth restore /mnt/stick/hearth --copy 2026-11-20T183000Z"
    )

    @staticmethod
    def add_arguments(parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, help="the folder that hearth backup wrote to")
        parser.add_argument(
            "--new-signing-key", action="store_true", help="go on although the old signing key is lost"
        )
        parser.add_argument("--copy", default="", help="the name of one copy in it; otherwise the newest")

    @staticmethod
    def run(options: Namespace, out: TextIO) -> Outcome:
        try:
            restored = restoring.restore(
                options.folder, options.copy, new_signing_key=options.new_signing_key
            )
        except (BackupFault, HostKeyFault) as fault:
            return _refused(fault, out)
        except OSError as error:
            return _refused(_cannot_write(error, settings.HEARTH_DATA), out)
        said = asdict(restored) | {"copy": str(restored.copy)}
        day = f"{datetime.fromisoformat(restored.made).astimezone(UTC):%Y-%m-%d %H:%M} UTC"
        out.write(str(SAID["restored"]) % (said | {"day": day}) + "\n")
        for what in restored.stuck:
            out.write(str(SAID["stuck"]) % {"what": what} + "\n")
        return Outcome(1 if restored.stuck else 0, said)


class Check:
    """hearth check"""

    help = "Ask whether this host is sound; changes nothing. Example: hearth check --json"

    @staticmethod
    def add_arguments(parser: ArgumentParser) -> None:
        """It takes none."""

    @staticmethod
    def run(options: Namespace, out: TextIO) -> Outcome:
        found = checking.check(timezone.now(), _progress(out))
        for one in found:
            out.write(f"{one.says}\n")
        if not found:
            out.write(f"{SAID['sound']}\n")
        serious = [asdict(one) for one in found if one.serious]
        warnings = [one.says for one in found if not one.serious]
        return Outcome(1 if serious else 0, {"findings": serious}, warnings)


class RestoreTest:
    """hearth restore-test [FOLDER]"""

    help = "Put the newest backup back beside this host and ask it everything. Example: hearth restore-test"

    @staticmethod
    def add_arguments(parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, nargs="?", help="where backups are; HEARTH_BACKUPS without")

    @staticmethod
    def run(options: Namespace, out: TextIO) -> Outcome:
        folder = options.folder or settings.HEARTH_BACKUPS
        if folder is None:
            return _refused(BackupFault("no-folder"), out)
        came = trying.try_newest(folder.resolve(), now=timezone.now())
        said = {"copy": came.copy or "–", "good": came.good, "code": came.code}
        out.write(str(SAID["tried" if came.good else "tried-not"]) % said + "\n")
        return Outcome(0 if came.good else 1, said)
