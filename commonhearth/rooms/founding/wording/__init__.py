"""Every sentence of this room: reasons here, the agreements to begin with in `clauses`."""

from django.utils.translation import gettext_lazy as _

#: Why something is not open to this person, and what to do instead.
SENTENCES = {
    "sign_in_to_begin": _(
        "What you write here is kept for you, so that you can stop and come back on another day or another phone. For "
        "that we have to know you again: sign in with your e-mail address and one code, before you write anything."
    ),
    "founders_only": _("Only those who are beginning this together see it."),
    "draft_published": _("This has become a community. What it says is changed there, with the others."),
    "draft_put_away": _("This is put away. Take it up again first; it takes one press."),
    "draft_not_put_away": _("This is not put away."),
    "draft_lacks": _(
        "Something that a community cannot begin without is still to be said. The list says what."
    ),
}
