"""The manifest's JSON Schema: the document under docs/formats/ is this file, and an import is judged by it."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

FILE = Path(__file__).with_name("community-archive.schema.json")


@lru_cache(maxsize=1)
def _validator() -> Any:
    import jsonschema_rs  # here, since few processes ever need its 7 MiB

    return jsonschema_rs.validator_for(json.loads(FILE.read_text(encoding="utf-8")))


def first_fault(manifest: Any) -> str | None:
    """Return where a manifest is not as it should be, as a path; None when it is."""
    for error in _validator().iter_errors(manifest):
        return "/".join(str(step) for step in error.instance_path) or "."
    return None
