"""Sentences of notices from the ground floors; rooms add their own through `NOTICES`."""

from django.utils.translation import gettext_lazy as _

from commonhearth.foundation.api.scopes import Scope

SENTENCES: dict[str, str] = {}

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
