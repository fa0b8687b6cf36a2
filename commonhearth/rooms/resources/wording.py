"""Every sentence of the list, and what may be chosen in it."""

from django.utils.translation import gettext_lazy as _

from commonhearth.foundation.api.scopes import Scope

SORTS = {
    "clinical": _("Clinical help"),
    "peer": _("Help among equals"),
    "practical": _("Practical help and advice"),
    "practice": _("Something people do"),
}
SORTS_SAID = {
    "clinical": _("doctors, nurses, therapists, hospitals"),
    "peer": _("people who have been there themselves"),
    "practical": _("money, housing, rights, forms"),
    "practice": _("walking, singing, a way of breathing, a book group"),
}
NEEDS = {
    "talk": _("someone to talk to"),
    "company": _("company"),
    "fear": _("fear and worry"),
    "low": _("low and heavy days"),
    "voices": _("voices and unusual experiences"),
    "grief": _("grief"),
    "harm": _("what was done to me"),
    "sleep": _("sleep"),
    "food": _("food and body"),
    "drink": _("drink and drugs"),
    "family": _("family and those who care"),
    "work": _("work and study"),
    "money": _("money and benefits"),
    "housing": _("a place to live"),
    "rights": _("rights and complaints"),
    "move": _("moving, being outdoors"),
    "make": _("making things"),
}
COSTS = {
    "free": _("free"),
    "donation": _("a gift if you can"),
    "income": _("by what you earn"),
    "insured": _("paid by insurance or the health service"),
    "paid": _("paid"),
    "unsaid": _("not said"),
}
ACCESS = {
    "step_free": _("no steps"),
    "online": _("online"),
    "phone": _("by telephone"),
    "text": _("in writing"),
    "no_referral": _("no referral needed"),
    "evening": _("evenings or weekends"),
    "quiet": _("a quiet place"),
    "children": _("children may come along"),
    "interpreter": _("interpreters"),
    "signing": _("sign language"),
}

SENTENCES = {
    "resources_reviewers": _("This is for the reviewers of this host."),
    "resources_not_there": _("There is no such entry."),
    "resources_members": _(
        "Whoever belongs to a community here can add to this list. Find one near you first."
    ),
    "resources_not_yet": _(
        "A reviewer has not read this entry yet. When it is public you can say something about it."
    ),
}

#: What a reviewer looks at, said to whoever adds something.
READ_FIRST = _(
    "A reviewer of this host reads it before anybody else: that it exists, that it is described plainly, and that it "
    "advises nobody to begin, change or stop a treatment. Your name is not shown."
)
ORDER = _(
    "In the order of their names. Clinical help and help among equals stand side by side; nobody votes or pays."
)

#: What `hearth check` says.
FINDINGS = {
    "old-right": _(
        "The right “%(key)s” was read %(days)s days ago at its source (%(source)s). Please read it again."
    ),
}
SCOPES = {
    "resources:act": Scope(
        _("Add to the list of what helped others, and say in your name what it was like"),
        order=30,
        inside=False,
    ),
}
