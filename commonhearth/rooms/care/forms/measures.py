"""What two people propose and confirm, steps of repair, and looking again."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from commonhearth.kit.widgets import DayInput
from commonhearth.rooms.care.forms.cases import LONGEST, area
from commonhearth.rooms.care.wording.measures import POST_RULES, RESULTS


class PostRuleForm(forms.Form):
    """Why a post is hidden or taken down: the rule, and words that its author reads."""

    rule = forms.ChoiceField(
        label=_("What does it go against?"), widget=forms.RadioSelect, choices=list(POST_RULES.items())
    )
    words = forms.CharField(label=_("What its author reads beside that"), widget=area(4), max_length=LONGEST)


class HoldForm(forms.Form):
    """Why somebody's access is on hold, and whom they can talk to."""

    talk_to = forms.CharField(label=_("Whom can they talk to?"), max_length=200)
    words = forms.CharField(
        label=_("What they read"),
        widget=area(4),
        max_length=2000,
        help_text=_("It stands in the logbook too, because it is an act of office."),
    )


class StepForm(forms.Form):
    """The day a step is planned for."""

    planned = forms.DateField(label=_("For which day?"), widget=DayInput)


class StepDoneForm(forms.Form):
    """What came of a step."""

    result = forms.ChoiceField(
        label=_("What came of it?"), widget=forms.RadioSelect, choices=list(RESULTS.items())
    )
    words = forms.CharField(
        label=_("A few words, for those on the case"), widget=area(3), max_length=LONGEST, required=False
    )


class AppealForm(forms.Form):
    """Why it should be looked at again."""

    words = forms.CharField(
        label=_("What should they know?"), widget=area(5), max_length=LONGEST, required=False,
        help_text=_("They read it beside the reasons you were given. They do not learn who reported it."),
    )  # fmt: skip
