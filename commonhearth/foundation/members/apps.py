from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MembersConfig(AppConfig):
    name = "commonhearth.foundation.members"
    label = "members"

    def ready(self) -> None:
        from commonhearth.foundation import logbook
        from commonhearth.foundation.accounts.access import ENTRUSTED
        from commonhearth.foundation.accounts.selectors import PLACES
        from commonhearth.foundation.api import scopes
        from commonhearth.foundation.communities.selectors import MAY_JOIN
        from commonhearth.foundation.members import (  # noqa: F401
            access,
            handlers,
            selectors,
            services,
            signatures,
            wording,
        )
        from commonhearth.foundation.registry import HOME_LINES, RAIL, RailPlace
        from commonhearth.foundation.sealed import PURPOSES, Purpose
        from commonhearth.kit import sentences

        sentences.teach(wording.SENTENCES)
        PURPOSES.add("arrival", Purpose(_WHY_ARRIVAL, frozenset({"members.Arrival.address"})))
        scopes.offer(wording.SCOPES)
        for code, verb in wording.LOGBOOK.items():
            logbook.VERBS.add(code, verb)
        logbook.NAMES.add("members", signatures.names)
        ENTRUSTED.add("members", services.entrusted_here)
        PLACES.add("members", selectors.places_of)
        HOME_LINES.add("members.waiting", selectors.people_who_wait)
        HOME_LINES.add("members.second-eyes", selectors.second_eyes)
        MAY_JOIN.add("members", access.may_ask_to_join)
        RAIL.add("members", RailPlace(_("You, here"), "members:you_here", "person", order=90))


_WHY_ARRIVAL = "Writing to somebody who came along from another host, at the address they agreed to take."
