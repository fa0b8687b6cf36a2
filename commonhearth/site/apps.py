from django.apps import AppConfig
from django.db.backends.signals import connection_created
from django.urls import reverse
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class SiteConfig(AppConfig):
    name = "commonhearth.site"
    label = "site"

    def ready(self) -> None:
        # Every rule stands in the register from the start, whether or not a page has asked for it yet.
        autodiscover_modules("access")
        from commonhearth.foundation.accounts.views.you import ALSO_HERE
        from commonhearth.foundation.notices.telling import NOTICES
        from commonhearth.foundation.registry import CHECKS, OWN_WAYS, RAIL, OwnWay, RailPlace
        from commonhearth.site import checks
        from commonhearth.site.backup import trying
        from commonhearth.site.finding import kinds

        kinds.register()
        ALSO_HERE.add(
            "site.host",
            lambda person: (
                (_("This host"), reverse("host"), _("Backups, and its transfer key"))
                if person.is_operator
                else None
            ),
        )
        NOTICES.add(
            "community.packing",
            _("A steward asks to take the whole community to another host. A second member says yes or no."),
        )
        OWN_WAYS.add(
            "site.device",
            OwnWay(_("On this device"), "on_this_device", _("What opens without a line, if you want it.")),
        )
        CHECKS.add("site.restore-test", trying.findings)
        RAIL.add("home", RailPlace(_("Home"), "community_home", "home", order=5))
        RAIL.add("find", RailPlace(_("Find"), "find", "search", order=40))
        connection_created.connect(checks.refuse_unsafe_wal, dispatch_uid="site.refuse_unsafe_wal")
