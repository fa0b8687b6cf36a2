"""What is kept about people, for how long, and who opens what is sealed: read from the model register.

A table that a new room declares stands on the page the day it is declared, since the page asks the register.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import CASCADE, ForeignKey
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from commonhearth.foundation.accounts.models import Person
from commonhearth.foundation.members.services.erasing import own_models
from commonhearth.foundation.members.wording import BOOK, SHARES, STAYS
from commonhearth.foundation.sealed import PURPOSES
from commonhearth.foundation.sealed.fields import SealedField
from commonhearth.foundation.tenancy.erasing import going
from commonhearth.foundation.tenancy.lasting import lasting, time_of
from commonhearth.foundation.tenancy.models import HearthModel, house_models
from commonhearth.foundation.tenancy.third_party import THIRD_PARTY
from commonhearth.kit.page import page

#: Tables of the sign-in library, which bring no words of their own.
OTHERS: dict[str, Any] = {
    "account.EmailAddress": _("The address you sign in with"),
    "account.EmailConfirmation": _("Whether an address is yours"),
    "mfa.Authenticator": _("Passkeys and second steps"),
    "usersessions.UserSession": _("Where you are signed in, and with what device"),
}
#: Tables of the host about a person, by table. A test fails while one is missing.
OF_THE_HOST: dict[str, Any] = {
    "accounts_person": _("Your sign-in: address, language, time zone, look"),
    "accounts_card": _("A printed card, if you have one"),
    "accounts_cardcode": _("The codes on your card, in a form that nobody can read back"),
    "accounts_token": _("Keys you made for programs, and what each may do"),
    "directory_beingstarted": _("What you are starting, and where"),
    "directory_claim": _("That you said you look after a listing"),
    "directory_followed": _("Other directories you let this host follow"),
    "directory_merge": _("That you put two listings of one group together, as a reviewer"),
    "directory_reminder": _("That you were reminded of a listing you look after"),
    "directory_tellme": _("What you wait for near you, and where"),
    "directory_told": _("Which groups near you we told you of"),
    "directory_verification": _("That you checked whether a group exists, how and when"),
    "founding_firstrole": _("Which role you are to hold from the first day of what you begin with others"),
    "founding_founder": _("The name under which you begin a community with others"),
    "founding_founderlink": _("Links you made for those who begin with you"),
    "notices_device": _("Browsers of yours that may be woken; where to is sealed"),
    "outbox_mail": _("Mail on its way to you; address and words go when it is handed over"),
    "recovery_code": _("The words you tell two people who know you when you have lost every way in"),
    "resources_recommendation": _("What you wrote about a service or practice that helped you"),
    "resources_resource": _("Services and practices you added to the list"),
}
#: What goes by itself, by table, where only some of its rows do or where it is nobody's own.
IN_TIME: dict[str, Any] = {
    "care_buddies": _("Company that somebody who has died had"),
    "circles_asking": _("That somebody who has died asked to come into a circle, or was invited"),
    "conversations_replyaddress": _("Addresses to which you may write, once they have run out"),
    "conversations_mailseen": _("That a mail came in here, by a number made from it"),
    "directory_claim": _("That you said you look after a listing, where nobody could confirm it"),
    "directory_tellme": _("An address to be told of a group near it, where nobody confirmed it"),
    "django_session": _("That a browser is signed in"),
    "founding_bringing": _("A list that somebody brought and did not confirm"),
    "founding_bringingpage": _("The rows of a list that was brought, sealed until it is confirmed"),
    "founding_broughtperson": _("That somebody on a list that was brought has been written to, by a number"),
    "founding_draft": _("What you wrote of a community to be, once it is put away or has begun"),
    "jobs_job": _("What the house did by itself, without a word of yours"),
    "meetings_coming": _("What somebody who has died had said to dates to come"),
    "meetings_feed": _("The address at which the calendar of somebody who has died read"),
    "meetings_guest": _("What people from outside said of themselves for a meeting"),
    "meetings_invited": _("That somebody who has died got letters about meetings"),
    "meetings_swap": _("That somebody who has died was to change turns with another"),
    "notices_phone": _("A number to be woken by, where nobody confirmed it"),
    "once_answer": _("That a form was sent, so that sending it twice does nothing twice"),
    "outbox_mail": _("That a mail was sent; its address and words go when it is handed over"),
    "treasury_hardmonth": _("A question whether it is a hard month, and what was answered"),
    "webhooks_delivery": _("What another program was told; it names nobody"),
}
#: A table nobody has found words for yet.
UNNAMED = _("Other things of yours")


@dataclass(frozen=True, slots=True)
class Kept:
    """One table: what it holds, what happens to it when somebody erases what is theirs, whether words are sealed."""

    what: str
    goes: str
    why: str
    sealed: bool
    #: Whether such rows go by themselves when their time is over.
    lasts: bool


@dataclass(frozen=True, slots=True)
class Lasting:
    """A table whose rows go by themselves, and when."""

    what: str
    when: str


def in_time() -> list[Lasting]:
    """Return what goes by itself, with the time that the house lets it go by."""
    found = []
    for model in lasting():
        table, days = model._meta.db_table, time_of(model)[1].days
        what = IN_TIME.get(table) or BOOK.get(table) or OF_THE_HOST.get(table) or UNNAMED
        if days:
            when = ngettext("after one day", "after %(days)d days", days) % {"days": days}
        else:
            when = gettext("when its own time is over")
        found.append(Lasting(str(what), when))
    return sorted(found, key=lambda one: one.what)


def in_communities() -> list[Kept]:
    """Return what a community keeps about each member, by table."""
    found = []
    for model in own_models():
        plan = going(model)
        if plan.row:
            goes, why = str(_("Goes.")), ""
        elif plan.fields:
            goes, why = str(_("Name and words go.")), str(STAYS[model.stays])
        else:
            goes, why = str(_("Stays without a name.")), str(STAYS[model.stays])
        table = model._meta.db_table
        what = str(BOOK.get(table) or SHARES.get(table) or UNNAMED)
        lasts = bool(model.kept_until) and table not in IN_TIME
        found.append(Kept(what, goes, why, _seals(model), lasts))
    return sorted(found, key=lambda one: one.what)


def on_the_host() -> tuple[list[str], list[str]]:
    """Return what of a person's own the host keeps: what goes with their sign-in, and what stays without them."""
    goes = [
        str(OTHERS.get(label, label)) for label, fields in THIRD_PARTY.items() if "person" in fields.values()
    ]
    goes += [str(OF_THE_HOST["outbox_mail"]), str(OF_THE_HOST["accounts_person"])]
    stays = []
    for model in house_models("global"):
        what = str(OF_THE_HOST.get(model._meta.db_table, UNNAMED))
        how = _let_go(model)
        if how is CASCADE:
            goes.append(what)
        elif how is not None:
            stays.append(what)
    return sorted(set(goes)), sorted(set(stays))


def _let_go(model: type[HearthModel], depth: int = 3) -> Any:
    """Return how a table lets go of a person: CASCADE with its rows, another way without; None: not about one."""
    found = None
    for field in model._meta.concrete_fields:
        if not isinstance(field, ForeignKey):
            continue
        how, target = field.remote_field.on_delete, field.related_model
        if target is Person or (depth and how is CASCADE and _let_go(target, depth - 1) is CASCADE):  # type: ignore[arg-type]
            found = CASCADE if how is CASCADE else found or how
    return found


def _seals(model: type[HearthModel]) -> bool:
    return any(isinstance(field, SealedField) for field in model._meta.concrete_fields)


def privacy(request: HttpRequest) -> HttpResponse:
    """The page, for everybody."""
    goes, stays = on_the_host()
    context = {
        "host": goes,
        "host_stays": stays,
        "communities": in_communities(),
        "in_time": in_time(),
        "purposes": sorted(purpose.says for purpose in PURPOSES),
    }
    return page(request, "site/privacy.html", context)
