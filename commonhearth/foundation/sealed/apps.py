from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class SealedConfig(AppConfig):
    name = "commonhearth.foundation.sealed"
    label = "sealed"

    def ready(self) -> None:
        from commonhearth.foundation.sealed import starting, wording
        from commonhearth.kit import sentences

        sentences.teach(wording.SENTENCES)
        post_migrate.connect(_set_up, sender=self, dispatch_uid="sealed.set_up")
        starting.register_check()


def _set_up(using: str = "default", **kwargs: Any) -> None:
    """A new host gets its key with its tables."""
    from commonhearth.foundation.sealed.starting import set_up

    set_up(using)
