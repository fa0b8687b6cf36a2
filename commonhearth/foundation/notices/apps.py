from django.apps import AppConfig
from django.urls import reverse
from django.utils.translation import gettext_lazy as _


class NoticesConfig(AppConfig):
    name = "commonhearth.foundation.notices"
    label = "notices"

    def ready(self) -> None:
        from commonhearth.foundation.accounts.views.you import ALSO_HERE
        from commonhearth.foundation.api import scopes
        from commonhearth.foundation.members.wording import BOOK, BOOK_FIELDS
        from commonhearth.foundation.notices import access, handlers, selectors, tasks, wording  # noqa: F401
        from commonhearth.foundation.notices.sms import checking
        from commonhearth.foundation.notices.sms.numbers import PURPOSE
        from commonhearth.foundation.notices.telling import NOTICES
        from commonhearth.foundation.registry import CHECKS, HOME_LINES, RAIL, RailPlace
        from commonhearth.foundation.sealed import PURPOSES, Purpose
        from commonhearth.kit import sentences

        sentences.teach(wording.SENTENCES)
        BOOK.update(wording.BOOK)
        BOOK_FIELDS.update(wording.BOOK_FIELDS)
        CHECKS.add("notices.sms", checking.findings)
        PURPOSES.add(PURPOSE, Purpose(wording.WHY_OPENED, wording.OPENED))
        for code, sentence in wording.NOTICES.items():
            NOTICES.add(code, sentence)
        HOME_LINES.add("notices.new", selectors.new_for)
        RAIL.add("notices", RailPlace(_("What concerns you"), "notices:list", "letter", order=80))
        scopes.offer(wording.SCOPES)
        ALSO_HERE.add(
            "notices.waking",
            lambda person: (
                _("Devices that may be woken"),
                reverse("waking"),
                _("Off until you switch it on"),
            ),
        )
