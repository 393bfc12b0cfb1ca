from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0021_names_stay'),
    ]

    operations = [
        migrations.AddField(
            model_name='article',
            name='was_live',
            field=models.BooleanField(db_default=False, default=False, editable=False),
        ),
    ]
