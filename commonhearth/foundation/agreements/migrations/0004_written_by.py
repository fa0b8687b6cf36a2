from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('agreements', '0003_review'),
        ('circles', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='response',
            name='written_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=models.deletion.SET_NULL, related_name='+', to='circles.circlemembership'),
        ),
    ]
