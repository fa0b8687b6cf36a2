"""Every sentence of this room: reasons here, the agreements to begin with in `clauses`."""

from django.utils.translation import gettext_lazy as _

#: Why something is not open to this person, and what to do instead.
SENTENCES = {
    "sign_in_to_begin": _(
        "What you write here is kept for you, so that you can stop and come back on another day or another "
        "phone. For that we have to know you again: sign in with your e-mail address and one code, before "
        "you write anything."
    ),
    "founders_only": _("Only those who are beginning this together see it."),
    "draft_published": _("This has become a community. What it says is changed there, with the others."),
    "draft_put_away": _("This is put away. Take it up again first; it takes one press."),
    "draft_not_put_away": _("This is not put away."),
    "too_many_drafts": _(
        "You have five beginnings open. Put one away first; it is kept for a year and can be taken up again."
    ),
    "founder_name_in_use": _(
        "Another of you is called that here. Please add a word that tells the two of you apart, such as "
        "“garden”."
    ),
    "enough_founders": _(
        "Twenty founders and open links are enough. Whoever comes later joins the community."
    ),
    "too_many_clauses": _("Sixty clauses are more than anybody reads. Leave the rest for later."),
    "no_place_yet": _("A card says what it is for and where. Please say both first."),
    "draft_lacks": _(
        "Something that a community cannot begin without is still to be said. The list says what."
    ),
}
