"""A person: a human with a sign-in on this host. Private; communities see their members instead.

What the sign-in library keeps (addresses, second steps, sessions) stands in its own tables; their fields
are classed in `tenancy/third_party.py`.
"""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q

from commonhearth.foundation.tenancy.models import GlobalModel


class PersonManager(BaseUserManager["Person"]):
    def create_user(self, email: str | None = None, password: str | None = None, **fields: object) -> Person:
        """Make a person; without a password they sign in by code, passkey or card."""
        person = self.model(email=as_kept(email), **fields)
        person.set_password(password)
        person.save(using=self._db)
        return person


def as_kept(email: str | None) -> str | None:
    """Return an address as it is kept and compared: lower case, no spaces around; None when empty."""
    return (email or "").strip().lower() or None


class Person(AbstractBaseUser, GlobalModel):
    field_classes = {
        "password": "secret",
        "last_login": "person",
        "email": "person",
        "is_active": "host",
        "is_operator": "host",
        "is_reviewer": "host",
        "language": "person",
        "time_zone": "person",
        "theme": "person",
        "demo_line": "public",
    }

    email = models.EmailField(unique=True, null=True, blank=True)
    is_active = models.BooleanField(default=True)
    #: Runs the installation; has no standing in any community by that.
    is_operator = models.BooleanField(default=False)
    #: Checks the host's directory.
    is_reviewer = models.BooleanField(default=False)
    language = models.CharField(max_length=12, default="en")
    #: A zone's name; empty means the community's or the host's own.
    time_zone = models.CharField(max_length=64, blank=True)
    #: light, dark, contrast; empty follows the device.
    theme = models.CharField(max_length=10, blank=True)
    #: Who this is, on a demo host; only people with a line here can be signed in as with one press.
    demo_line = models.CharField(max_length=120, blank=True)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    objects = PersonManager()

    def __str__(self) -> str:
        return self.email or str(self.id)


class Card(GlobalModel):
    """A printed card: a number, and twelve codes that each open the door once."""

    field_classes = {
        "person": "person",
        "issued_by": "person",
        "number": "person",
        "revoked": "host",
    }

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="cards")
    #: Who printed it, where it was not the person themselves.
    issued_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    #: Nine digits, like a name: known to whoever sees the card, and not enough to come in.
    number = models.CharField(max_length=9, unique=True)
    revoked = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(revoked__isnull=True), name="one_card_in_use_per_person"
            )
        ]

    def __str__(self) -> str:
        return f"card {self.id}"


class CardCode(GlobalModel):
    """One code of a card, kept as a keyed digest."""

    field_classes = {"card": "person", "position": "host", "digest": "secret", "used": "host"}

    card = models.ForeignKey(Card, on_delete=models.CASCADE, related_name="codes")
    position = models.PositiveSmallIntegerField()
    digest = models.CharField(max_length=64)
    used = models.DateTimeField(null=True)

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["card", "position"], name="one_code_per_place")]

    def __str__(self) -> str:
        return f"code {self.position} of {self.card_id}"


class Token(GlobalModel):
    """A key for a program: acts as its person, for what it was made for, in one community or in none.

    When it was used last is not kept: whoever looks at the list would read it as a record of a person's days.
    """

    field_classes = {
        "person": "person",
        "name": "person",
        "community": "person",
        "scopes": "person",
        "prefix": "person",
        "digest": "secret",
        "expires": "person",
        "ended": "person",
    }

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="tokens")
    #: What it is for, in the person's words.
    name = models.CharField(max_length=80)
    #: The id of the one community in which it acts; empty: only what is outside of communities.
    community = models.UUIDField(null=True)
    scopes = models.JSONField(default=list)
    #: The beginning of the token, to tell one's tokens apart.
    prefix = models.CharField(max_length=16)
    digest = models.CharField(max_length=64, unique=True)
    expires = models.DateTimeField()
    ended = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-created", "-id"]
        indexes = [models.Index(fields=["person"], condition=Q(ended__isnull=True), name="tokens_in_use")]

    def __str__(self) -> str:
        return f"token {self.prefix}"
