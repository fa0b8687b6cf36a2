from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FoundingConfig(AppConfig):
    name = "commonhearth.rooms.founding"
    label = "founding"

    def ready(self) -> None:
        from commonhearth.foundation.registry import ROOMS, Room
        from commonhearth.kit import sentences
        from commonhearth.rooms.founding import access, wording  # noqa: F401

        sentences.teach(wording.SENTENCES)
        ROOMS.add("founding", Room(_("Beginning and growing")))
