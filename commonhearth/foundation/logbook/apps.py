from django.apps import AppConfig


class LogbookConfig(AppConfig):
    name = "commonhearth.foundation.logbook"
    label = "logbook"

    def ready(self) -> None:
        from commonhearth.foundation.logbook import access, wording  # noqa: F401  access declares its rules
        from commonhearth.foundation.sealed.purposes import PURPOSES, Purpose
        from commonhearth.kit import sentences

        sentences.teach(
            {code: said for code, said in wording.SENTENCES.items() if code.startswith("logbook.")}
        )
        PURPOSES.add(
            "logbook",
            Purpose(
                "Showing and checking lines to those who may read them.",
                frozenset({"logbook.Detail.content"}),
            ),
        )
