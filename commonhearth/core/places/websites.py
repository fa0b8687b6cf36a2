"""Is this the address of a website? Doubtful ones are flagged and kept as they were written."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

_FULL = re.compile(r"^(https?)://([^\s/?#@]+)(?:[/?#]\S*)?$", re.IGNORECASE)
_HOST = re.compile(
    r"^(?:[a-z0-9\u00a1-\uffff](?:[a-z0-9\u00a1-\uffff_-]{0,61}[a-z0-9\u00a1-\uffff])?\.)+"
    r"[a-z\u00a1-\uffff][a-z0-9\u00a1-\uffff-]{1,62}\.?(?::\d{1,5})?$",
    re.IGNORECASE,
)
_BARE = re.compile(r"^([^\s/?#@:]+)([/?#]\S*)?$")
LONGEST = 2000


class SiteDoubt(StrEnum):
    """What is wrong with a website as written."""

    BARE = "website-bare"  # www.example.org: usable, but it does not say http or https
    SPACES = "website-spaces"  # begins well, then spaces or a second address
    NOT_ONE = "website-not-one"  # "update6", a sentence, a dash


@dataclass(frozen=True, slots=True)
class Website:
    """A website as it may be linked (`url`, or nothing), as it was written, and the doubt if any."""

    url: str
    written: str
    doubt: SiteDoubt | None = None


def read_website(written: str) -> Website | None:
    """Read a website as somebody wrote it; None when nothing was written.

    A bare host becomes a link with `http://`, which is what a browser would try; the doubt stays.
    """
    written = written.strip()
    if not written:
        return None
    if len(written) > LONGEST:
        return Website("", written[:LONGEST], SiteDoubt.NOT_ONE)
    full = _FULL.match(written)
    if full:
        good = bool(_HOST.match(full.group(2)))
        return Website(written if good else "", written, None if good else SiteDoubt.NOT_ONE)
    if re.match(r"https?://", written, re.IGNORECASE):
        first = written.split()[0]
        begun = _FULL.match(first)
        usable = (
            begun is not None
            and bool(_HOST.match(begun.group(2)))
            and any(mark.isspace() for mark in written)
        )
        return Website(first if usable else "", written, SiteDoubt.SPACES if usable else SiteDoubt.NOT_ONE)
    bare = _BARE.match(written)
    if bare and _HOST.match(bare.group(1)) and not bare.group(1).endswith("."):
        return Website(f"http://{written}", written, SiteDoubt.BARE)
    return Website("", written, SiteDoubt.NOT_ONE)


def host_of(url: str) -> str:
    """Return the host of a link in lower case without "www.", for comparing two listings."""
    found = _FULL.match(url)
    if not found:
        return ""
    host = found.group(2).lower().partition(":")[0].rstrip(".")
    return host.removeprefix("www.")
