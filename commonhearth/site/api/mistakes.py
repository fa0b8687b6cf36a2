"""What the schema library found wrong with a request, in our sentences and with a pointer to the field."""

from __future__ import annotations

from typing import Any

from commonhearth.foundation.api import wording
from commonhearth.foundation.api.problems import Wrong

#: The library's kinds of mistakes -> ours.
KINDS = {
    "missing": "missing",
    "extra_forbidden": "unknown",
    "string_too_short": "too_short",
    "string_too_long": "too_long",
    "string_type": "not_text",
    "string_unicode": "strange_text",
    "strange_text": "strange_text",
    "address": "address",
    "clock": "clock",
    "time_type": "clock",
    "time_parsing": "clock",
    "bool_type": "yes_or_no",
    "bool_parsing": "yes_or_no",
    "literal_error": "choice",
    "enum": "choice",
    "list_type": "list",
    "dict_type": "object",
    "model_attributes_type": "object",
    "model_type": "object",
}
BEGINNINGS = {
    "int_": "number",
    "float_": "number",
    "greater_": "range",
    "less_": "range",
    "finite_": "range",
    "date_": "day",
    "datetime_": "time",
    "timezone_": "time",
    "uuid_": "id",
    "too_": "range",
}


def said(pointer: str, kind: str, **fill: Any) -> Wrong:
    """Return a mistake of a known kind."""
    return Wrong(pointer, kind, str(wording.WRONG[kind]) % fill if fill else wording.WRONG[kind])


def told(error: dict[str, Any]) -> Wrong:
    """Return one mistake that the library found. What was sent is not repeated."""
    found = str(error["type"])
    kind = KINDS.get(found) or next(
        (ours for begins, ours in BEGINNINGS.items() if found.startswith(begins)), "unfit"
    )
    source, *path = (str(part) for part in error["loc"])
    if source == "body":
        # The first part is the name that the code gives the whole body.
        pointer = "".join(f"/{part.replace('~', '~0').replace('/', '~1')}" for part in path[1:])
    else:
        pointer = "/".join([source, *path])
    if kind == "too_long":
        return said(pointer, kind, most=error.get("ctx", {}).get("max_length", ""))
    return said(pointer, kind)
