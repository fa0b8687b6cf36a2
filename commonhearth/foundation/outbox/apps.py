from django.apps import AppConfig


class OutboxConfig(AppConfig):
    name = "commonhearth.foundation.outbox"
    label = "outbox"

    def ready(self) -> None:
        from commonhearth.foundation.outbox.selectors import findings
        from commonhearth.foundation.registry import CHECKS

        CHECKS.add("outbox", findings)
