from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CareConfig(AppConfig):
    name = "commonhearth.rooms.care"
    label = "care"

    def ready(self) -> None:
        from commonhearth.foundation.registry import ROOMS, Room
        from commonhearth.kit import sentences
        from commonhearth.rooms.care import access, wording  # noqa: F401

        sentences.teach(wording.SENTENCES)
        #: Not closable: nobody may be left without a way to say that something isn't right.
        ROOMS.add("care", Room(_("Looking after each other"), closable=False))
