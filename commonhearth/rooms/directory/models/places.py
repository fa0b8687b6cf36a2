"""The gazetteer as rows: towns and what they are called. Reference data, from GeoNames."""

from __future__ import annotations

from django.db import models

from commonhearth.foundation.tenancy.models import ReferenceModel


class Place(ReferenceModel):
    """A town or village, with what tells it apart from another of its name."""

    field_classes = {
        "geoname": "public",
        "name": "public",
        "folded": "public",
        "country": "public",
        "region": "public",
        "near": "public",
        "latitude": "public",
        "longitude": "public",
        "population": "public",
    }

    #: The id at GeoNames, from which the row's own id is made.
    geoname = models.IntegerField()
    name = models.CharField(max_length=200)
    #: The name as it is compared (core.places.names.fold).
    folded = models.CharField(max_length=200)
    country = models.CharField(max_length=2)
    #: England, Ohio: where the source names it.
    region = models.CharField(max_length=60, blank=True)
    #: A larger town near it.
    near = models.CharField(max_length=200, blank=True)
    latitude = models.FloatField()
    longitude = models.FloatField()
    population = models.IntegerField()

    class Meta:
        indexes = [
            models.Index(fields=["folded", "country"], name="place_folded"),
            models.Index(fields=["country", "latitude", "longitude"], name="place_where"),
        ]


class PlaceName(ReferenceModel):
    """Another name of a place, folded: Wien, Bécs."""

    field_classes = {"place": "public", "folded": "public"}

    place = models.ForeignKey(Place, on_delete=models.CASCADE, related_name="other_names")
    folded = models.CharField(max_length=60, db_index=True)
