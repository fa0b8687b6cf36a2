"""Sentences of notices from the ground floors; rooms add their own through `NOTICES`."""

from django.utils.translation import gettext_lazy as _

from commonhearth.foundation.api.scopes import Scope

SENTENCES = {
    "phone_no_gateway": _(
        "This host sends no messages to telephones any more. You can be woken by other ways."
    ),
    "phone_none_waits": _("No number of yours waits for a code. Give one first."),
    "phone_too_many_codes": _(
        "As many codes as we send in a day have gone out. Nothing was sent. Please try again tomorrow."
    ),
}
#: Why a number cannot be written to.
NUMBERS = {
    "country": _("Please write it with its country in front, such as +44 7700 900123."),
    "not_one": _("That is no telephone number we know. It begins with + and has 7 to 15 digits."),
    "elsewhere": _("This host does not send messages to that country. Please give another number."),
}
#: What a text message says: the name the member chose, and nothing of what it is about.
TEXTS = {
    "code": _("%(called)s: your code is %(code)s. If you did not ask for one, do nothing."),
    "wake": _("%(called)s: something new for you."),
}
BOOK = {
    "notices_phone": _("Your telephone number, if you gave one to be woken by"),
    "notices_text": _("When something was sent to wake you, in the last week"),
}
BOOK_FIELDS = {"number": _("Number"), "confirmed": _("Confirmed")}
#: What became of a message that the operator tried the gateway with.
TRIED = {
    "sent": _("The gateway took it. Look at that telephone."),
    "waiting": _(
        "The gateway was not reached, or says that it cannot now. Look whether it runs, and at its address."
    ),
    "failed": _(
        "The gateway answered that it did not take it. Look at its log, and at HEARTH_SMS_URL and HEARTH_SMS_BODY."
    ),
    "unknown": _("The gateway was asked and did not answer in time: it may or may not have taken it."),
}
#: Why the program opens a number, for the privacy page, and what it may open for it.
WHY_OPENED = "The number that a member gave to be woken by is read to send what wakes them, and its code."
OPENED = frozenset({"notices.Phone.number", "notices.Phone.code"})
#: What the operator is told about text messages.
FINDINGS = {
    "sms-rests": _(
        "HEARTH_SMS_URL is set, and HEARTH_EGRESS=off lets nothing out: no text messages are offered or sent."
    ),
    "sms-failed": _(
        "%(count)s text messages of the last seven days were not taken by the gateway. Try “hearth text NUMBER”."
    ),
    "sms-unknown": _(
        "%(count)s text messages of the last seven days may or may not have been taken; they are not sent twice."
    ),
}

NOTICES = {
    "circle.invited": _("A circle’s door is open to you. Go in if you like."),
    "circle.not_now": _("A circle you asked to join cannot take you in just now. It says nothing about you."),
    "circle.term_ends": _(
        "A role of yours ends on %(day)s. Look together who is next, or whether you go on."
    ),
    "circle.role_given": _("You hold a role until %(day)s. You may lay it down at any time."),
    "circle.needs_someone": _("One of your circles needs someone. Look whether it is for you."),
    "wording.shown": _("Something is before one of your circles. Any concerns?"),
    "rules.changed": _("A ground rule has changed in one of your circles. Please read it."),
    "joining.asked": _("%(name)s asked to join."),
    "joining.welcome": _("You are in. Welcome."),
    "member.voice": _("%(name)s chose you to write down their words. You may say no: tell whoever noted it."),
    "letter.came": _("%(name)s wrote from outside and hears from you by %(day)s."),
    "name.shared": _(
        "Somebody else here is called %(name)s too. Would you like a word that tells you apart?"
    ),
    "removal.told": _("You are asked to leave from %(day)s. You can appeal to: %(who)s."),
    "recovery.about_you": _(
        "Two people said that you have lost every way in. If that is wrong, stop it: you have three days."
    ),
    "recovery.begun": _(
        "%(name)s is to come back by a new sign-in in three days. If something is wrong with that, stop it."
    ),
    "trial.over": _("The time of getting to know each other is over for %(name)s. Ask how it was."),
}

#: What a key for a program can be good for (`foundation.api.scopes`).
SCOPES = {
    "notices:read": Scope(_("Read what concerns you"), order=50),
    "notices:act": Scope(_("Put notices away, and choose how you are told"), order=51),
}
