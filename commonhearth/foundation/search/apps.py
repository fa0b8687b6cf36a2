from django.apps import AppConfig
from django.db.models.signals import post_migrate


class SearchConfig(AppConfig):
    name = "commonhearth.foundation.search"
    label = "search"

    def ready(self) -> None:
        from commonhearth.foundation.search import engine

        post_migrate.connect(engine.prepare, sender=self, dispatch_uid="search.engine")
