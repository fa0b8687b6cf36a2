"""Mails on their way. Nothing anybody wrote stays here once it has been handed over."""

from __future__ import annotations

from datetime import timedelta

from django.db import models

from commonhearth.foundation.tenancy.models import GlobalModel


class MailText(GlobalModel):
    """One rendered text, shared by all who get it in one language. Blank once nobody waits for it."""

    field_classes = {"subject": "person", "body": "person"}

    subject = models.CharField(max_length=200, blank=True)
    body = models.TextField(blank=True)


class Mail(GlobalModel):
    """One mail to one address. Address and fill are erased when it has been handed over."""

    class State(models.TextChoices):
        WAITING = "waiting"
        #: Its handing over has begun; found like this by a new worker, nobody knows whether it arrived.
        HANDING = "handing"
        SENT = "sent"
        UNKNOWN = "unknown"
        FAILED = "failed"
        EXPIRED = "expired"
        #: On a demo host: read at /mailbox/, never sent.
        KEPT = "kept"

    kept_until = ("ended",)
    kept_longer = timedelta(days=30)
    field_classes = {
        "text": "host",
        "to": "person",
        "fill": "person",
        "sender_name": "host",
        "unsubscribe": "secret",
        "calendar": "person",
        "reply_to": "secret",
        "about": "person",
        "person_id": "person",
        "community_id": "host",
        "kind": "host",
        "state": "host",
        "tries": "host",
        "expires": "host",
        "ended": "host",
    }

    text = models.ForeignKey(MailText, on_delete=models.PROTECT, related_name="mails")
    to = models.CharField(max_length=254, blank=True)
    #: What differs between recipients of one text, by marker.
    fill = models.JSONField(default=dict)
    sender_name = models.CharField(max_length=100, blank=True)
    #: Address that a press on the mail program's "unsubscribe" posts to.
    unsubscribe = models.CharField(max_length=500, blank=True)
    #: A calendar invitation that goes along (RFC 5546); it goes with the fill.
    calendar = models.TextField(blank=True)
    #: Where an answer goes, if not to the sender; it goes with the fill.
    reply_to = models.CharField(max_length=254, blank=True)
    #: What words of its fill are taken from, so that they can be taken out again (`outbox.unsay`); goes with them.
    about = models.UUIDField(null=True)
    #: Ids, not references: this floor lies below accounts and communities.
    person_id = models.UUIDField(null=True)
    community_id = models.UUIDField(null=True)
    kind = models.CharField(max_length=40)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    tries = models.PositiveSmallIntegerField(default=0)
    #: Not worth sending after this (a sign-in code).
    expires = models.DateTimeField()
    ended = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["state", "created"], name="mail_state"),
            models.Index(fields=["person_id", "created"], name="mail_person"),
            models.Index(fields=["about"], name="mail_about", condition=models.Q(about__isnull=False)),
        ]
