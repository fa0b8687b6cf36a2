from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ResourcesConfig(AppConfig):
    name = "commonhearth.rooms.resources"
    label = "resources"

    def ready(self) -> None:
        from commonhearth.foundation.api import scopes
        from commonhearth.foundation.registry import CHECKS, ROOMS, Room
        from commonhearth.kit import sentences
        from commonhearth.rooms.resources import access, checks, wording  # noqa: F401

        CHECKS.add("resources", checks.findings)
        sentences.teach(wording.SENTENCES)
        scopes.offer(wording.SCOPES)
        ROOMS.add("resources", Room(_("What helped others"), closable=False))
