from django.apps import AppConfig


class MembersConfig(AppConfig):
    name = "commonhearth.foundation.members"
    label = "members"
