from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0022_was_live'),
    ]

    operations = [
        migrations.AlterField(
            model_name='article',
            name='review_by',
            field=models.DateField(blank=True, null=True, verbose_name='read again on'),
        ),
        migrations.AlterField(
            model_name='historicalarticle',
            name='review_by',
            field=models.DateField(blank=True, null=True, verbose_name='read again on'),
        ),
    ]
