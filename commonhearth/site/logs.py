"""What is written about what happens: one JSON object a line, through one gate.

The gate lets through keys it knows, and of those only values that cannot be anybody's words: numbers, ids,
codes, names of code. Of an exception it writes the type and the places in the code it came through, never
its message, and never the values of variables. Messages of other libraries are replaced by the place that
wrote them, since nobody can know what stands in them. So nothing has to be remembered when logging.
"""

from __future__ import annotations

import logging
import os
import re
import sys
import traceback
from collections.abc import Mapping, MutableMapping
from types import TracebackType
from typing import Any
from uuid import UUID

import structlog

#: What may be said. Anything else is written as "hidden".
KEYS = frozenset(
    {
        "event",
        "level",
        "timestamp",
        "logger",
        "at",
        "error_type",
        "error_chain",
        "frames",
        "job",
        "task",
        "tries",
        "status",
        "method",
        "route",
        "milliseconds",
        "queries",
        "code",
        "count",
        "kind",
        "pid",
        "port",
        "server",
        "seconds",
        "signal",
        "version",
        "check",
        "request",
        "name",
        "database",
    }
)
HIDDEN = "hidden"
_CODE = re.compile(r"[A-Za-z0-9_.:/<>()+-]{0,160}")
_MOST_FRAMES = 12


def safe(value: Any) -> Any:
    """Return a value that may stand in a log, or "hidden"."""
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, str):
        return value if _CODE.fullmatch(value) else HIDDEN
    if isinstance(value, list | tuple):
        return [safe(part) for part in value[:_MOST_FRAMES]]
    return HIDDEN


def gate(logger: Any, method: str, entry: MutableMapping[str, Any]) -> Mapping[str, Any]:
    """Let through what may be said, whoever said it."""
    record: logging.LogRecord | None = entry.get("_record")
    error = _error(entry.pop("exc_info", None) or (record.exc_info if record else None))
    for gone in ("exc_text", "stack_info", "stack", "exception"):
        entry.pop(gone, None)
    if record is not None and not entry.get("_from_structlog"):
        entry["event"] = record.name
        entry["at"] = f"{record.module}:{record.funcName}:{record.lineno}"
        entry["status"] = getattr(record, "status_code", None)
    said = {key: safe(value) if key in KEYS else HIDDEN for key, value in entry.items() if key[0] != "_"}
    if said.get("status", 0) is None:
        del said["status"]
    if error is not None:
        said |= _without_words(error)
    return said


def _error(given: Any) -> BaseException | None:
    if isinstance(given, BaseException):
        return given
    if isinstance(given, tuple):
        return given[1]  # type: ignore[no-any-return]
    return sys.exc_info()[1] if given else None


def _without_words(error: BaseException) -> dict[str, Any]:
    """Return what may be said about an exception: its type, what it came from, where it came through."""
    chain: list[str] = []
    seen = error.__cause__ or error.__context__
    while seen is not None and len(chain) < 5:
        chain.append(_type(seen))
        seen = seen.__cause__ or seen.__context__
    frames = traceback.extract_tb(error.__traceback__)[-_MOST_FRAMES:]
    places = [f"{_short(frame.filename)}:{frame.lineno}:{frame.name}" for frame in frames]
    return {"error_type": _type(error), "error_chain": chain, "frames": places}


def described(error: BaseException) -> str:
    """Return what may be said about an exception in a sentence: its type, and where it was raised."""
    said = _without_words(error)
    return f"{said['error_type']} at {said['frames'][-1]}" if said["frames"] else str(said["error_type"])


def _type(error: BaseException) -> str:
    return f"{type(error).__module__}.{type(error).__qualname__}"


def _short(filename: str) -> str:
    """Return a file's path from its package on; where a host is installed is nobody's business."""
    for root in ("site-packages/", "commonhearth/", "lib/python"):
        _, found, rest = filename.rpartition(root)
        if found:
            return rest if root != "commonhearth/" else f"commonhearth/{rest}"
    return filename.rpartition("/")[2]


def _renderer() -> logging.Formatter:
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=[
            structlog.stdlib.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
        ],
        processors=[gate, structlog.processors.JSONRenderer(sort_keys=True)],
        use_get_message=False,
        keep_exc_info=False,  # the gate says of an exception what may be said
        keep_stack_info=False,
    )


def configure(config: Any = None, *, stream: Any = None) -> None:
    """Send every log of this process through the gate. Django calls this as `LOGGING_CONFIG`.

    HEARTH_LOG chooses the level; on a terminal only warnings are shown.
    """
    stream = stream or sys.stderr
    level = os.environ.get("HEARTH_LOG", "warning" if stream.isatty() else "info").upper()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(_renderer())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level if level in logging.getLevelNamesMapping() else "INFO")
    for name in ("django", "django.request", "django.security", "django.server", "py.warnings", "granian"):
        logger = logging.getLogger(name)
        logger.handlers.clear()
        logger.propagate = True
    # Requests have their own line; these two write one more for every 404 and every query.
    logging.getLogger("django.request").setLevel("ERROR")
    logging.getLogger("django.db.backends").setLevel("WARNING")
    logging.captureWarnings(True)
    logging.raiseExceptions = False  # it would print what it could not log
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            structlog.stdlib.add_logger_name,
            structlog.stdlib.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )


def guard_crashes() -> None:
    """In a served process: write about an exception that nobody caught without its message, too."""
    sys.excepthook = _crashed


def _crashed(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    structlog.get_logger("commonhearth").critical("crashed", exc_info=error)
