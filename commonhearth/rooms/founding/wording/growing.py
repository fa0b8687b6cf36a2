"""What is good to have before a community grows, said as questions nobody is marked on."""

from __future__ import annotations

from typing import Any

from django.utils.functional import Promise, lazy
from django.utils.translation import gettext_lazy as _

from commonhearth.foundation.logbook.verbs import EVERYONE, Kind, Verb

GATES: dict[str, Promise | str] = {
    "charter": _("A first charter that all have agreed to"),
    "two_open_meetings": _("Two open meetings held"),
    "roles_end": _("Roles that end on a day"),
    "helpline_card": _("A card with helplines at hand"),
    "three_months": _("Three months of meetings"),
    "need_met": _("One need met together, and written down"),
    "charter_reviewed": _("The charter read again together, and changed where it needed it"),
    "exit_tried": _("Leaving tried once on paper"),
    "legal_form": _("A legal form, registered"),
    "two_signatories": _("A bank account that two people sign for"),
    "trial_record": _("Somebody who came new and became a full member after getting to know each other"),
    "rehearsed": _("A first rehearsal of a hard week"),
    "skills_twice": _("Each role, and each skill that matters, held by two people or more"),
    "supplies": _("Water, power and food as you set yourselves to have them"),
    "quorum_kept": _("Enough people at four members’ meetings to decide"),
    "safeguarding": _("Somebody named whom people turn to about harm"),
    "audit": _("The money looked over by somebody else"),
    "both_halves": _("Both halves able to stand on their own"),
    "own_days": _("Each community able to last its own days after sharing"),
    "free_to_leave": _("Each community free to leave by one decision of its own"),
}
STANDS: dict[bool | None, Promise | str] = {
    True: _("there"),
    False: _("not yet, as far as we can see"),
    None: _("we cannot see this here"),
}
STAGES: dict[int, Promise | str] = {
    0: _("A circle of 5 to 20"),
    1: _("A pilot of 5 to 30"),
    2: _("15 to 40, with agreed ways in and out"),
    3: _("A village of about 150"),
    4: _("Dividing, at about 280"),
    5: _("A federation"),
}
LOGBOOK: dict[str, Verb] = {
    "founding.meeting_set": Verb(_("The next open meeting was set."), Kind.MEETINGS, EVERYONE, signed=True),
    "founding.meeting_off": Verb(_("The open meeting was called off."), Kind.MEETINGS, EVERYONE, signed=True),
}


def _with_gate(sentence: Any, gate: str) -> str:
    return str(sentence).replace("%(gate)s", str(GATES[gate]))


# A line stores a code; what it is about is said in the reader's language, so each has its own verb.
for _gate in GATES:
    for _verb, _sentence in (
        ("said", _("Said for the community: this is there. %(gate)s.")),
        ("said_no_more", _("No longer said for the community. %(gate)s.")),
    ):
        LOGBOOK[f"founding.{_verb}.{_gate}"] = Verb(
            lazy(_with_gate, str)(_sentence, _gate), Kind.COMMUNITY, EVERYONE, signed=True
        )
