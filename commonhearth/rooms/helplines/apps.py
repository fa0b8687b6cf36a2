from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class HelplinesConfig(AppConfig):
    name = "commonhearth.rooms.helplines"
    label = "helplines"

    def ready(self) -> None:
        from commonhearth.foundation.circles.selectors import SHEET_PARTS
        from commonhearth.foundation.registry import CHECKS, ROOMS, Room
        from commonhearth.rooms.helplines import checks, selectors, services

        # The numbers come with the code, so they change with it: after each migrate the table is what
        # the file says.
        post_migrate.connect(services.after_migrate, sender=self, dispatch_uid="helplines.load")
        SHEET_PARTS.add("helplines", selectors.on_the_board)
        CHECKS.add("helplines", checks.findings)
        ROOMS.add("helplines", Room(_("Help now"), closable=False))
