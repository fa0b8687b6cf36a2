from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DirectoryConfig(AppConfig):
    name = "commonhearth.rooms.directory"
    label = "directory"

    def ready(self) -> None:
        from commonhearth.foundation.registry import CHECKS, ROOMS, Room
        from commonhearth.kit import sentences
        from commonhearth.rooms.directory import access, checks, handlers, tasks, wording  # noqa: F401

        CHECKS.add("directory", checks.findings)
        sentences.teach(wording.SENTENCES)
        ROOMS.add("directory", Room(_("Find people near you"), closable=False))
