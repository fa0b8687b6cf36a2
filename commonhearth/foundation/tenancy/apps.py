from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate


class TenancyConfig(AppConfig):
    name = "commonhearth.foundation.tenancy"
    label = "tenancy"

    def ready(self) -> None:
        from commonhearth.foundation.tenancy import guards

        # Sent once per migrate, after the last migration of all apps: SQLite drops triggers when it
        # rebuilds a table, so the guards are put back every time.
        pre_migrate.connect(guards.before_migrate, sender=self, dispatch_uid="tenancy.guards.before")
        post_migrate.connect(guards.after_migrate, sender=self, dispatch_uid="tenancy.guards")
