from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "commonhearth.foundation.accounts"
    label = "accounts"

    def ready(self) -> None:
        from commonhearth.foundation.accounts import handlers, middleware, wording  # noqa: F401  notes sign-ins
        from commonhearth.foundation.accounts.letter_links import LETTER_ACTS, LetterAct
        from commonhearth.foundation.accounts.services.devices import end_all_by_letter
        from commonhearth.kit import sentences

        LETTER_ACTS.add("not-me", LetterAct(**wording.NOT_ME, days=7, act=end_all_by_letter))
        sentences.teach(wording.SENTENCES)
        handlers.listen()
