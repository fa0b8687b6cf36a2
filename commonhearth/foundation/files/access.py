"""Who reads a file: whoever may read the thing it hangs on. Where nobody has said who that is, nobody."""

from __future__ import annotations

from typing import Any

from commonhearth.foundation import sealed
from commonhearth.foundation.access import Verdict, no, rule
from commonhearth.foundation.files.hanging import HANGING
from commonhearth.foundation.files.models import File


@rule
def may_open_file(actor: Any, file: File) -> Verdict:
    """Whoever may read the thing that the file hangs on."""
    if file.about_kind not in HANGING:
        return no("files.not_here")
    hanging = HANGING[file.about_kind]
    if file.thing is None:
        file.thing = hanging.things([file.about_id]).first()
    return no("files.not_here") if file.thing is None else hanging.may_read(actor, file.thing)


sealed.opens(File, "key")(may_open_file)
sealed.opens(File, "sealed_name")(may_open_file)
