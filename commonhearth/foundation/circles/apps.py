from django.apps import AppConfig


class CirclesConfig(AppConfig):
    name = "commonhearth.foundation.circles"
    label = "circles"
