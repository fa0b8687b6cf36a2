"""What can be typed at the door. A form shapes input; services decide."""

from __future__ import annotations

from functools import lru_cache
from typing import Any
from uuid import UUID
from zoneinfo import available_timezones

from allauth.account import forms as library
from allauth.mfa.base import forms as second_step
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from commonhearth.foundation.accounts import codes, passwords, wording
from commonhearth.foundation.accounts.models import as_kept

SHARED_HELP = _("We sign you out when the browser closes, or after half an hour, and keep nothing here.")


def _shared() -> forms.BooleanField:
    return forms.BooleanField(label=_("This is a shared computer"), help_text=SHARED_HELP, required=False)


def _address(label: Any, help_text: Any = "") -> forms.EmailField:
    return forms.EmailField(
        label=label,
        help_text=help_text,
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "required": _("Type your e-mail address."),
            "invalid": _("That does not look like an e-mail address. It has an @ in the middle."),
        },
    )


def _code_field(label: Any, help_text: Any = "", autocomplete: str = "one-time-code") -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": autocomplete, "inputmode": "numeric"}),
        error_messages={"required": _("Type the code.")},
    )


class AddressForm(forms.Form):
    """Where to send a code."""

    email = _address(_("Your e-mail address"), _("We send a code to it. It works for ten minutes."))
    shared = _shared()

    def clean_email(self) -> str:
        return as_kept(self.cleaned_data["email"]) or ""


class NewAddressForm(forms.Form):
    """Another address for one's sign-in."""

    email = _address(
        _("New e-mail address"), _("We send a code to it. Until you type that code, nothing changes.")
    )

    def __init__(self, *args: Any, now_at: str = "", **kwargs: Any) -> None:
        self.now_at = now_at
        super().__init__(*args, **kwargs)

    def clean_email(self) -> str:
        email = as_kept(self.cleaned_data["email"]) or ""
        if email == self.now_at:
            raise forms.ValidationError(wording.said("email_same"))
        return email


class CodeForm(forms.Form):
    """A code from a letter."""

    code = _code_field(_("The code from the letter"), _("Eight digits, with or without the space."))


class CardForm(forms.Form):
    """A card's number and its next code."""

    number = forms.CharField(
        label=_("Card number"),
        help_text=_("Nine digits at the top of your card."),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "numeric"}),
        error_messages={"required": _("Type the number of your card.")},
    )
    code = _code_field(_("Next code"), _("The first one that is not crossed out."), "off")
    shared = _shared()

    def clean_number(self) -> str:
        return codes.only_digits(self.cleaned_data["number"])

    def clean_code(self) -> str:
        return codes.only_digits(self.cleaned_data["code"])


class CardCodeForm(forms.Form):
    """The next code of one's own card."""

    code = _code_field(_("Next code on your card"), _("The first one that is not crossed out."), "off")

    def clean_code(self) -> str:
        return codes.only_digits(self.cleaned_data["code"])


class NewPasswordForm(forms.Form):
    """A password, typed once: what is typed can be looked at."""

    password = forms.CharField(
        label=_("New password"),
        help_text=_("At least 12 characters. A few words in a row are fine; there are no other rules."),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages={"required": _("Type a password.")},
    )

    def __init__(self, *args: Any, person: Any, **kwargs: Any) -> None:
        self.person = person
        super().__init__(*args, **kwargs)

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        if len(password) > passwords.LONGEST:  # before any validator works on it
            raise forms.ValidationError(wording.said("password_wrong_length_long"))
        validate_password(password, self.person)
        return password


@lru_cache(maxsize=1)
def time_zones() -> list[tuple[str, str]]:
    """Return the zones one may choose: places, not the old abbreviations."""
    continents = {"Africa", "America", "Antarctica", "Arctic", "Asia", "Atlantic", "Australia", "Europe"}
    names = sorted(
        name
        for name in available_timezones()
        if name.partition("/")[0] in continents | {"Indian", "Pacific"} and "/" in name
    )
    return [(name, name.replace("_", " ").replace("/", " · ")) for name in names]


