from django.apps import AppConfig


class OnceConfig(AppConfig):
    name = "commonhearth.foundation.once"
    label = "once"
