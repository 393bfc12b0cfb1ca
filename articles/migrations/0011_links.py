"""Where the published articles link to; `rebuild_articles` fills it for those that are live."""

from django.db import migrations, models
import django.db.models.deletion


class Migration(migrations.Migration):

    dependencies = [("articles", "0010_unsaved")]

    operations = [
        migrations.CreateModel(
            name="Link",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(choices=[("internal", "page of this site"), ("anchor", "place on the same page"), ("media", "file of this site"), ("external", "other site")], max_length=10)),
                ("line", models.PositiveIntegerField()),
                ("href", models.CharField(help_text="As it was typed.", max_length=2000)),
                ("text", models.CharField(blank=True, max_length=200)),
                ("address", models.CharField(help_text="Without the anchor: a path of this site, or a URL.", max_length=2000)),
                ("locale", models.CharField(blank=True, max_length=10)),
                ("slug", models.CharField(blank=True, max_length=200)),
                ("anchor", models.CharField(blank=True, max_length=500)),
                ("article", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="links", to="articles.publishedarticle")),
            ],
            options={
                "indexes": [
                    models.Index(condition=models.Q(("slug", ""), _negated=True), fields=["locale", "slug"], name="links_to_article"),
                    models.Index(condition=models.Q(("kind", "external")), fields=["address"], name="links_to_other_sites"),
                ],
            },
        ),
    ]
