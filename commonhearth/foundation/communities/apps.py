from django.apps import AppConfig


class CommunitiesConfig(AppConfig):
    name = "commonhearth.foundation.communities"
    label = "communities"
