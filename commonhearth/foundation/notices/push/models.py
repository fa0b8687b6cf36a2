"""Devices that somebody lets be woken."""

from __future__ import annotations

from django.db import models

from commonhearth.foundation.tenancy.models import GlobalModel


class Device(GlobalModel):
    """A browser of yours that may be woken, and the address at its push service, kept closed."""

    belongs_to = "person"
    field_classes = {
        "person": "person",
        "name": "person",
        "address": "secret",
        "digest": "secret",
    }

    person = models.ForeignKey("accounts.Person", on_delete=models.CASCADE, related_name="+")
    #: A few words for the browser, such as “Firefox on Android”.
    name = models.CharField(max_length=80)
    #: Whoever has the address can wake the device: it stands closed (`accounts.vault`).
    address = models.TextField()
    digest = models.CharField(max_length=64, unique=True)

    class Meta:
        app_label = "notices"
        db_table = "notices_device"
        ordering = ["created", "id"]

    def __str__(self) -> str:
        return self.name
