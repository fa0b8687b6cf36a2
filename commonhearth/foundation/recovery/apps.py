from django.apps import AppConfig


class RecoveryConfig(AppConfig):
    name = "commonhearth.foundation.recovery"
    label = "recovery"

    def ready(self) -> None:
        from commonhearth.foundation import logbook
        from commonhearth.foundation.accounts.letter_links import LETTER_ACTS, LetterAct
        from commonhearth.foundation.members.selectors import ABOUT
        from commonhearth.foundation.recovery import access, selectors, services, tasks, wording  # noqa: F401
        from commonhearth.kit import sentences

        ABOUT.add("recovery", selectors.about)
        LETTER_ACTS.add("stop-recovery", LetterAct(**wording.STOP, days=4, act=services.stop_by_letter))
        sentences.teach(wording.SENTENCES)
        for code, verb in wording.LOGBOOK.items():
            logbook.VERBS.add(code, verb)
