from django.apps import AppConfig


class CommunitiesConfig(AppConfig):
    name = "commonhearth.foundation.communities"
    label = "communities"

    def ready(self) -> None:
        from commonhearth.foundation.communities import access, wording  # noqa: F401
        from commonhearth.kit import sentences

        sentences.teach(wording.SENTENCES)
