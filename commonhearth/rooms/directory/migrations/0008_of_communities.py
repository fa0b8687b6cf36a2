"""Where the listings of communities stand, to look for their open meetings without reading all that stand around."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("directory", "0007_on_the_globe")]

    operations = [
        migrations.AddIndex(
            "listing",
            models.Index(
                fields=["latitude", "longitude"],
                condition=Q(community__isnull=False, closed_on=None),
                name="listing_of_community",
            ),
        ),
    ]
