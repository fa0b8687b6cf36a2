from django.apps import AppConfig


class AgreementsConfig(AppConfig):
    name = "commonhearth.foundation.agreements"
    label = "agreements"
