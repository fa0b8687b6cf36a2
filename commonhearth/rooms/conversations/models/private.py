"""What a reader keeps to themselves: how far they have read, and what they want to hear nothing of."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from commonhearth.foundation.sealed import SealedField
from commonhearth.foundation.tenancy.models import ROW, TenantModel


class Reading(TenantModel):
    """How far one member has read a topic. Shown to them alone, and only when they said so themselves."""

    belongs_to = "member"
    erased = ROW
    field_classes = {"member": "person", "topic": "circle", "until": "person"}

    member = models.ForeignKey("members.Member", on_delete=models.CASCADE, related_name="+")
    topic = models.ForeignKey("conversations.Topic", on_delete=models.CASCADE, related_name="+")
    until = models.DateTimeField()

    class Meta:
        base_manager_name = "objects"
        constraints = [models.UniqueConstraint(fields=["member", "topic"], name="talk_reading_once")]


class Muted(TenantModel):
    """A topic, a person as one circle knows them, or a word, of which a member wants to hear nothing.

    A person is a place in one circle and no more, so that muting them there shows nobody who they are elsewhere.
    """

    belongs_to = "member"
    erased = ROW
    field_classes = {
        "member": "person",
        "topic": "circle",
        "person": "circle",
        "sealed_word": "health",
        "until": "person",
    }

    member = models.ForeignKey("members.Member", on_delete=models.CASCADE, related_name="+")
    topic = models.ForeignKey(
        "conversations.Topic", null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    person = models.ForeignKey(
        "circles.CircleMembership", null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    #: What somebody would rather not read about says something about them.
    sealed_word = SealedField(owner="member", null=True)
    #: Empty: for good.
    until = models.DateTimeField(null=True, blank=True)

    #: The word in plain letters, once `words.read` has opened it for whose it is.
    word: str = ""

    class Meta:
        base_manager_name = "objects"
        ordering = ["created", "id"]
        constraints = [
            models.UniqueConstraint(fields=["member", "topic"], name="talk_muted_topic_once"),
            models.UniqueConstraint(fields=["member", "person"], name="talk_muted_person_once"),
            models.CheckConstraint(
                condition=Q(topic__isnull=False, person__isnull=True, sealed_word__isnull=True)
                | Q(topic__isnull=True, person__isnull=False, sealed_word__isnull=True)
                | Q(topic__isnull=True, person__isnull=True, sealed_word__isnull=False),
                name="talk_muted_one_thing",
            ),
        ]