class SettleForm(forms.Form):
    """How the house looks and speaks to one person."""

    theme = forms.ChoiceField(
        label=_("Look"),
        required=False,
        widget=forms.RadioSelect,
        choices=[
            ("", _("As this device is set")),
            ("light", _("Light")),
            ("dark", _("Dark")),
            ("contrast", _("High contrast")),
        ],
    )
    language = forms.ChoiceField(label=_("Language"))
    time_zone = forms.ChoiceField(
        label=_("Time zone"),
        required=False,
        help_text=_("Where your clock is. It decides how times are shown."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self.fields["language"], list(settings.LANGUAGES))
        _offer(self.fields["time_zone"], [("", _("As the community has it")), *time_zones()])


def _offer(field: forms.Field, choices: list[tuple[str, Any]]) -> None:
    assert isinstance(field, forms.ChoiceField)
    field.choices = choices


# --- The sign-in library's forms, in our words ---------------------------------------------------


class PasswordSignInForm(library.LoginForm):
    """Address and password."""

    shared = _shared()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"] = _address(_("Your e-mail address"))
        self.fields["password"] = forms.CharField(
            label=_("Password"),
            strip=False,
            max_length=passwords.LONGEST,
            widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
            error_messages={
                "required": _("Type your password."),
                "max_length": _("Use at most 128 characters."),
            },
        )
        self.order_fields(["login", "password", "shared"])

    def _setup_password_field(self) -> None:
        """Keep the field: the library drops it where signing up asks for no password."""

    def clean_login(self) -> str:
        return as_kept(self.cleaned_data["login"]) or ""

    def login(self, request: HttpRequest, redirect_url: str | None = None) -> HttpResponse:
        request.session["shared_wanted"] = self.cleaned_data["shared"]
        response = super().login(request, redirect_url)
        if request.session.get("shared"):
            request.session.set_expiry(0)  # the library has just lengthened it
        return response


class PasswordAgainForm(library.ReauthenticateForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"] = forms.CharField(
            label=_("Your password"),
            strip=False,
            max_length=passwords.LONGEST,
            widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
            error_messages={"required": _("Type your password.")},
        )


class SecondStepForm(second_step.AuthenticateForm):
    code = _code_field(_("Code from your app, or a spare code"))


class SecondStepAgainForm(second_step.ReauthenticateForm):
    code = _code_field(_("Code from your app, or a spare code"))


class SwitchOnForm(totp.ActivateTOTPForm):
    code = _code_field(_("Code that the app shows"), _("Six digits. It changes every half minute."))


class AddPasskeyForm(webauthn.AddWebAuthnForm):
    """A passkey always opens the door alone: it lives on the device and asks for its finger or PIN."""

    name = forms.CharField(
        label=_("What you call this device"),
        max_length=60,
        required=False,
        help_text=_("For your list only."),
    )
    passwordless = forms.BooleanField(
        required=False,
        initial=True,
        label="",
        widget=forms.CheckboxInput(attrs={"hidden": True, "checked": True}),
    )

    def clean_passwordless(self) -> bool:
        return True

    def clean(self) -> dict[str, Any]:
        try:
            return super().clean()
        except forms.ValidationError:
            raise forms.ValidationError(wording.said("passkey_wrong")) from None


class RenamePasskeyForm(webauthn.EditWebAuthnForm):
    name = forms.CharField(
        label=_("What you call this device"),
        max_length=60,
        error_messages={"required": _("Type a name for it.")},
    )


#: The place of a key that acts in no community.
NOWHERE = "nowhere"


class NewKeyForm(forms.Form):
    """A key for a program: what for, where, what it may do, how long."""

    name = forms.CharField(
        label=_("What is it for?"),
        max_length=80,
        help_text=_("Only you see this, to tell your keys apart: “the calendar on the kitchen tablet”."),
    )
    place = forms.ChoiceField(
        label=_("Where may it act?"),
        widget=forms.RadioSelect,
        help_text=_("A key acts in one community and gives nothing in any other."),
    )
    scopes = forms.MultipleChoiceField(
        label=_("What may it do?"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_(
            "No key opens what is sealed, gets into hidden circles, or does what asks you to show again that it "
            "is you."
        ),
        error_messages={"required": _("Choose at least one thing that it may do.")},
    )
    days = forms.TypedChoiceField(
        label=_("How long does it hold?"),
        coerce=int,
        choices=[(7, _("a week")), (90, _("three months")), (365, _("a year"))],
        initial=90,
    )

    def __init__(
        self, *args: Any, places: list[tuple[Any, str]], scopes: list[tuple[str, Any]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        place, may = self.fields["place"], self.fields["scopes"]
        assert isinstance(place, forms.ChoiceField) and isinstance(may, forms.ChoiceField)
        place.choices = [
            *[(str(key), name) for key, name in places],
            (NOWHERE, _("in none: only what is outside of communities")),
        ]
        place.initial = place.choices[0][0]
        may.choices = scopes

    def clean_place(self) -> UUID | None:
        """Return the id of the community, or None."""
        place = self.cleaned_data["place"]
        return None if place == NOWHERE else UUID(place)


class EraseForm(forms.Form):
    """The one thing to say before everything of one's own is erased for good."""

    sure = forms.BooleanField(label=_("I know that nobody can bring it back"))
