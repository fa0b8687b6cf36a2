"""What hangs on posts, sealed when their circle is hidden later."""

from __future__ import annotations

from datetime import datetime

from commonhearth.foundation.circles.models import Circle
from commonhearth.foundation.files import disk
from commonhearth.foundation.files.arriving import Accepted
from commonhearth.foundation.files.hanging import kind_of
from commonhearth.foundation.files.models import File
from commonhearth.foundation.files.selectors import place_of
from commonhearth.foundation.files.services import hang
from commonhearth.rooms.conversations.models import Post


def seal_all(circle: Circle, *, now: datetime) -> None:
    """Hang what hangs on a circle's posts anew, sealed with the circle's key, in the transaction that hides it."""
    posts = Post.objects.filter(circle=circle)
    files = File.objects.filter(
        about_kind=kind_of(Post), about_id__in=posts.values("id"), key__isnull=True
    ).order_by("about_id", "place")
    for file in list(files):
        post = posts.get(id=file.about_id)
        try:
            whole = disk.read(place_of(file), key="")
            small = disk.read(place_of(file), key="", small=True) if file.small_size else b""
        except disk.BytesGone:
            continue
        again = Accepted(file.name, file.content_type, whole, small, file.width, file.height, file.seconds)
        file.delete()
        hang([again], on=post, now=now, sealed_with=("circle", circle.id))
