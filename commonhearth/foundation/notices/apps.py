from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "commonhearth.foundation.notices"
    label = "notices"
