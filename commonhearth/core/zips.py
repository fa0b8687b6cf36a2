"""Zip files that somebody sends: what Python's reader raises when the bytes are not what they say."""

from __future__ import annotations

import zipfile
import zlib

try:
    from lzma import LZMAError
except ImportError:  # a Python without it refuses such a file as it does an unknown packing
    LZMAError = zipfile.BadZipFile  # type: ignore[misc,assignment]

#: Everything that opening or unpacking a damaged or hostile zip file was seen to raise. Only the first is documented
#: as its own: a damaged stream comes as the error of what packed it (`zlib.error`, `LZMAError`, bz2's `OSError`),
#: a password or an unknown packing as `RuntimeError` or a kind of it, an impossible place in the file
#: as `ValueError` or `OSError`. A disk that fails while a file is read cannot be told from the last of these.
DAMAGED: tuple[type[Exception], ...] = (
    zipfile.BadZipFile,
    zlib.error,
    LZMAError,
    EOFError,
    OSError,
    RuntimeError,
    ValueError,
)
