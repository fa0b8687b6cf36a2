from django.apps import AppConfig


class SiteConfig(AppConfig):
    name = "commonhearth.site"
    label = "site"
