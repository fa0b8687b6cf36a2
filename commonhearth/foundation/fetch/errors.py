"""Why nothing was fetched. Codes only: the sentences stand in wording.py."""

from __future__ import annotations


class NotFetched(Exception):
    """Nothing came back that may be used.

    Attributes:
        code: names the reason (`wording.REASONS`).
        url: the address it was about; after a redirect, where that led.
        asked: whether the request may have reached somebody; what must not happen twice is not tried again then.
    """

    def __init__(self, code: str, url: str = "", *, asked: bool = False) -> None:
        super().__init__(code)
        self.code = code
        self.url = url
        self.asked = asked


class Refused(NotFetched):
    """This host does not go there. Trying again changes nothing until somebody changes something."""


class Failed(NotFetched):
    """This host went, and it did not work this time."""


class NotFromHere(RuntimeError):
    """A page, or something inside a transaction, tried to fetch: a mistake in the code, not of a person."""
