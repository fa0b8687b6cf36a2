"""The table of the default cache, where limits are counted (foundation/throttle.py)."""

from django.core.management import call_command
from django.db import migrations


def make_table(apps, schema_editor):
    call_command("createcachetable", "hearth_counters", database=schema_editor.connection.alias, verbosity=0)


def drop_table(apps, schema_editor):
    schema_editor.execute('DROP TABLE IF EXISTS "hearth_counters"')


class Migration(migrations.Migration):
    dependencies = [("site", "0001_initial")]

    operations = [migrations.RunPython(make_table, drop_table)]
