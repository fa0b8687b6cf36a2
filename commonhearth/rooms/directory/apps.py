from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DirectoryConfig(AppConfig):
    name = "commonhearth.rooms.directory"
    label = "directory"

    def ready(self) -> None:
        from commonhearth.foundation.communities.selectors import FACE_PARTS, LINKED_DATA
        from commonhearth.foundation.registry import CHECKS, ROOMS, Room
        from commonhearth.kit import sentences
        from commonhearth.rooms.directory import access, checks, handlers, tasks, wording  # noqa: F401
        from commonhearth.rooms.directory.selectors import nearby, open_data

        FACE_PARTS.add("directory.neighbours", nearby.part_of_face)
        CHECKS.add("directory", checks.findings)
        LINKED_DATA.add("directory", open_data.linked_data_of)
        sentences.teach(wording.SENTENCES)
        ROOMS.add("directory", Room(_("Find people near you"), closable=False))
