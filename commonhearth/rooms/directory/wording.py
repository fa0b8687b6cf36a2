"""Every sentence of the directory. Facts are stored as codes; the sentence is made at reading."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from commonhearth.core.places.freshness import Freshness, Living, State
from commonhearth.foundation.api.scopes import Scope
from commonhearth.foundation.fetch.wording import REASONS

#: Why a verdict was no.
SENTENCES = {
    "directory_reviewers": _(
        "The directory is checked by its reviewers. Tell them what is wrong and they will look."
    ),
    "theirs_to_say": _("This community is at home on this host and says these things itself."),
    "not_a_value": _("This is nothing we can keep here. Leave it empty, or write it another way."),
    "sign_in_first": _("Sign in first. It takes an e-mail address and one code."),
    "too_many_waiting": _("You already wait for ten places with this address. End one of them first."),
    "too_many_cards": _("You already show three cards. Take one down first."),
    "card_gone": _("This card is no longer shown."),
    "letters_enough": _("You have written enough letters for today. Please wait for the answers."),
    "successors_missing": _("Name each group that carries on, or leave the line empty."),
    "not_a_field": _("This cannot be corrected here."),
    "until_too_late": _("A check holds for at most a year. Choose an earlier day."),
    "not_a_way_to_verify": _("Choose how you checked."),
    "in_the_future": _("This day has not come yet."),
    "unknown_town": _("We do not know a town of this name. Try a larger town near it."),
    "bad_coordinates": _("These coordinates are not a place on earth."),
    "name_missing": _("A listing needs a name."),
    "email": _("This is not an e-mail address."),
    "only_coarser": _(
        "Here a place can only be hidden more. To show it closer, write the street or town anew."
    ),
    "claim_of_community": _("This group lives on this host and writes its page itself."),
    "claim_sign_in": _("To look after a page, sign in first. It takes an e-mail address and one code."),
    "claim_no_way": _(
        "This page has no address that could prove it this way. Write to whoever checks the directory."
    ),
    "same_listing": _("This is one page. Choose another to compare it with."),
    "merged_already": _("One of these is told on another page already. Compare that page instead."),
    "keep_the_community": _("One of these is written by a community of this host. Keep that one."),
    "refuge_differs": _(
        "One of these is kept safe as a refuge and the other is not. Say the same of both first, with “Correct it”."
    ),
    "keep_the_living": _("This one has stopped and the other has not. Keep the one that goes on."),
    "later_merge_first": _("One of these was merged once more after this. Undo that one first."),
    "follow_address": _("This is not an address that begins with http:// or https://."),
    "follow_ours": _("This is our own address. We have what is published there already."),
    "follow_twice": _("We follow this address already."),
    "follow_enough": _("We follow 200 others already. Stop following one of them first."),
}

KINDS = {
    "care": _("Health and care"),
    "peer": _("Peer support"),
    "community": _("Living together"),
    "housing": _("Housing"),
    "food": _("Food and growing"),
    "learning": _("Learning"),
    "advice": _("Advice and practical help"),
    "work": _("Work and trade"),
    "money": _("Money and saving"),
    "energy": _("Energy and environment"),
    "arts": _("Arts, sport and clubs"),
    "other": _("Something else"),
}

RADII = [
    (5, _("5 km")),
    (10, _("10 km")),
    (25, _("25 km")),
    (50, _("50 km")),
    (100, _("100 km")),
    (250, _("250 km")),
]

HOW_VERIFIED = {
    "spoke": _("spoke with them"),
    "visited": _("was there"),
    "wrote": _("they answered a letter or e-mail"),
    "register": _("found in a public register"),
    "website": _("their website shows recent news"),
    "themselves": _("they look after this page themselves"),
}

ACTS = {
    "verified": _("checked"),
    "corrected": _("corrected"),
    "closed": _("marked as stopped"),
    "reopened": _("marked as going on"),
    "described": _("described"),
    "merged": _("found to be one group with another page"),
    "parted": _("taken apart from another page again"),
    "claimed": _("the group proved that it looks after this page"),
    "claim_ended": _("the group looks after this page no longer"),
}

#: As what somebody did something to a listing.
OFFICES = {
    "reviewer": _("by a reviewer"),
    "group": _("by the group itself"),
}

#: How somebody proves that they look after a listing.
CLAIM_HOW = {
    "mail": _("by the mailbox on the page"),
    "file": _("by a file at their website"),
}
#: Why a file was not found; the codes of foundation.fetch have their own sentences.
CLAIM_PROBLEMS = {
    "no-file": _("There is no such file at your website yet."),
    "other-words": _(
        "The file is there, and what it says is something else. It holds that one line and no more."
    ),
    **REASONS,
}

#: What of two listings is shown side by side.
COMPARED = {
    "name": _("Name"),
    "kind": _("Kind"),
    "source": _("From the list"),
    "as_of": _("The list is of"),
    "identifiers": _("Identifiers"),
    "description": _("What it is"),
    "activities": _("What they do"),
    "street": _("Street"),
    "postcode": _("Postcode"),
    "town": _("Town"),
    "region": _("Region"),
    "country": _("Country"),
    "precision": _("Place shown"),
    "website": _("Website"),
    "phone": _("Telephone"),
    "email": _("E-mail"),
    "open_to_members": _("Open to new people"),
    "sheltered": _("Kept safe as a refuge"),
    "verified_on": _("Last checked"),
    "closed_on": _("Stopped"),
}
PRECISION_IN_WORDS = {
    "exact": _("as it is"),
    "km": _("to about 1 km"),
    "town": _("town only"),
    "hidden": _("not at all"),
}
YES_NO = {True: _("yes"), False: _("no")}

#: How a website answered.
LINKS = {
    "ok": _("It answers."),
    "moved": _("It says that it is at another address now."),
    "gone": _("There is no such page or site any more."),
    "unreachable": _("It does not answer."),
    "not-looked": _("This host does not go to this address."),
}

#: How the order of results comes about, in words. core.places.ranking is the law.
RANKING = (
    _("Near comes first. Distances are put into bands: up to 2, 5, 10, 25, 50, 100 and 250 km, and further."),
    _(
        "Within a band, groups known to be alive come first: those checked within a year, then within two, "
        "then those from a list younger than two years. Groups of which we do not know if they still exist come last."
    ),
    _(
        "After that, groups with your words in their name come before those that only mention them; then the nearer."
    ),
    _("Clinical and peer help stand in one list. Nobody can pay for a place in it."),
)

#: What stands with a place that is not exact.
PRECISION = {
    "exact": "",
    "km": _("shown to about 1 km"),
    "town": _("measured to the middle of the town"),
    "hidden": _("place not shown"),
}
POSTCODE_MIDDLE = _("measured to the middle of the postcode")
REFUGE = _("For the safety of the people there, we show no more than the town.")
PLACES_SOURCE = _("Places: GeoNames, CC BY 4.0")

#: How a searched place was understood.
FOUND_BY = {
    "town": "",
    "spelling": _("We read “%(typed)s” as %(place)s."),
    "postcode": _("Where groups we know at this postcode are; approximate."),
    "district": _("The middle of the groups we know in %(place)s; approximate."),
    "listed": _(
        "We know %(place)s only from groups that name it; what is near it we cannot measure exactly."
    ),
    "coordinates": "",
    "none": _("We do not know a place called “%(typed)s”. Try a larger town near it, or a postcode."),
}

#: Repairs and doubts of an import.
NOTES = {
    "control-marks": _("Invisible marks were taken out."),
    "cut": _("Too long; cut."),
    "formula": _("Begins like a spreadsheet formula; kept as text."),
    "postcode-form": _("Does not have the form of a postcode; kept."),
    "unread-keys": _("Keys that say nothing; left out."),
    "name-marks": _("Full stops at the end of names taken out."),
    "more-websites": _("More than one website; the first is used."),
    "kind": _("Not a kind this directory knows; “Something else” is used."),
    "email-not-one": _("Not an e-mail address; left out."),
    "website-bare": _("Website without http:// or https://; kept as written, linked with http://."),
    "website-spaces": _(
        "Website with spaces or a second address; kept as written, the first part is linked."
    ),
    "website-not-one": _("Not a website; kept as written, not linked."),
    "country-normalised": _("Country written in another way; now its ISO code."),
    "country-spelling": _("Country misspelt; guessed."),
    "country-place": _("No country, or one we do not know; guessed from the map."),
    "country-conflict": _("The country’s code and the map contradict each other; guessed from the map."),
    "country-none": _("No country, and nothing to guess it from."),
    "placed-by-town": _("No coordinates; placed at the middle of its town."),
    "town-several": _("More than one town has this name; the likeliest is used."),
    "town-spelling": _("Town misspelt; guessed."),
    "town-unknown": _("Town not known to the gazetteer; found by its name only."),
    "origin-twice": _("The same id stands twice in the file; the first line is used."),
    "identifier-elsewhere": _("Another listing has one of its identifiers."),
    "identifier-twice": _(
        "Two lines of the file have one identifier; the second became a listing of its own."
    ),
    "coordinates-none": _("Coordinates that are nowhere on earth; kept, not used."),
    "refuge-to-town": _("A refuge or service against violence: everything finer than its town was left out."),
}

#: Why listings were proposed as one group.
DUPLICATES = {
    "same-identifier": _("Groups of listings with one identifier; proposed to a reviewer, none merged."),
    "same-name": _("Groups of listings with one name in this list; proposed to a reviewer, none merged."),
    "same-group": _(
        "Groups of listings that may be one, by name and place or website; proposed, none merged."
    ),
}

#: Why two listings are proposed as one group, on the page that shows both.
WHY_ONE = {
    "same-identifier": _("One register knows both by one number."),
    "same-name": _("One list has this name twice."),
    "same-group": _("They have one name, and one place or one website."),
}

#: Why a file was refused. Each is followed by the file and, where there is one, the line.
BROKEN = {
    "not-a-file": _("This is not a file."),
    "not-readable": _("This file cannot be read."),
    "too-large": _("This file is larger than %(most)s MB."),
    "empty": _("This file is empty."),
    "not-text": _("This file is not text."),
    "not-utf8": _("This line is not UTF-8. Save the file as UTF-8 and try again."),
    "heading-twice": _("The heading “%(heading)s” stands twice."),
    "cells": _("This row has %(cells)s cells where the heading has %(wanted)s. Is the file cut off?"),
    "huge-row": _("This row, or a cell in it, is far too long."),
    "open-quote": _("A quotation mark was opened and never closed. Is the file cut off?"),
    "csv": _("This row is not CSV."),
    "cut-off": _("The file ends in the middle. Is it cut off?"),
    "json": _("This is not JSON from here on."),
    "number": _("There is a number here that is none, or far too long."),
    "too-deep": _("This is nested far deeper than a list of groups."),
    "coordinates": _("These coordinates are not a place on earth: %(written)s"),
    "no-name": _("This row has no id or no name."),
    "no-heading": _("There is no column “%(heading)s”."),
    "no-field": _("“%(field)s” cannot be mapped. Known are: %(fields)s."),
    "map-incomplete": _("The map needs a column for the name, and lat and lon together or neither."),
    "no-source": _("Say where the list comes from: --source-title, --licence, --attribution and --as-of."),
    "needs-map": _(
        "We do not know this list. Say which column is which, for example --map name=Title,town=City."
    ),
    "unknown-list": _("We do not know this kind of file."),
    "zip-broken": _("This zip file is damaged or cut off."),
    "zip-many": _("This zip file holds more than %(most)s files."),
    "zip-path": _("This zip file wants to write outside its folder: %(name)s"),
    "zip-entry": _("This zip file holds a link, or something under a password: %(name)s"),
    "zip-bomb": _("Unpacked, this zip file would be far too large."),
    "zip-twice": _("This zip file holds “%(name)s” twice."),
    "hsds-not-valid": _("This is not HSDS 3.0: %(faults)s"),
    "no-tables": _("The tables that this data package names do not stand beside it."),
    "map-form": _("Write the map as field=Column,field=Column."),
}


def freshness_sentence(freshness: Freshness) -> str:
    """Say what is known about a listing and since when, always with a date."""
    if freshness.state is State.CLOSED:
        return _now("Stopped, %(month)s") % {"month": _month(freshness.since)}
    if freshness.state is State.UNVERIFIED:
        said = _list_sentence(freshness)
    else:
        said = _now("last checked %(month)s") % {"month": _month(freshness.since)}
        if freshness.state is State.DUE:
            said = _now("%(checked)s, due for a check") % {"checked": said}
    if freshness.living is Living.NOT_KNOWN:
        return _now("We do not know if this still exists (%(why)s)") % {"why": said}
    return said[:1].upper() + said[1:]


def _list_sentence(freshness: Freshness) -> str:
    if freshness.since is None:
        return _now("from a list without a date, not verified")
    year = {"year": freshness.since.year}
    if freshness.years > 10:
        return _now("from a %(year)s list, not verified for over ten years") % year
    return _now("from a %(year)s list, not verified") % year


def silent_sentence(since: date) -> str:
    """Say that a website has not answered for some time: a doubt, and no verdict on the group."""
    return _now("Their web page has not answered since %(day)s") % {"day": date_format(since, "j F Y")}


def _month(day: date | None) -> str:
    return date_format(day, "F Y") if day else ""


def refusal(code: str, params: dict[str, Any], *, line: int | None = None) -> str:
    """Return the sentence for a broken file, with its line."""
    said = str(BROKEN[code]) % params
    return _now("Line %(line)s: %(said)s") % {"line": line, "said": said} if line else said


def years_ago(years: int) -> str:
    """Return "3 years ago" in words."""
    return ngettext("%(n)s year ago", "%(n)s years ago", years) % {"n": years}


#: What `hearth check` says.
FINDINGS = {
    "due": _("%(n)s listings are due for a check by a reviewer."),
    "no-places": _(
        "The gazetteer is not loaded, so towns are not found; import a list or run `hearth near`."
    ),
}

# --- Open data, and following others --------------------------------------------------------------
TOO_OFTEN = _("That was more often than we can answer. Please wait a minute, and keep what you have.")

PARAMETER = _("The parameter “%(name)s” cannot be read.")
NOT_ASKED_BY = _("This host cannot be asked by “%(name)s”. Leave it out, and choose from what comes.")

#: What may be taken, in which form: name, what it is good for, the URL's name.
FORMATS = (
    (_("Spreadsheet (CSV)"), _("One line per group, for LibreOffice or Excel."), "directory:csv"),
    (_("Map data (GeoJSON)"), _("One point per group that shows a place, for any map program."), "directory:geojson"),
    (_("schema.org (JSON-LD)"), _("What search engines read."), "directory:jsonld"),
    (_("Human services (HSDS 3.0), a zip file"), _("Tables with their data package."), "directory:hsds_tables"),
    (_("Human services (HSDS 3.0), page by page"), _("For programs that read an API."), "directory:hsds_services"),
    (_("Murmurations profiles"), _("One profile per group, and an index of them."), "directory:profiles"),
)  # fmt: skip

# --- What communities are compared by ---------------------------------------------------------------
NOT_SAID = _("not said")
MOST_COMPARED = 6
#: Who said a value, and when; the list's own words stand in for the first when a list said it.
SAID_BY = {
    "community": _("said by the community itself, %(day)s"),
    "owner": _("said by those who look after this listing, %(day)s"),
    "reviewer": _("written down by a reviewer of this host, %(day)s"),
    "list": _("from %(list)s, %(day)s"),
    "list-undated": _("from %(list)s, without a date"),
    "here": _("reckoned by this host, %(day)s"),
}

#: How it stands with somebody who is followed, or with one of their profiles.
FOLLOW_STATES = {
    "new": _("Not asked yet"),
    "good": _("Answers as it should"),
    "silent": _("Does not answer just now; what we have stays as it was"),
    "refused": _("Not taken over"),
}
#: Why something of theirs was not taken over; reasons of the way out stand in foundation/fetch.
FOLLOWING: dict[str, Any] = {
    "not-json": _("It is not JSON."),
    "not-valid": _("It is not a valid profile of a group or organisation."),
    "no-index": _("It is neither a profile nor an index of profiles."),
    "no-name": _("It has no name."),
    "signature": _("It is signed, and the signature is not true."),
    "other-key": _("It says it is a community we know, and signs with another key than that one."),
    "moved": _("This community moved; we read it at its new address."),
    "known": _("We have it already, from another address that we follow."),
    "ours": _("It is about a community that lives here; we know it first hand."),
    "too-many": _("It names more profiles than we take; the first 2,000 are taken."),
    "status-gone": _("There is nothing at this address."),
    "status-often": _("It asked us to come back later. We do, at the next turn."),
    "status-server": _("Their host has a fault just now."),
    "status-other": _("It answered, but not with what we asked for."),
    **REASONS,
}
FOLLOWING["too-large"] = _("It is larger than we read.")


def gone(row: Any) -> str:
    """Say since when a listing is no longer published by those it comes from; nothing where it is."""
    if row is None or row.gone_since is None:
        return ""
    return _now("No longer published by them since %(day)s.") % {"day": date_format(row.gone_since, "j F Y")}


SCOPES = {
    "directory:act": Scope(
        _("Look after a listing in your name, and say that you are starting a group"), order=31, inside=False
    ),
}
