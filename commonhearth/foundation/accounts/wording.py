"""Every sentence of the door: verdicts, letters, and what the sign-in library would say in its own words."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

#: Reasons of `access.py`, and refusals of `services`.
SENTENCES: dict[str, Promise] = {
    "accounts.sign_up_closed": _(
        "This house takes no new sign-ins at the moment. Ask somebody who is already here to invite you."
    ),
    "accounts.card_not_yours": _(
        "A card is printed by the person it is for, or by somebody they have chosen for it."
    ),
    "accounts.card_for_operator": _("Cards do not open the door for whoever runs this host; use a passkey."),
    "accounts.not_active": _("This sign-in is closed. Ask whoever runs this host."),
    "accounts.visitor": _("Sign in first."),
    "accounts.last_way_in": _(
        "This is your only way in. Add another way first, so that you do not lock yourself out."
    ),
    "accounts.made_up": _(
        "This is one of the made-up people of the demo. Everybody can be them, so their ways in stay as they are."
    ),
    "accounts.only_operator": _(
        "You alone look after this host. Ask somebody else to take it over first, then come back."
    ),
    "accounts.not_your_device": _("That is not one of your devices."),
}

#: Ways to show again that it is you.
WAYS: dict[str, Promise] = {
    "passkey": _("Use a passkey"),
    "totp": _("Use a code from your app"),
    "password": _("Use your password"),
    "code": _("Get a code by e-mail"),
    "card": _("Use the next code on your card"),
}

#: What the sign-in library's letters are called here. Others it knows cannot be caused by our pages.
LIBRARY_LETTERS = {
    "mfa/email/totp_activated": "totp_on",
    "mfa/email/totp_deactivated": "totp_off",
    "mfa/email/recovery_codes_generated": "spare_codes",
    "mfa/email/webauthn_removed": "passkey_removed",
}

#: What it would say on the next page, in our words; what is missing here is not said.
LIBRARY_MESSAGES: dict[str, Promise] = {
    "mfa/messages/totp_activated.txt": _("The second step is on. From now on you need a code from your app."),
    "mfa/messages/totp_deactivated.txt": _("The second step is off."),
    "mfa/messages/recovery_codes_generated.txt": _("New spare codes are ready. Keep them on paper."),
    "mfa/messages/webauthn_removed.txt": _("The passkey is gone."),
}

LIBRARY_ERRORS: dict[str, Promise] = {
    "account_inactive": _("This sign-in is closed. Ask whoever runs this host."),
    "email_password_mismatch": _(
        "That address and that password do not go together. A code by e-mail works too."
    ),
    "incorrect_code": _("That code does not fit. Codes work once and for a short time only."),
    "incorrect_password": _("That is not the password."),
    "invalid_login": _("That did not work."),
    "rate_limited": _("That was a lot at once. Wait a minute and try again."),
    "too_many_login_attempts": _(
        "There were too many wrong tries. Wait five minutes, use a passkey, or come in from a device "
        "you have used before."
    ),
    "unverified_email": _("Confirm your e-mail address first."),
}

#: Small words used from code.
WORDS: dict[str, Promise] = {
    "card_holder": _("Card holder"),
    "code_wrong": _("That code does not fit. Look at the newest letter, or ask for a new code."),
    "code_gone": _("That code has run out, or was tried too often. Ask for a new one."),
    "too_many_codes": _(
        "Several codes went to this address a moment ago. Use the newest one, wait a quarter of an hour, "
        "use a passkey, or come in from a device you have used before."
    ),
    "card_wrong": _(
        "That number and that code do not go together. Cross out codes you have used and take the next one."
    ),
    "card_resting": _(
        "There were too many wrong tries with this card. Wait a quarter of an hour and take the next code."
    ),
    "passkey_unknown": _("That passkey opens nothing here. Come in another way."),
    "passkey_wrong": _("The passkey’s answer did not fit. Try once more, or choose another way."),
    "email_same": _("That is the address you have now."),
    "password_wrong_length_short": _("Use at least 12 characters. A few words in a row are fine."),
    "password_wrong_length_long": _("Use at most 128 characters."),
    "password_common": _("This is one of the passwords that are tried first. Choose something of your own."),
    "password_house_word": _(
        "The name of this house or your own address is tried first. Choose something else."
    ),
    "password_monotone": _("Use more different characters, or a few words in a row."),
}


def said(code: str) -> str:
    """Return a small word or sentence in the reader's language."""
    return str(WORDS[code])


#: The page behind “it was not me” in a letter about a sign-in.
NOT_ME = {
    "asks": _("Sign out every device?"),
    "follows": _(
        "Whoever is signed in as you, on any device, is signed out at once, you too. Nothing else changes, and "
        "you can sign in again straight away."
    ),
    "button": _("Sign out every device"),
    "done": _("Every device is signed out. Sign in again, and look at your ways in: is each of them yours?"),
}
