# A concern may be spoken: then a voice note hangs on it in the place of words.

from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('agreements', '0005_joint_letters'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='response',
            name='agreements_concern_in_words',
        ),
    ]
