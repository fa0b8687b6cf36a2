from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ConversationsConfig(AppConfig):
    name = "commonhearth.rooms.conversations"
    label = "conversations"

    def ready(self) -> None:
        from commonhearth.foundation.members.wording import BOOK, BOOK_FIELDS, STAYS
        from commonhearth.foundation.registry import RAIL, ROOMS, RailPlace, Room
        from commonhearth.foundation.sealed import PURPOSES, Purpose
        from commonhearth.kit import sentences
        from commonhearth.rooms.conversations import access, authorship, handlers, wording  # noqa: F401

        sentences.teach(wording.SENTENCES)
        BOOK.update(wording.BOOK)
        BOOK_FIELDS.update(wording.BOOK_FIELDS)
        STAYS.update(wording.STAYS)
        ROOMS.add("conversations", Room(_("Conversations")))
        RAIL.add("conversations", RailPlace(_("Conversations"), "conversations:everyone", "talk", order=15))
        PURPOSES.add(
            authorship.OWN_WORDS,
            Purpose(
                "Whoever wrote a post without a name knows it again, to change it or take it back.",
                frozenset({"conversations.Post.sealed_author"}),
            ),
        )
