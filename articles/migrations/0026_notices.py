"""Notices above every page; writing one is a new edition, as of everything visitors read."""

import articles.models.branding
from django.db import migrations, models

from articles import groups

CREATE = (
    "CREATE TRIGGER new_edition BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON articles_notice "
    "FOR EACH STATEMENT EXECUTE FUNCTION articles_new_edition();"
)
DROP = "DROP TRIGGER new_edition ON articles_notice;"
MAY = [f"articles.{deed}_notice" for deed in ("view", "add", "change", "delete")]


def let_publishers(apps, schema_editor):
    for group in ("Publishers", "Administrators"):
        groups.grant(apps, group, MAY)


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0025_tabs_of_a_page'),
    ]

    operations = [
        migrations.CreateModel(
            name='Notice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.CharField(help_text='One sentence: what is the matter, and for whom.', max_length=200, verbose_name='text')),
                ('kind', models.CharField(choices=[('information', 'Information'), ('warning', 'Warning'), ('solved', 'Solved')], default='information', max_length=11, verbose_name='kind')),
                ('address', models.CharField(blank=True, help_text='An article (/articles/...), or a page about the state of your services.', max_length=500, validators=[articles.models.branding.validate_link], verbose_name='where “Read more” leads')),
                ('locale', models.CharField(blank=True, max_length=10, verbose_name='locale')),
                ('starts_at', models.DateTimeField(blank=True, help_text='At once when empty.', null=True, verbose_name='shown from')),
                ('ends_at', models.DateTimeField(blank=True, help_text='Until it is deleted when empty.', null=True, verbose_name='shown until')),
            ],
            options={
                'verbose_name': 'notice',
                'verbose_name_plural': 'notices',
                'ordering': ['-pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('ends_at__gt', models.F('starts_at'))), name='a_notice_ends_after_it_starts', violation_error_message='“Shown until” must be later than “Shown from”.')],
            },
        ),
        migrations.RunSQL(CREATE, DROP),
        migrations.RunPython(let_publishers, migrations.RunPython.noop),
    ]
