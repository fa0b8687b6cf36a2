from django.apps import AppConfig
from django.db.backends.signals import connection_created


class SiteConfig(AppConfig):
    name = "commonhearth.site"
    label = "site"

    def ready(self) -> None:
        from commonhearth.site import checks

        connection_created.connect(checks.refuse_unsafe_wal, dispatch_uid="site.refuse_unsafe_wal")
