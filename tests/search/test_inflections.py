"""Words are found in forms that PostgreSQL has no stemmer for, or knows only by their accents."""

from __future__ import annotations

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from articles.folding import fold
from articles.languages import CYRILLIC, SLAVIC, search_configuration
from articles.models import Subject
from search.lookup import LOOKUP
from search.matching import END, START
from search.models import SynonymSet
from search.questions import ask
from search.results import find

pytestmark = pytest.mark.django_db

ENDINGS = "aeiouymhcvjgаеиіїоуюяєыйьмхвўґ"
ANY_WORDS = st.text() | st.text(alphabet=ENDINGS + "kщ .'@-ąěłčÁЙ1\nnsrtãçéèõógezuü")


def vector(text: str, configuration: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT helpcenter_vector(%s, %s)", [configuration, text])
        return cursor.fetchone()[0]


def lexemes(text: str, locale: str) -> set[str]:
    stems = (vector(word, search_configuration(locale)) for word in fold(text).split())
    return {stem.split("'")[1] for stem in stems}


@pytest.mark.parametrize(
    ("locale", "forms"),
    [
        ("pl", "konto konta kontu kontem kont kontom kontami kontach"),
        ("pl", "płatność płatności płatnością platnosci płatnościami"),
        ("cs", "heslo hesla heslu heslem hesly heslům heslech"),
        ("cs", "nový nového novému novým nová nové nových novými"),
        ("sk", "faktúra faktúry faktúre faktúru faktúrou faktúram faktúrami faktúrach"),
        ("sl", "naročilo naročila naročilu naročilom naročili naročilih"),
        ("hr", "račun računa računu računom računi računima"),
        ("bs", "lozinka lozinke lozinki lozinku lozinkom lozinkama"),
        ("uk", "оплата оплати оплаті оплату оплатою оплат оплатам оплатами оплатах"),
        ("uk", "новий нового новому новим нова нової нову нові нових новими"),
        ("be", "аплата аплаты аплату аплатай аплатаю аплат аплатам аплатамі аплатах"),
        ("es", "configuración configuracion configuraciones configurar"),
        ("ca", "configuració configuracio configuracions configurar"),
        ("pt", "configuração configuracao configurações configurar"),
        ("pt", "opção opcao opções opcoes"),
        ("fr", "activé activée activés activées activees activer"),
        ("fr", "modifié modifiée modifiées modifiee modifier modifie"),
        ("fr", "premier premiers première premières premiere"),
        ("de", "sperren gesperrt gesperrte gesperrten"),
        ("de", "anmelden angemeldet angemeldeten anzumelden"),
        ("de", "eingeben eingegeben eingegebenen einzugeben"),
        ("de", "ändern geändert geandert"),
        ("de", "arbeiten gearbeitet"),
        ("de", "festhalten festgehalten festzuhalten"),
        ("de", "hinzufügen hinzugefügt hinzuzufügen"),
        ("de", "zurücksetzen zurückgesetzt zuruckzusetzen"),
        ("de", "installieren installiert installierten"),
    ],
)
def test_the_forms_of_a_word_are_one(locale, forms):
    assert len(lexemes(forms, locale)) == 1


@pytest.mark.parametrize("locale", sorted(SLAVIC | CYRILLIC))
@pytest.mark.parametrize("word", ["dom", "konto.pdf", "pomoc@firma.pl", "php8.1", "25mb"])
def test_short_words_and_names_stay_as_they_are(locale, word):
    assert lexemes(word, locale) == {word}


@pytest.mark.parametrize(
    "forms",
    [
        "Geschäft Geschäfte Geschäften",
        "Gericht Gerichte",
        "gestalten gestaltete",
        "Gesellschaft Gesellschaften",
        "Angebot Angebote Angeboten",
        "Umgebung Umgebungen",
        "Angehörige Angehörigen",
        "Einzugsermächtigung Einzugsermächtigungen",
        "zugeht gehen geht",
    ],
)
def test_german_words_that_only_look_like_participles_stay_as_they_are(forms):
    for word in forms.split():
        with connection.cursor() as cursor:
            cursor.execute("SELECT helpcenter_stems('helpcenter_german', %s)", [fold(word)])
            assert cursor.fetchone() == (fold(word),)


def test_english_names_in_cyrillic_texts_are_stemmed_as_english():
    assert lexemes("setting settings", "uk") == {"set"}


def test_other_languages_are_read_as_postgresql_reads_them():
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_tsvector('helpcenter_english', 'the accounts of companies')")
        assert cursor.fetchone()[0] == vector("the accounts of companies", "helpcenter_english")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=ANY_WORDS, locale=st.sampled_from(["pl", "uk", "es", "ca", "pt", "fr", "de"]))
