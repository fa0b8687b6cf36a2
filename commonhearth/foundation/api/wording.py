"""Every sentence of the API: problems, what is wrong with a field."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

#: What a problem is called, by code.
TITLES: dict[str, Promise] = {
    "unreadable": _("We could not read that"),
    "no_token": _("A token is needed"),
    "bad_token": _("This token opens nothing"),
    "needs_scope": _("This token was not made for that"),
    "refused": _("This is not possible just now"),
    "not_there": _("Nothing here that we can show"),
    "no_such_act": _("That cannot be done with this address"),
    "frozen": _("This community can only be read just now"),
    "not_yet": _("Not yet"),
    "too_large": _("That is too large"),
    "not_json": _("Please send JSON"),
    "unfit": _("Something here needs another look"),
    "too_often": _("That was a lot at once"),
    "our_mistake": _("Something broke on our side"),
    "closed_now": _("Not just now"),
}
#: What is said where nothing more exact is known.
DETAILS: dict[str, Promise] = {
    "unreadable": _("Something in the request was not as this address expects it. Nothing was changed."),
    "no_token": _(
        "Send it in the header “Authorization: Bearer …”. You make one on your own page, under “Keys for programs”."
    ),
    "bad_token": _("It has run out, was ended, or never was one. Nothing was changed. Make a new one."),
    "needs_scope": _("You chose what it may do when you made it. Make another one for this."),
    "refused": _("The rules here do not allow it. Nothing was changed."),
    "not_there": _(
        "The address may be mistyped, what was there may be gone, or it is for other people only."
    ),
    "no_such_act": _("The header “Allow” says what it takes. Nothing was changed."),
    "frozen": _(
        "It is moving to another host or was closed. You can read everything, and nothing can be changed."
    ),
    "not_yet": _("Something has to happen first. Nothing was changed."),
    "too_large": _("We stopped reading it. Nothing was changed. A body holds 64 kB at most."),
    "not_json": _(
        "The body is JSON in UTF-8, sent as “Content-Type: application/json”. Nothing was changed."
    ),
    "unfit": _("Nothing was changed. The list “errors” says which field, and why."),
    "too_often": _("Wait as long as “Retry-After” says, then go on. Nothing is lost."),
    "our_mistake": _(
        "This is our mistake, not yours. Try once more in a minute, with the same Idempotency-Key."
    ),
    "closed_now": _("The host is busy or being looked after. Try again when “Retry-After” says."),
}
#: What is wrong with a field, by the kind of mistake.
WRONG: dict[str, Promise] = {
    "missing": _("This is needed."),
    "unknown": _("There is no field of this name."),
    "too_short": _("This may not be empty."),
    "too_long": _("At most %(most)s characters."),
    "not_text": _("This is text."),
    "strange_text": _("There are signs in this text that cannot be shown."),
    "number": _("This is a whole number."),
    "range": _("This lies outside of what is taken."),
    "yes_or_no": _("This is true or false."),
    "day": _("This is a day, written as 2026-03-05."),
    "time": _("This is a time with its zone, written as 2026-03-05T18:30:00Z."),
    "clock": _("This is a time of day without a zone, written as 18:30."),
    "choice": _("This is none of the values that are taken."),
    "id": _("This is no id."),
    "address": _("That does not look like an e-mail address. It has an @ in the middle."),
    "list": _("This is a list."),
    "object": _("This is an object with fields."),
    "unfit": _("This is not as it is expected here."),
}
