from django.apps import AppConfig


class AgreementsConfig(AppConfig):
    name = "commonhearth.foundation.agreements"
    label = "agreements"

    def ready(self) -> None:
        from commonhearth.foundation import logbook
        from commonhearth.foundation.agreements import access, handlers, wording  # noqa: F401
        from commonhearth.kit import sentences

        sentences.teach(wording.SENTENCES)
        for verb, sentence in wording.LOGBOOK.items():
            logbook.VERBS.add(verb, sentence)