def test_no_text_is_refused_and_no_word_is_lost(text, locale):
    # PostgreSQL takes "a.à" for two words: accents are folded before it reads Latin letters.
    said = "unaccent(%(text)s)" if locale == "pl" else "%(text)s"
    count = "(SELECT sum(cardinality(positions)) FROM unnest({}))"
    kept = count.format("helpcenter_vector(%(config)s, %(text)s)")
    all_words = count.format(f"to_tsvector(%(config)s::regconfig, {said})")
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {kept} IS NOT DISTINCT FROM {all_words}",
            {"config": search_configuration(locale), "text": fold(text)},
        )
        assert cursor.fetchone() == (True,)


def test_the_planner_reads_a_question_without_calling_the_functions():
    lists = ("said", "phrases", "excluded", "spellable", "short", "beside", "cut", "names", "apart",
             "pairs", "before", "bound")  # fmt: skip
    values = {name: ["a b"] for name in lists} | {
        "config": "helpcenter_slavic", "builtin": "helpcenter_slavic", "locale": "pl", "text": "a",
        "stopped": "a", "lone": "", "joins": True, "of_words": [True], "rare": 3,
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (VERBOSE, COSTS false) {LOOKUP}", values)
        plan = "\n".join(line for (line,) in cursor.fetchall())
    assert "regexp_replace" in plan
    assert not [name for name in ("vector", "phrase", "stems") if f"helpcenter_{name}(" in plan]


@pytest.fixture
def site(publish):
    publish("Zwrot pieniędzy", "Pieniądze wracają na konto w tydzień.", locale="pl")
    publish("Nowe hasło", "Tak ustawisz hasło do swojego konta.", locale="pl")
    publish("Faktury", "Każda faktura jest w panelu.", locale="pl")
    publish("Raty", "Każda rata jest w cenie.", locale="pl")


@pytest.mark.parametrize(
    ("locale", "typed", "written"),
    [
        ("es", "configuracion", "Las configuraciones"),
        ("pt", "opcao", "As opções"),
        ("fr", "option active", "Les options activées"),
    ],
)
def test_one_finds_many_with_or_without_its_accent(publish, titles, locale, typed, written):
    publish("A", f"{written}.", locale=locale)
    assert titles(typed, locale) == ["A"]
    (card,) = find(typed, locale).cards()
    article, *words = written.split()
    assert card.passage == f"{article} {' '.join(START + word + END for word in words)}."


def test_an_infinitive_finds_participles_and_marks_them(publish, titles):
    publish("Konto", "Angemeldet ist, wer sein gesperrtes Konto zurückzusetzen weiß.", locale="de")
    assert titles("anmelden sperren zurücksetzen", "de") == ["Konto"]
    (card,) = find("anmelden sperren zurücksetzen", "de").cards()
    marked = (f"{START}{word}{END}" for word in ("Angemeldet", "gesperrtes", "zurückzusetzen"))
    assert card.passage == "{} ist, wer sein {} Konto {} weiß.".format(*marked)


def test_a_question_in_other_forms_finds_the_article_and_marks_them(site, titles):
    assert titles("ratami", "pl") == ["Raty"]
    (card,) = find("ratami", "pl").cards()
    assert f"Każda {START}rata{END} jest" in card.passage


def test_a_phrase_is_found_in_other_forms(site, titles):
    assert titles('"nowego hasła"', "pl") == ["Nowe hasło"]


def test_a_synonym_is_found_in_other_forms(site, titles):
    assert titles("rachunkami", "pl") == []
    SynonymSet.objects.create(locale="pl", terms="rachunek, rachunku, rachunki, faktura")
    assert titles("rachunkami", "pl") == ["Faktury"]


def test_what_is_proposed_is_a_whole_word(site):
    question = ask("fakturra", "pl")
    assert [word.lexeme for word in question.telling] == ["faktur"]
    assert question.suggestion in ("faktura", "faktury")


def test_articles_that_name_one_subject_in_other_forms_are_related(publish):
    for title in ("Eksport raportu", "Zespół", "Zamknięcie roku", "Święta", "Rośliny"):
        publish(title, "Jak to działa.", locale="pl")
    one = publish("Reklamacja paczki", "Opis.", locale="pl")
    other = publish("Lista reklamacji paczek", "Opis.", locale="pl")
    assert Subject.objects.get(article_id=other.published.pk).related == [one.published.pk]
