from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class DirectoryConfig(AppConfig):
    name = "commonhearth.rooms.directory"
    label = "directory"

    def ready(self) -> None:
        from commonhearth.foundation.api import scopes
        from commonhearth.foundation.communities.selectors import FACE_PARTS, LINKED_DATA
        from commonhearth.foundation.registry import CHECKS, ROOMS, Room
        from commonhearth.kit import sentences
        from commonhearth.rooms.directory import access, checks, handlers, tasks, wording  # noqa: F401
        from commonhearth.rooms.directory.selectors import nearby, open_data, open_meetings

        FACE_PARTS.add("directory.neighbours", nearby.part_of_face)
        CHECKS.add("directory", checks.findings)
        LINKED_DATA.add("directory", open_data.linked_data_of)
        open_data.OPEN_MEETINGS.add("meetings", open_meetings.told_of)
        sentences.teach(wording.SENTENCES)
        scopes.offer(wording.SCOPES)
        ROOMS.add("directory", Room(_("Find people near you"), closable=False))
        post_migrate.connect(_index_words, sender=self, dispatch_uid="directory.words")


def _index_words(using: str = "default", **kwargs: Any) -> None:
    """Put the indexes of listings' words beside their table, after every migrate."""
    from commonhearth.foundation.search import inverted
    from commonhearth.rooms.directory.models import Listing
    from commonhearth.rooms.directory.selectors import standing

    inverted.prepare(connections[using], Listing._meta.db_table, "words", padded=True, beginnings=True)
    standing.prepare(connections[using])
