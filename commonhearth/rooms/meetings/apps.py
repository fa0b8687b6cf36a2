from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MeetingsConfig(AppConfig):
    name = "commonhearth.rooms.meetings"
    label = "meetings"

    def ready(self) -> None:
        from commonhearth.foundation.registry import ROOMS, Room

        ROOMS.add("meetings", Room(_("Meetings")))
