"""Endings that a stemmer knows by their accent: they are read as others that it takes off alike.

Accents are folded before PostgreSQL stems a word, because people type without them. But the stemmers
of Spanish, Catalan, Portuguese and French take "ción", "ció", "ção" and "ée" off, not "cion" and
"ee": "configuraciones" was "configur" and "configuración" was not, and "opção" was another word
than its plural. So "-ción" is read as its plural, "-ões" as its singular and "-ação" as "-amento",
"-ée" and "-ière" as masculine, "-ié" as the infinitive. Published articles are to be indexed again.
"""

from django.db import migrations

# As migration 0028 has it, but for the languages {more}.
STEMS = r"""
CREATE OR REPLACE FUNCTION helpcenter_stems(config text, said text) RETURNS text
LANGUAGE sql STABLE AS $$
    SELECT CASE config
           WHEN 'helpcenter_slavic' THEN regexp_replace(unaccent(said),
                '(?<=(?:^|[ ''])[a-z]{{3,}})[aeiouy]+(?:mi|ma|ch|h|m|w|v|j|go|ho|ga|mu|wi|vi)?'
                '(?=[''.@]*(?: |$))', '', 'g')
           WHEN 'helpcenter_cyrillic' THEN regexp_replace(said,
                '(?<=(?:^|[ ''])[а-яєіїґў]{{3,}})[аеиіїоуюяєыйьэ]+(?:ми|мі|х|м|в|ў|го|му|ві)?ь?'
                '(?=[''.@]*(?: |$))', '', 'g')
           {more}
           ELSE said END
$$;
"""
# Words end before a space, with or without marks that fold leaves at their end.
ENDINGS = r"""
           WHEN 'helpcenter_spanish' THEN
                regexp_replace(said, 'ci[oó]n(?=[''.@]*(?: |$))', 'ciones', 'g')
           WHEN 'helpcenter_catalan' THEN
                regexp_replace(said, 'ci[oó](?=[''.@]*(?: |$))', 'cions', 'g')
           WHEN 'helpcenter_portuguese' THEN
                regexp_replace(regexp_replace(said,
                '[oõ]es(?=[''.@]*(?: |$))', 'ao', 'g'),
                '(?<=[^ ''])a[cç][aã]o(?=[''.@]*(?: |$))', 'amento', 'g')
           WHEN 'helpcenter_french' THEN
                regexp_replace(regexp_replace(said,
                '(?<=[^ ''])i(?:[eé]e?s?|[eè]res?)(?=[''.@]*(?: |$))', 'ier', 'g'),
                '[eé]e(s?)(?=[''.@]*(?: |$))', 'e\1', 'g')
"""


class Migration(migrations.Migration):
    dependencies = [("articles", "0028_slavic")]

    operations = [
        migrations.RunSQL(
            STEMS.format(more=ENDINGS.strip()), STEMS.format(more="").replace("           \n", "")
        )
    ]
