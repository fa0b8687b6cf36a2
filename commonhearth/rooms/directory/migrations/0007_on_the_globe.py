from django.db import migrations, models
from django.db.models import Q

from commonhearth.core.places.distance import Point
from commonhearth.core.places.globe import spot
from commonhearth.rooms.directory.models.listings import new_number
from commonhearth.rooms.directory.storing import cut_words

BATCH = 1000
RANKED_BY = (
    "closed_on", "verified_on", "as_of", "verified_until", "kind", "open_to_members", "name_folded", "id",
)  # fmt: skip


def place_on_globe(apps, schema_editor):
    """Work out for every listing what its saving works out from now on."""
    listings = apps.get_model("directory", "Listing").objects.using(schema_editor.connection.alias)
    ids = list(listings.order_by("id").values_list("id", flat=True))
    for begin in range(0, len(ids), BATCH):
        rows = list(
            listings.filter(id__in=ids[begin : begin + BATCH]).only("id", "latitude", "longitude", "words")
        )
        for row in rows:
            row.number = new_number()
            row.words = cut_words(row.words)
            if row.latitude is not None and row.longitude is not None:
                row.x, row.y, row.z = spot(Point(row.latitude, row.longitude))
        listings.bulk_update(rows, ["number", "words", "x", "y", "z"], batch_size=100)


class Migration(migrations.Migration):
    dependencies = [("directory", "0006_following")]

    operations = [
        *(
            migrations.AddField("listing", axis, models.FloatField(editable=False, null=True))
            for axis in ("x", "y", "z")
        ),
        migrations.AddField("listing", "number", models.BigIntegerField(editable=False, null=True)),
        migrations.RunPython(place_on_globe, migrations.RunPython.noop),
        migrations.AlterField(
            "listing",
            "number",
            models.BigIntegerField(
                default=new_number, editable=False, unique=True
            ),
        ),
        migrations.RemoveConstraint("listing", "listing_place_is_whole"),
        migrations.AddConstraint(
            "listing",
            models.CheckConstraint(
                condition=Q(latitude=None, longitude=None, x=None, y=None, z=None)
                | Q(latitude__range=(-90, 90), longitude__range=(-180, 180))
                & Q(**{f"{name}__isnull": False for name in ("latitude", "longitude", "x", "y", "z")}),
                name="listing_place_is_whole",
            ),
        ),
        migrations.RemoveIndex("listing", "listing_where"),
        migrations.RemoveIndex("listing", "listing_kind_where"),
        migrations.AddIndex(
            "listing",
            models.Index(
                fields=["latitude", "longitude", "x", "y", "z", *RANKED_BY, "number"],
                name="listing_standing",
            ),
        ),
        migrations.AddIndex(
            "listing",
            models.Index(
                fields=["number", "latitude", "longitude", "x", "y", "z", *RANKED_BY],
                name="listing_by_words",
            ),
        ),
        migrations.AddIndex(
            "listing",
            models.Index(
                fields=["country", "town_folded"],
                condition=Q(latitude=None, closed_on=None),
                name="listing_in_town",
            ),
        ),
    ]
