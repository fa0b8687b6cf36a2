from django.apps import AppConfig


class CommunitiesConfig(AppConfig):
    name = "commonhearth.foundation.communities"
    label = "communities"

    def ready(self) -> None:
        from commonhearth.foundation.api import scopes
        from commonhearth.foundation.communities import access, wording  # noqa: F401
        from commonhearth.foundation.sealed import PURPOSES, Purpose
        from commonhearth.kit import sentences

        sentences.teach(wording.SENTENCES)
        scopes.offer(wording.SCOPES)
        PURPOSES.add(
            "late-answer",
            Purpose(
                "Telling somebody who wrote from outside that the answer is late.", frozenset({_REPLY_TO})
            ),
        )
        PURPOSES.add("signature", Purpose("The community signs with its own key.", frozenset({_PRIVATE_KEY})))


_REPLY_TO = "communities.ReachOut.reply_to"
_PRIVATE_KEY = "communities.SigningKey.private_key"
