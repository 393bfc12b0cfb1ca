"""What the site says about itself; writing it is a new edition, as of everything visitors read."""

import articles.models.branding
import django.db.models.deletion
from django.db import migrations, models

from articles import groups

TABLES = ("articles_branding", "articles_brandinglink", "articles_greeting")
CREATE = "".join(
    f"CREATE TRIGGER new_edition BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON {table} "
    "FOR EACH STATEMENT EXECUTE FUNCTION articles_new_edition();"
    for table in TABLES
)
DROP = "".join(f"DROP TRIGGER new_edition ON {table};" for table in TABLES)


def let_administrators(apps, schema_editor):
    groups.grant(apps, "Administrators", ["articles.view_branding", "articles.change_branding"])


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0017_translations'),
    ]

    operations = [
        migrations.CreateModel(
            name='Branding',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(blank=True, max_length=80, verbose_name='name of the site')),
                ('contact', models.CharField(blank=True, max_length=500, verbose_name='contact address')),
                ('logo', models.CharField(blank=True, max_length=200, verbose_name='logo')),
                ('logo_dark', models.CharField(blank=True, max_length=200, verbose_name='logo for dark pages')),
                ('icon', models.CharField(blank=True, max_length=200, verbose_name='icon')),
                ('favicon', models.CharField(blank=True, editable=False, help_text='Made from the icon, else the logo.', max_length=200)),
                ('shows_name', models.BooleanField(default=True, verbose_name='show the name beside the logo')),
                ('accent', models.CharField(blank=True, max_length=7, verbose_name='accent colour')),
                ('accent_dark', models.CharField(blank=True, max_length=7, verbose_name='accent colour on dark pages')),
                ('analytics_script', models.CharField(blank=True, max_length=500, verbose_name='analytics script')),
                ('analytics_attributes', models.TextField(blank=True, max_length=2000, verbose_name='attributes of the script')),
                ('analytics_origins', models.TextField(blank=True, max_length=1000, verbose_name='where it sends to')),
            ],
            options={
                'verbose_name': 'branding',
                'verbose_name_plural': 'branding',
                'default_permissions': ['view', 'change'],
                'constraints': [models.CheckConstraint(condition=models.Q(('pk', 1)), name='one_branding')],
            },
        ),
        migrations.CreateModel(
            name='BrandingLink',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('place', models.CharField(choices=[('header', 'Header'), ('footer', 'Footer')], default='footer', max_length=6, verbose_name='place')),
                ('label', models.CharField(max_length=60, verbose_name='label')),
                ('address', models.CharField(max_length=500, validators=[articles.models.branding.validate_link], verbose_name='address')),
                ('locale', models.CharField(blank=True, max_length=10, verbose_name='language')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='position')),
                ('branding', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='links', to='articles.branding')),
            ],
            options={
                'verbose_name': 'link',
                'verbose_name_plural': 'links in header and footer',
                'ordering': ['place', 'position', 'pk'],
                'default_permissions': [],
            },
        ),
        migrations.CreateModel(
            name='Greeting',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('locale', models.CharField(blank=True, max_length=10, verbose_name='language')),
                ('text', models.CharField(max_length=120, verbose_name='text')),
                ('branding', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='greetings', to='articles.branding')),
            ],
            options={
                'verbose_name': 'greeting',
                'verbose_name_plural': 'greeting on the home page',
                'ordering': ['locale', 'pk'],
                'default_permissions': [],
                'constraints': [models.UniqueConstraint(fields=('branding', 'locale'), name='one_greeting_of_a_locale', violation_error_message='There is a greeting in this language already.')],
            },
        ),
        migrations.RunSQL(CREATE, DROP),
        migrations.RunPython(let_administrators, migrations.RunPython.noop),
    ]
