"""Sentences of notices from the ground floors; rooms add their own through `NOTICES`."""

from django.utils.translation import gettext_lazy as _

SENTENCES: dict[str, str] = {}

NOTICES = {
    "joining.asked": _("%(name)s asked to join."),
    "joining.welcome": _("You are in. Welcome."),
    "letter.came": _("%(name)s wrote from outside and hears from you by %(day)s."),
    "name.shared": _(
        "Somebody else here is called %(name)s too. Would you like a word that tells you apart?"
    ),
    "removal.told": _("You are asked to leave from %(day)s. You can appeal to: %(who)s."),
    "trial.over": _("The time of getting to know each other is over for %(name)s. Ask how it was."),
}
