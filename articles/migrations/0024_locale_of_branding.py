from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0023_read_again'),
    ]

    operations = [
        migrations.AlterField(
            model_name='brandinglink',
            name='locale',
            field=models.CharField(blank=True, max_length=10, verbose_name='locale'),
        ),
        migrations.AlterField(
            model_name='greeting',
            name='locale',
            field=models.CharField(blank=True, max_length=10, verbose_name='locale'),
        ),
        migrations.AlterConstraint(
            model_name='greeting',
            name='one_greeting_of_a_locale',
            constraint=models.UniqueConstraint(fields=('branding', 'locale'), name='one_greeting_of_a_locale', violation_error_message='There is a greeting in this locale already.'),
        ),
    ]
