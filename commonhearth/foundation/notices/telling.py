"""Writing notices, in the transaction of what they are about."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from commonhearth.foundation.registry import Point

if TYPE_CHECKING:
    from commonhearth.foundation.members.models import Member

#: Sentences of notices by code, filled by each package above or beside: code -> lazy sentence.
NOTICES: Point[Any] = Point("notices.sentences")


def tell(
    *,
    member: Member,
    code: str,
    now: datetime,
    params: dict[str, str] | None = None,
    url_name: str = "",
    url_args: list[str] | None = None,
) -> None:
    """Tell one member something, if they are inside. Nobody else ever learns whether they read it.

    Args:
        code: a sentence of `NOTICES`.
        params: plain values that fill it.
        url_name: where it leads, inside the community; `url_args` follow the slug.

    Raises:
        KeyError: for a code that nobody has a sentence for.
    """
    # Models are not loaded yet when apps import this package.
    from commonhearth.foundation.members.models import INSIDE
    from commonhearth.foundation.notices.models import Notice

    if code not in NOTICES:
        raise KeyError(code)
    if member.standing not in INSIDE:
        return
    Notice.objects.create(
        member=member, code=code, params=params or {}, url_name=url_name, url_args=url_args or [], created=now
    )
