"""What has a time to go live is found without a look at every article, every 15 seconds."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("articles", "0018_branding")]

    operations = [
        migrations.AddIndex(
            model_name="article",
            index=models.Index(condition=models.Q(("publish_at__isnull", False)), fields=["publish_at"], name="scheduled_articles"),
        ),
    ]
