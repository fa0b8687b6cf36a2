"""The one address from which a file is fetched."""

from __future__ import annotations

import re
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.http import content_disposition_header

from commonhearth.foundation.files import selectors

#: A file is shown by our pages and is no page itself: opened alone, it may do nothing.
POLICY = "default-src 'none'; sandbox; frame-ancestors 'none'"
_RANGE = re.compile(r"bytes=(\d{0,12})-(\d{0,12})")


def fetch(request: HttpRequest, file_id: UUID, small: bool = False) -> HttpResponse:
    """Hand out one file to whoever may read the thing it hangs on."""
    # Packed already; and packed once more, parts of a sound would not be those asked for.
    request.META.pop("HTTP_ACCEPT_ENCODING", None)
    file = selectors.file_for(request.actor, file_id)
    content = selectors.contents_for(request.actor, file, small=small)
    response = _part_of(content, request.headers.get("Range", "")) if file.is_sound else None
    response = response or HttpResponse(content)
    response["Content-Type"] = file.content_type
    response["Content-Disposition"] = content_disposition_header(file.is_paper, file.called) or "inline"
    response["Content-Security-Policy"] = POLICY
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "no-store, private"
    return response


def _part_of(content: bytes, wanted: str) -> HttpResponse:
    """Answer the part of a sound that a player asks for; some play nothing without."""
    found = _RANGE.fullmatch(wanted)
    if found is None or found[1] == found[2] == "":
        response = HttpResponse(content)
    else:
        whole = len(content)
        first = int(found[1]) if found[1] else max(0, whole - int(found[2]))
        last = min(int(found[2]), whole - 1) if found[1] and found[2] else whole - 1
        if first > last:
            response = HttpResponse(status=416)
            response["Content-Range"] = f"bytes */{whole}"
        else:
            response = HttpResponse(content[first : last + 1], status=206)
            response["Content-Range"] = f"bytes {first}-{last}/{whole}"
    response["Accept-Ranges"] = "bytes"
    return response
