"""Where the sign-in library asks us: who comes in, what is said, what is sent, whose address counts."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from allauth.core.internal.httpkit import clean_client_ip
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.stages import AuthenticateStage
from allauth.mfa.totp.internal.auth import generate_totp_secret
from allauth.mfa.utils import is_mfa_enabled
from allauth.mfa.webauthn.internal.flows import did_use_passwordless_login
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import resolve_url
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme

from commonhearth.foundation.accounts import devices, step_up, vault, wording
from commonhearth.foundation.accounts.mails import tell
from commonhearth.foundation.accounts.models import Person


def is_safe_path(url: str | None) -> bool:
    """Tell whether an address stays on this host: a plain path, nothing that a browser reads otherwise."""
    if not url or not url.startswith("/") or url.startswith("//"):
        return False
    if "\\" in url or any(ord(char) < 0x21 or ord(char) == 0x7F for char in url):
        return False
    return url_has_allowed_host_and_scheme(url, allowed_hosts=None)


def client_address(request: HttpRequest) -> str:
    """Return the visitor's address, as far as the site's own proxies vouch for it (`site/security.py`)."""
    return clean_client_ip(request.META.get("REMOTE_ADDR", "")) or "::"  # a local socket


class SecondStep(AuthenticateStage):
    """The second step is asked of those who switched it on, not of everybody with a passkey.

    A passkey is a way in of its own. Asking its owner for it after a code by e-mail would lock out
    whoever lost the one device it lives on.
    """

    def _should_handle(self, request: HttpRequest) -> bool:
        person = self.login.user
        if person is None or did_use_passwordless_login(request, person):
            return False
        return is_mfa_enabled(person, [Authenticator.Type.TOTP])


class AccountAdapter(DefaultAccountAdapter):
    """The library's door, with our words and our rules."""

    error_messages = DefaultAccountAdapter.error_messages | wording.LIBRARY_ERRORS

    def get_client_ip(self, request: HttpRequest) -> str:
        return client_address(request)

    def is_safe_url(self, url: str) -> bool:
        return is_safe_path(url)

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        return resolve_url(settings.LOGIN_REDIRECT_URL)

    def get_login_stages(self) -> list[str]:
        return [f"{__name__}.SecondStep"]

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        return not step_up.is_fresh(context.request)

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        if not user.is_authenticated:
            return []
        return [
            {"id": way, "description": wording.WAYS[way], "url": reverse(step_up.ADDRESSES[way])}
            for way in step_up.ways(user)
        ]

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        # Guesses from strange browsers share one allowance per address; a browser its owner has signed
        # in on has its own, so that being guessed at does not lock the owner out.
        email = str(credentials.get("email", "")).strip().lower()
        person_id = Person.objects.filter(email=email).values_list("id", flat=True).first()
        return f"{email}|{devices.known(request, person_id)}"

    def login(self, request: HttpRequest, user: Any) -> None:
        """Sign in: a new session id, the time of it, and how long it may last."""
        shared = bool(request.session.pop("shared_wanted", False))
        super().login(request, user)
        mark_session(request, shared=shared)

    def post_login(self, request: HttpRequest, user: Any, **kwargs: Any) -> HttpResponse:
        unasked = bool(request.session.pop("first_time", False)) or bool(user.demo_line)
        response = super().post_login(request, user, **kwargs)
        if not unasked and not devices.known(request, user.id):
            tell(
                person=user,
                code="new_device",
                params={"device": devices.called(self.get_http_user_agent(request))},
                now=timezone.now(),
            )
        if not request.session.get("shared"):
            devices.remember(request, response, user.id)
        return response

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message_context: dict[str, Any] | None = None,
        extra_tags: str = "",
        message: str | None = None,
    ) -> None:
        sentence = message or wording.LIBRARY_MESSAGES.get(message_template or "")
        if sentence:
            messages.add_message(request, level, str(sentence), extra_tags=extra_tags)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send one of the library's letters in our words.

        Raises:
            KeyError: for a letter that no page of ours can cause.
        """
        tell(
            person=context["user"],
            code=wording.LIBRARY_LETTERS[template_prefix],
            params={},
            now=timezone.now(),
        )

    def send_notification_mail(
        self,
        template_prefix: str,
        user: Any,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        self.send_mail(template_prefix, email or user.email or "", {"user": user})


def mark_session(request: HttpRequest, *, shared: bool) -> None:
    """Note on a session that has just begun how long it may last (`middleware.SessionLimits`)."""
    if shared:
        request.session["shared"] = True
        request.session.set_expiry(0)
    else:
        request.session.pop("shared", None)
        request.session.set_expiry(settings.SESSION_COOKIE_AGE)


class SecondStepAdapter(DefaultMFAAdapter):
    """Second steps: secrets closed, names that give nothing away."""

    error_messages = DefaultMFAAdapter.error_messages | wording.LIBRARY_ERRORS

    def encrypt(self, text: str) -> str:
        return vault.close(text, purpose="second-step")

    def decrypt(self, encrypted_text: str) -> str:
        try:
            return vault.open_(encrypted_text, purpose="second-step")
        except vault.Closed:
            # A host put back without its signing key: no code fits, and nobody can reckon one out.
            return generate_totp_secret()

    def _get_user_identifier(self, user: Any) -> str:
        return user.email or wording.said("card_holder")

    def get_public_key_credential_user_entity(self, user: Any) -> dict[str, Any]:
        entity = super().get_public_key_credential_user_entity(user)
        return entity | {"display_name": self._get_user_identifier(user)}

    def generate_authenticator_name(self, user: Any, type: Authenticator.Type) -> str:
        return devices.called(context.request.META.get("HTTP_USER_AGENT", ""))
