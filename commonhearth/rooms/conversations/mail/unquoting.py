"""What somebody wrote themselves, without the mail that they answered.

The library that knows how mail programs quote works with patterns that hostile text can keep busy for minutes. So
it works in a process of its own that is given little time; where that ends first, the text is told as it came.

    python -I -m commonhearth.rooms.conversations.mail.unquoting < text > own words
"""

from __future__ import annotations

import subprocess
import sys

SECONDS = 5
LANGUAGES = ["en", "de", "fr", "es", "it", "nl", "pl", "da", "sv"]


class TooStrange(ValueError):
    """It could not be told in good time what is quoted."""


def own_words(text: str) -> str:
    """Return what is not quoted.

    Raises:
        TooStrange: when that takes too long to tell.
    """
    try:
        done = subprocess.run(
            [sys.executable, "-I", "-m", __name__],
            input=text.encode(),
            capture_output=True,
            timeout=2 * SECONDS,
            check=True,
        )
    except (subprocess.TimeoutExpired, subprocess.CalledProcessError):
        raise TooStrange from None
    return done.stdout.decode().strip()


def _bounded() -> None:
    import resource

    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (512 * 1024 * 1024, 512 * 1024 * 1024))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    _bounded()
    from mailparser_reply import EmailReplyParser

    # The library takes a quotation for somebody's own words where nothing stands before it.
    given = f".\n\n{sys.stdin.buffer.read().decode()}"
    found = EmailReplyParser(languages=LANGUAGES).parse_reply(text=given) or ""
    sys.stdout.buffer.write(found.removeprefix(".").encode())
