from django.apps import AppConfig


class OutboxConfig(AppConfig):
    name = "commonhearth.foundation.outbox"
    label = "outbox"
