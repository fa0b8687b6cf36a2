"""People who wait for a group near them, and people who are starting one."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.db import models

from commonhearth.foundation.tenancy.models import GlobalModel
from commonhearth.rooms.directory.models.listings import Kind, Listing


class TellMe(GlobalModel):
    """ "Tell me when there is one near me": where, how far, which words, and how to tell.

    Nothing is sent before the address is confirmed by a link, and one press ends it.
    """

    #: An address that was never confirmed.
    kept_until = ("asked",)
    kept_longer = timedelta(days=14)
    kept_where = models.Q(confirmed=None)
    field_classes = {
        "email": "person",
        "person": "person",
        "place": "person",
        "country": "person",
        "latitude": "person",
        "longitude": "person",
        "radius_km": "person",
        "words": "person",
        "listing_kind": "person",
        "language": "person",
        "asked": "person",
        "confirmed": "person",
        "ended": "person",
        "meet_asked": "person",
        "meet_answer": "person",
        "card": "person",
    }

    email = models.EmailField()
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.CASCADE, related_name="+"
    )
    #: The town as people say it; the point is the town's, never finer.
    place = models.CharField(max_length=200)
    country = models.CharField(max_length=2, blank=True)
    latitude = models.FloatField()
    longitude = models.FloatField()
    radius_km = models.PositiveSmallIntegerField()
    words = models.CharField(max_length=200, blank=True)
    listing_kind = models.CharField(max_length=12, choices=Kind, blank=True)
    language = models.CharField(max_length=12, default="en")
    asked = models.DateTimeField()
    confirmed = models.DateTimeField(null=True)
    ended = models.DateTimeField(null=True)
    #: "Would you like to meet the others?": when asked, and what was said. None is no answer yet.
    meet_asked = models.DateTimeField(null=True)
    meet_answer = models.BooleanField(null=True)

    #: Set for somebody who is starting one and said, with their card, that they would like to meet.
    card = models.ForeignKey(
        "directory.BeingStarted", null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )

    class Meta:
        indexes = [models.Index(fields=["latitude", "longitude"], name="tell_me_where")]


class Told(GlobalModel):
    """That somebody waiting was told of a listing: nobody is told of one twice."""

    field_classes = {"tell_me": "person", "listing": "person"}

    tell_me = models.ForeignKey(TellMe, on_delete=models.CASCADE, related_name="told")
    listing = models.ForeignKey(Listing, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["tell_me", "listing"], name="told_once")]


class BeingStarted(GlobalModel):
    """A card by one person: "I am starting one here". Town only; others write through the house."""

    field_classes = {
        "person": "person",
        "called": "public",
        "town": "public",
        "country": "public",
        "latitude": "public",
        "longitude": "public",
        "purpose": "public",
        "listing_kind": "public",
        "shown_until": "public",
        "ended": "public",
    }

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    #: The first name, or whatever they want to be called, on the card.
    called = models.CharField(max_length=60)
    town = models.CharField(max_length=200)
    country = models.CharField(max_length=2, blank=True)
    latitude = models.FloatField()
    longitude = models.FloatField()
    purpose = models.CharField(max_length=600)
    listing_kind = models.CharField(max_length=12, choices=Kind, default=Kind.PEER)
    shown_until = models.DateField()
    ended = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["latitude", "longitude"], name="being_started_where")]
