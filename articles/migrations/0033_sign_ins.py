"""What django-axes keeps of sign-ins, under the names that the desk has for it; no table changes."""

from django.db import migrations


def names(one: str, many: str) -> dict:
    return {"proxy": True, "default_permissions": [], "indexes": [], "constraints": [],
            "verbose_name": one, "verbose_name_plural": many}  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("articles", "0032_text"), ("axes", "0010_accessattemptexpiration")]

    operations = [
        migrations.CreateModel(
            name="FailedSignIn",
            fields=[],
            options=names("sign-in that failed", "sign-ins that failed"),
            bases=("axes.accessattempt",),
        ),
        migrations.CreateModel(
            name="SignIn",
            fields=[],
            options=names("sign-in", "sign-ins"),
            bases=("axes.accesslog",),
        ),
    ]
