from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ConversationsConfig(AppConfig):
    name = "commonhearth.rooms.conversations"
    label = "conversations"

    def ready(self) -> None:
        from commonhearth.foundation.members.wording import BOOK, BOOK_FIELDS, STAYS
        from commonhearth.kit import sentences
        from commonhearth.rooms.conversations import handlers, wording  # noqa: F401

        sentences.teach(wording.SENTENCES)
        BOOK.update(wording.BOOK)
        BOOK_FIELDS.update(wording.BOOK_FIELDS)
        STAYS.update(wording.STAYS)
        _talk()
        _letters()
        _stories()
        _tonight()
        _replies()


def _talk() -> None:
    """What circles talk about: where it is found, told, kept and ruled."""
    from commonhearth.foundation.agreements.rules import RULES, Setting, one_of
    from commonhearth.foundation.api import scopes
    from commonhearth.foundation.circles.selectors import DOORS, LATELY, READ_ALONG, Door
    from commonhearth.foundation.files.hanging import hangs
    from commonhearth.foundation.logbook.wording import VERBS
    from commonhearth.foundation.members.services.erasing import ALSO_OWN
    from commonhearth.foundation.members.wording import BOOKKEEPING, SHARES
    from commonhearth.foundation.notices.telling import NOTICES
    from commonhearth.foundation.registry import RAIL, ROOMS, RailPlace, Room
    from commonhearth.foundation.sealed import PURPOSES, Purpose
    from commonhearth.rooms.conversations import access, authorship, finding, own
    from commonhearth.rooms.conversations.models import Post
    from commonhearth.rooms.conversations.selectors import next as on_circle_page
    from commonhearth.rooms.conversations.selectors.readers import ANONYMOUS_RULE
    from commonhearth.rooms.conversations.wording import talk as words

    ROOMS.add("conversations", Room(_("Conversations")))
    RAIL.add("conversations", RailPlace(_("Conversations"), "conversations:missed", "talk", order=15))
    LATELY.add("conversations", on_circle_page.lately)
    for name, read in on_circle_page.ALONG.items():
        READ_ALONG.add(name, read)
    DOORS.add("conversations", Door(_("Conversations"), "conversations:topics", "talk", order=10))
    finding.register()
    hangs(Post, access.may_read_hung_on_post, fetch=("circle",))
    scopes.offer(words.SCOPES)
    SHARES.update(words.SHARES)
    BOOKKEEPING.update(words.BOOKKEEPING)
    ALSO_OWN.add("conversations.Post", own.nameless_ids_of)
    ALSO_OWN.add("conversations.PostVersion", own.nameless_version_ids_of)
    ALSO_OWN.add("conversations.Topic", own.nameless_topic_ids_of)
    for code, sentence in words.NOTICES.items():
        NOTICES.add(code, sentence)
    for code, verb in words.LOGBOOK.items():
        VERBS.add(code, verb)
    choices = words.ANONYMOUS_CHOICES
    RULES.add(
        ANONYMOUS_RULE,
        Setting(
            words.ANONYMOUS,
            one_of(choices),
            lambda value: str(dict(choices).get(value, value)),
            default="no",
            root_only=False,
            choices=lambda: list(choices),
        ),
    )
    who_wrote = frozenset({"conversations.Post.sealed_author"})
    PURPOSES.add(
        authorship.OWN_WORDS,
        Purpose(
            "Whoever wrote a post without a name knows it again, to change it or take it back.", who_wrote
        ),
    )
    PURPOSES.add(
        authorship.EMERGENCY,
        Purpose("Two named officers open who wrote a post without a name, in an emergency.", who_wrote),
    )


def _letters() -> None:
    """What two write to each other: where it is begun, found and told."""
    from commonhearth.foundation.circles.selectors import WITH_A_PERSON
    from commonhearth.foundation.members.selectors import WRITE_TO_HOSTS
    from commonhearth.foundation.notices.telling import NOTICES
    from commonhearth.foundation.registry import RAIL, RailPlace
    from commonhearth.rooms.conversations import tasks  # noqa: F401
    from commonhearth.rooms.conversations.access import letters  # noqa: F401
    from commonhearth.rooms.conversations.selectors import letters as between_two
    from commonhearth.rooms.conversations.wording import letters as words

    for code, sentence in words.NOTICES.items():
        NOTICES.add(code, sentence)
    RAIL.add("conversations.letters", RailPlace(_("Letters"), "conversations:letters", "letter", order=30))
    WITH_A_PERSON.add("conversations.letters", between_two.with_a_person)
    WRITE_TO_HOSTS.add("conversations.letters", between_two.write_to_hosts)


def _stories() -> None:
    """What members tell everybody: the way there from the community's own page, and what is said on the way."""
    from commonhearth.foundation import logbook
    from commonhearth.foundation.communities.selectors import FACE_PARTS
    from commonhearth.foundation.notices.telling import NOTICES
    from commonhearth.foundation.registry import OWN_WAYS, OwnWay
    from commonhearth.rooms.conversations.access import stories  # noqa: F401
    from commonhearth.rooms.conversations.selectors.stories import on_the_face
    from commonhearth.rooms.conversations.wording import stories as words

    for code, sentence in words.NOTICES.items():
        NOTICES.add(code, sentence)
    for code, verb in words.LOGBOOK.items():
        logbook.VERBS.add(code, verb)
    FACE_PARTS.add("conversations.stories", on_the_face)
    OWN_WAYS.add(
        "conversations.stories",
        OwnWay(
            _("My stories"),
            "conversations:stories_mine",
            _("What I lived through, read by nobody before I choose."),
        ),
    )


def _tonight() -> None:
    """Who would like company tonight, and where the circle sees it."""
    from commonhearth.foundation.circles.selectors import WHAT_IS_NEXT
    from commonhearth.foundation.notices.telling import NOTICES
    from commonhearth.rooms.conversations.access import tonight  # noqa: F401
    from commonhearth.rooms.conversations.selectors.beside import BESIDE_A_POST, PostLink
    from commonhearth.rooms.conversations.selectors.tonight import in_the_circle, is_own_named
    from commonhearth.rooms.conversations.wording import tonight as words

    for code, sentence in words.NOTICES.items():
        NOTICES.add(code, sentence)
    WHAT_IS_NEXT.add("conversations.tonight", in_the_circle)
    BESIDE_A_POST.add(
        "conversations.tonight", PostLink(_("For tonight"), "conversations:tonight_post", shown=is_own_named)
    )


def _replies() -> None:
    """By mail: what is said when an answer waits, and how the mails with new posts are stopped."""
    from commonhearth.foundation.notices.telling import NOTICES, STOPS
    from commonhearth.rooms.conversations.access import mailing, replies  # noqa: F401
    from commonhearth.rooms.conversations.services.mailing import STOP, stop_mails
    from commonhearth.rooms.conversations.wording import replies as words

    for code, sentence in words.NOTICES.items():
        NOTICES.add(code, sentence)
    STOPS.add(STOP, stop_mails)
