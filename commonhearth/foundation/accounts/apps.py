from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "commonhearth.foundation.accounts"
    label = "accounts"

    def ready(self) -> None:
        from commonhearth.foundation.accounts import handlers, middleware, wording  # noqa: F401  notes sign-ins
        from commonhearth.kit import sentences

        sentences.teach(wording.SENTENCES)
        handlers.listen()
