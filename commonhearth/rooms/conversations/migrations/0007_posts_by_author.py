from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("conversations", "0006_replies")]

    operations = [
        migrations.AddIndex(
            "post",
            models.Index(fields=["community", "circle", "author"], name="talk_posts_by_author"),
        ),
    ]
