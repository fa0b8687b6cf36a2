from django.apps import AppConfig


class CirclesConfig(AppConfig):
    name = "commonhearth.foundation.circles"
    label = "circles"

    def ready(self) -> None:
        from commonhearth.foundation import logbook
        from commonhearth.foundation.circles import access, handlers, wording  # noqa: F401
        from commonhearth.foundation.circles.selectors.actors import office_holders
        from commonhearth.foundation.circles.selectors.seeing import open_circle_ids
        from commonhearth.foundation.logbook.access import VISIBLE_CIRCLES
        from commonhearth.foundation.members.selectors import OFFICE_HOLDERS
        from commonhearth.kit import sentences

        sentences.teach(wording.SENTENCES)
        OFFICE_HOLDERS.add("circles", office_holders)
        VISIBLE_CIRCLES.add("circles", open_circle_ids)
        for verb, sentence in wording.LOGBOOK.items():
            logbook.VERBS.add(verb, sentence)
