from django.apps import AppConfig


class LogbookConfig(AppConfig):
    name = "commonhearth.foundation.logbook"
    label = "logbook"

    def ready(self) -> None:
        from commonhearth.foundation.logbook import access  # noqa: F401  declares its rules
        from commonhearth.foundation.sealed.purposes import PURPOSES, Purpose

        PURPOSES.add(
            "logbook",
            Purpose(
                "Showing and checking lines to those who may read them.",
                frozenset({"logbook.Detail.content"}),
            ),
        )
