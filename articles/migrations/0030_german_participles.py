"""German participles and infinitives with "zu" are read as the infinitive before they are stemmed.

PostgreSQL's stemmer takes endings off and leaves the "ge" and "zu" before and inside a verb:
"sperren" and "gesperrt", "anmelden", "angemeldet" and "anzumelden" were other words. Nouns that look
like a participle ("Geschäft") and verbs that begin with "ge" stay as they are. Published articles are
to be indexed again.
"""

from importlib import import_module

from django.db import migrations

before = import_module("articles.migrations.0029_accented_endings")

# What stands before a verb and is parted from it by "ge" and "zu".
PREFIX = (
    "ab|an|auf|aus|bei|bereit|durch|ein|fest|fort|frei|heraus|herunter|hinein|hinzu|hoch|los|mit"
    "|nach|um|unter|[uü]ber|voraus|vor|weg|weiter|wieder|zur[uü]ck|zusammen|zu"
)
# How words go on that begin with "ge" and end as a participle does.
NO_PARTICIPLE = (
    "biet|b[uü]hr|burt|dicht|f[aä]hr|halt|h[oö]r|lang|ling|nehm|nie[sß]|n[uü]g|richt|r[uü]cht"
    "|r[uü]st|samt|sch[aä]ft|schicht|schieh|sicht|stalt|statt|w[aä]hr|walt|wicht|winn|w[oö]hn"
    "|[a-zäöüß]+(?:hei|kei|schaf)t"
)
# A word ends before a space, with or without marks that fold leaves at its end.
END = "(?=[''.@]*(?: |$))"
INFINITIVE = rf"(?=[a-zäöüß]{{3,}}(?<!unge|keite|heite)n{END})"
STRONG = rf"(?=[a-zäöüß]{{3,}}(?<!ung|ig|heit|keit)en{END})"  # eingegeben, aufgerufen
WEAK = rf"([a-zäöüß]{{3,}}?)(?:et|t)(?:e[nrsm]?)?{END}"  # angemeldet, gesperrte

# From the inside out: aktiviert; angemeldet and gesperrt; anzumelden and eingegeben. Strong verbs
# whose stem ends with "t" ("festgehalten") are of the last kind.
GERMAN = rf"""
           WHEN 'helpcenter_german' THEN
                regexp_replace(regexp_replace(regexp_replace(said,
                '([a-zäöüß]{{3}}ier)t(?:e[nrsm]?)?{END}', '\1en', 'g'),
                '(^|[ ''])(?:({PREFIX})ge(?!bot|halt|rat|schnitt|tret)'
                '|ge(?!{NO_PARTICIPLE})){WEAK}', '\1\2\3en', 'g'),
                '((?:^|[ ''])(?:{PREFIX}))(?:zu(?!gs){INFINITIVE}|ge(?!bot){STRONG})', '\1', 'g')
"""


class Migration(migrations.Migration):
    dependencies = [("articles", "0029_accented_endings")]

    operations = [
        migrations.RunSQL(
            before.STEMS.format(more=(before.ENDINGS + GERMAN.lstrip("\n")).strip()),
            before.STEMS.format(more=before.ENDINGS.strip()),
        )
    ]
