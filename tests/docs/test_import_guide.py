"""docs/import.md: the folder that it shows gives what it says."""

from __future__ import annotations

import re
from io import StringIO

import pytest
from django.conf import settings
from django.core.management import call_command

from articles.models import Article, Category

GUIDE = (settings.BASE_DIR / "docs/import.md").read_text()
FILES = {
    "en-us/faq/cards/lost-card.md": "# My card is lost\n\nFreeze it. See [fees](fees.md#abroad).\n",
    "en-us/faq/cards/fees.md": "# What does a card cost?\n\nNothing.\n\n## Abroad\n"
    "[More](nowhere.md)\n",
    "de/faq/cards/lost-card.md": "# Meine Karte ist weg\n\nSperren Sie sie.\n",
    "categories.yml": re.search(r"```yaml\n(.*?)```", GUIDE, re.DOTALL)[1],
}


@pytest.mark.django_db
def test_the_example_is_imported_as_it_says(tmp_path):
    for name, text in FILES.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    out = StringIO()
    call_command("import_articles", tmp_path, dry_run=True, stdout=out)
    said = re.search(r"--dry-run\n(.*?)\$ ", GUIDE, re.DOTALL)[1]
    assert re.sub(r":\d+: There", ":6: There", out.getvalue()) == said
    call_command("import_articles", tmp_path, publish=True, stdout=out)
    german = Article.objects.get(locale="de")
    assert (german.translation_of.slug, german.category.key) == ("lost-card", "cards")
    named = Category.objects.get(key="faq").translations.values_list("locale", "name")
    assert dict(named) == {"en-us": "FAQ", "de": "Fragen"}
