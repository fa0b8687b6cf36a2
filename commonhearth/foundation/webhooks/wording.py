"""Every sentence of webhooks: what can be told, how an address fares, reasons, logbook lines, notices."""

from django.utils.translation import gettext_lazy as _

from commonhearth.foundation.logbook.verbs import EVERYONE, Kind, Verb

#: What another program can be told, by code. Nothing of closed or hidden circles, and nobody's name or id.
KINDS = {
    "member.joined": _("Somebody came in (not who)"),
    "member.left": _("Somebody left (not who)"),
    "agreement.proposed": _("A wording is shown, in the circle of everyone or an open circle"),
    "agreement.in_force": _("A wording came in force, in the circle of everyone or an open circle"),
    "circle.opened": _("An open circle began"),
    "community.changed": _("What the community says of itself was changed"),
}

ENDED = {
    "steward": _("ended by a steward"),
    "silent": _("ended: nothing arrived for five days"),
    "gone": _("ended: the address said that it is gone"),
}

SENTENCES = {
    "webhooks.steward": _("Stewards choose which programs are told. Ask one of them."),
    "webhooks.too_many": _("There are ten addresses already. End one of them first."),
    "webhooks.not_https": _("The address begins with https:// and names a host."),
    "webhooks.nothing": _("Choose at least one thing to be told."),
}

LOGBOOK = {
    "webhook.registered": Verb(
        _("An address of another program is told when something happens here."),
        Kind.COMMUNITY,
        EVERYONE,
        signed=True,
    ),
    "webhook.ended": Verb(
        _("An address of another program is told nothing any more."), Kind.COMMUNITY, EVERYONE, signed=True
    ),
}

NOTICES = {
    "webhook.ended": _("An address that you named for news of the community did not answer, and was ended."),
}
