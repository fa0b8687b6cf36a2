"""Forms of a tin: they shape input and name the services' arguments."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from commonhearth.core.ledger.amounts import DIGITS, NoAmount, read
from commonhearth.foundation.circles.models import CircleMembership
from commonhearth.foundation.files.forms import FilesField
from commonhearth.foundation.files.models import FileKind
from commonhearth.kit.choosing import ThingField
from commonhearth.kit.widgets import DayInput
from commonhearth.rooms.treasury import wording
from commonhearth.rooms.treasury.models import LONGEST

IN, OUT, DUES = "in", "out", "dues"


class AmountField(forms.CharField):
    """An amount in a currency; cleaned, it is in minor units."""

    def __init__(self, *, nothing: bool = False, **kwargs: Any) -> None:
        super().__init__(max_length=24, **kwargs)
        self.nothing, self.currency = nothing, ""
        self.widget.attrs["inputmode"] = "decimal"
        self.widget.attrs["autocomplete"] = "off"

    def clean(self, value: Any) -> int | None:
        """Read what was typed.

        Raises:
            ValidationError: when it is no amount of the currency.
        """
        typed = super().clean(value)
        if not typed:
            return None
        try:
            return read(typed=typed, currency=self.currency, nothing=self.nothing)
        except NoAmount as fault:
            raise ValidationError(wording.wrong_amount(fault), code=fault.code) from None


class Somebody:
    """Asks who of a circle: chosen where they are few, named where they are many.

    Args:
        people: the people to choose from; None where they are named.
        find: who is known by a name that was typed.
    """

    def __init__(
        self, people: Sequence[CircleMembership] | None, find: Callable[[str], list[CircleMembership]]
    ) -> None:
        self.people, self.find = people, find

    def offer(
        self, form: forms.Form, name: str, *, label: Any, hint: Any = "", required: bool = True
    ) -> None:
        """Put the field into a form."""
        if self.people is None:
            named = _("Their name here: “Anna” or “Anna (garden)”.")
            form.fields[name] = forms.CharField(
                label=label, max_length=130, required=required, help_text=hint or named
            )
            return
        field = ThingField(label=label, required=required, help_text=hint)
        nobody = _("choose somebody") if required else "–"
        field.choices = [("", nobody), *[(str(one.id), str(one)) for one in self.people]]
        form.fields[name] = field

    def found(self, typed: str) -> CircleMembership | None:
        """Return who was meant.

        Raises:
            ValidationError: when nobody, or more than one, is known by what was typed.
        """
        if not typed:
            return None
        if self.people is not None:
            return next(one for one in self.people if str(one.id) == typed)
        found = self.find(typed)
        if len(found) != 1:
            raise ValidationError(
                _("More than one person here has this name. Add the word that tells them apart.")
                if found
                else _("Nobody here is known by this name."),
                code="who",
            )
        return found[0]


class OpenForm(forms.Form):
    """Opening a tin."""

    currency = forms.CharField(
        label=_("In which currency?"),
        max_length=3,
        help_text=_("Its three letters, such as EUR or GBP."),
    )
    takes_dues = forms.BooleanField(
        label=_("People pay dues into it"),
        required=False,
        help_text=_(
            "Then what is in it is told only when a sum of dues may be, so that nobody can work out what one person "
            "paid."
        ),
    )

    def clean_currency(self) -> str:
        """Return the code in capitals."""
        code = str(self.cleaned_data["currency"]).strip().upper()
        if code not in DIGITS:
            raise ValidationError(
                str(wording.SENTENCES["tin_no_currency"]) % {"currency": code}, code="currency"
            )
        return code


class EntryForm(forms.Form):
    """Money that went in or out."""

    way = forms.ChoiceField(label=_("Which way?"), widget=forms.RadioSelect)
    amount = AmountField(label=_("How much?"))
    day = forms.DateField(
        label=_("On which day?"),
        widget=DayInput(),
        help_text=_("It counts for the year in which you write it."),
    )
    what = forms.CharField(
        label=_("What for?"),
        max_length=LONGEST,
        required=False,
        help_text=_("Such as: soup for Thursday. Of dues it may be left empty."),
    )
    receipt = FilesField(
        label=_("Receipt"),
        help_text=_("A photo or a PDF. Whoever reads the entry can see it."),
        kinds=frozenset({FileKind.PICTURE, FileKind.PAPER}),
        most=3,
        required=False,
    )

    def __init__(
        self, *args: Any, currency: str, takes_dues: bool, today: date, who: Somebody, own: str, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.who, self.today = who, today
        ways = [(OUT, _("Out of the tin")), (IN, _("Into the tin"))]
        way = self.fields["way"]
        assert isinstance(way, forms.ChoiceField)
        way.choices = [*ways, (DUES, _("Dues, into the tin"))] if takes_dues else ways
        way.initial = OUT
        amount = self.fields["amount"]
        assert isinstance(amount, AmountField)
        amount.currency, amount.help_text = (
            currency,
            _("In %(currency)s, such as 12.50.") % {"currency": currency},
        )
        self.fields["day"].initial = today
        who.offer(self, "handled_by", label=_("Who had the money in hand?"), required=False)
        self.fields["handled_by"].initial = own
        if takes_dues:
            who.offer(
                self,
                "payer",
                label=_("For dues: who paid?"),
                hint=_("Seen only by those who keep the tin, and by this person. It may be left empty."),
                required=False,
            )
        self.order_fields(["way", "amount", "what", "payer", "day", "handled_by", "receipt"])

    def clean_handled_by(self) -> CircleMembership | None:
        """Return who it was."""
        return self.who.found(self.cleaned_data["handled_by"])

    def clean_payer(self) -> CircleMembership | None:
        """Return who paid."""
        return self.who.found(self.cleaned_data["payer"])

    def told(self) -> dict[str, Any]:
        """Return what `services.write_entry` takes."""
        data = self.cleaned_data
        handled, payer = data.get("handled_by"), data.get("payer")
        return {
            "amount": -data["amount"] if data["way"] == OUT else data["amount"],
            "dues": data["way"] == DUES,
            "day": data["day"],
            "what": data["what"],
            "handled_by": handled.id if handled else None,
            "payer": payer.id if payer else None,
            "receipt": data["receipt"],
        }


class SetRightForm(forms.Form):
    """Why an entry is taken back, if one likes to say."""

    what = forms.CharField(label=_("What was wrong?"), max_length=LONGEST, required=False)


class CountForm(forms.Form):
    """What one counted."""

    amount = AmountField(label=_("How much did you count?"), nothing=True)

    def __init__(self, *args: Any, currency: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        amount = self.fields["amount"]
        assert isinstance(amount, AmountField)
        amount.currency, amount.help_text = (
            currency,
            _("In %(currency)s, such as 12.50.") % {"currency": currency},
        )


class WhoForm(forms.Form):
    """One person of the circle."""

    def __init__(self, *args: Any, who: Somebody, label: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.chooser = who
        who.offer(self, "who", label=label)

    def clean_who(self) -> CircleMembership:
        """Return who it is."""
        found = self.chooser.found(self.cleaned_data["who"])
        assert found is not None
        return found
