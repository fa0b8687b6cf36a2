from django.apps import AppConfig


class KitConfig(AppConfig):
    name = "commonhearth.kit"
    label = "kit"
