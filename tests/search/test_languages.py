"""Every language that PostgreSQL stems is mapped; accents and widths need not be typed."""

from __future__ import annotations

import pytest
from django.db import connection

from articles.folding import fold
from articles.languages import STEMMED, builtin_configuration, search_configuration
from search.explaining import explain
from search.matching import END, START
from search.results import find

pytestmark = pytest.mark.django_db


def lexemes(text: str, locale: str) -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tsvector_to_array(helpcenter_vector(%s, %s))",
            [search_configuration(locale), fold(text)],
        )
        return set(cursor.fetchone()[0])


def test_every_configuration_of_postgresql_belongs_to_a_language():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT cfgname FROM pg_ts_config WHERE cfgnamespace = 'pg_catalog'::regnamespace"
        )
        names = {name for (name,) in cursor.fetchall()}
    assert names - {"simple"} <= set(STEMMED.values())


@pytest.mark.parametrize("language", [*STEMMED, "ko", "th", "pl"])
def test_every_language_has_its_configurations(language):
    with connection.cursor() as cursor:
        for name in (search_configuration(language), builtin_configuration(language)):
            cursor.execute("SELECT to_tsvector(%s::regconfig, 'word')", [name])


@pytest.mark.parametrize(
    ("locale", "written", "typed"),
    [
        ("ar", "الكتب", "كتب"),
        ("ca", "El col·legi paral·lel", "collegi parallel"),
        ("cs", "Můj účet", "muj ucet"),
        ("da", "København på øen", "kobenhavn pa oen"),
        ("de", "Kündigung der Straße", "kundigung strasse"),
        ("el", "Ο λογαριασμός μου", "λογαριασμος"),
        ("es", "La contraseña y la facturación", "contrasena facturacion"),
        ("fr", "Réinitialiser l’œuvre, où", "reinitialiser oeuvre"),
        ("hu", "Új fiók és jelszó", "uj fiok jelszo"),
        ("it", "Perché la città", "perche citta"),
        ("lt", "Sąskaita ir slaptažodis", "saskaita slaptazodis"),
        ("nb", "Passordet på øya", "passord pa oya"),
        ("nn", "Passordet på øya", "passord"),
        ("pl", "Hasło żółte", "haslo zolte"),
        ("pt", "A configuração da senha", "configuracao senhas"),
        ("ro", "Parola ștearsă", "parola stearsa"),
        ("ru", "Ещё один счёт", "еще счет"),
        ("sv", "Lösenord för mig", "losenord for"),
        ("tr", "İptal, ödeme ve şifre", "iptal odeme sifre"),
        ("vi", "Đăng nhập mật khẩu", "dang nhap mat khau"),
        ("ja", "Ａｄｏｂｅの請求書をﾀﾞｳﾝﾛｰﾄﾞ", "adobe ダウンロード 請求書"),
        ("ja", "管理画面のSettingsを開く", "setting 管理画面"),
        ("ja", "パスワード", "ぱすわーど"),
        ("ja", "パスワード", "ﾊﾟｽﾜ-ﾄﾞ パスワ－ド"),
        ("ja", "ユーザーのサーバ", "ユーザ サーバー"),
        ("ko", "비밀번호를 변경하는 방법", "비밀번호 변경"),
        ("th", "วิธีเปลี่ยนรหัสผ่าน", "รหัสผ่าน"),
        ("zh-hans", "如何重置您的密码？", "重置 密码"),
        ("en-us", "V.A.T., i.e. after 9 p.m. in the U.S.A", "VAT ie pm USA"),
        ("en-us", "VAT and PIN", "v.a.t P.I.N."),
        ("en-us", "up to $1,000 or 2500000 a year", "1000 2,500,000"),
        ("de", "von 1.000 € bis 2.500.000,50 €", "1000 2,500,000"),
        ("de", "CHF 1’000 oder 2'000", "1,000 2.000"),
        ("fr", "de 10 000 à 1 500 000 €", "10000 1.500.000"),
        ("en-us", "eﬃcient ﬁles in ｆｕｌｌ width", "efficient file full"),
    ],
)
def test_what_people_type_is_what_is_written(locale, written, typed):
    assert lexemes(typed, locale) <= lexemes(written, locale)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("1,0001 or 1,00 or 1.0001", "10001 100"),
        ("rows 5, 100", "5100"),
        ("a,100", "a100"),
        ("1.000.5 or 0.125", "1000 10005 0125"),
        ("iPhone 12 128 GB", "12128"),
        ("call 0800 100 000", "100000 0800100000"),
    ],
)
def test_only_what_stands_between_thousands_is_left_out(one, other):
    assert not lexemes(one, "en-us") & lexemes(other, "en-us")


@pytest.mark.parametrize(
    ("one", "other"), [("plan A. B is", "ab"), ("a.b.com", "ab"), ("v.1", "v1")]
)
def test_only_letters_with_stops_between_them_are_one_word(one, other):
    assert not lexemes(one, "en-us") & lexemes(other, "en-us")


def test_an_umlaut_is_also_two_letters_to_the_stemmer_of_postgresql_18():
    found = lexemes("kuendigung gebuehren loeschen", "de")
    is_new = connection.pg_version >= 180000
    assert (found == lexemes("Kündigung Gebühren löschen", "de")) == is_new


@pytest.mark.parametrize("question", ["請", "請 ", " 「請」"])
def test_one_letter_of_a_script_without_spaces_finds_words_that_begin_with_it(
    publish, titles, question
):
    publish("支払い", "この請求書を開く。")
    publish("別", "ほかの話題です。")
    assert titles(question) == ["支払い"]


def test_the_letter_is_marked_and_explained(publish):
    publish("請求", "この請求書を開く。要請もある。")
    found = find("請", "en-us")
    (card,) = found.cards()
    assert card.title.startswith(f"{START}請{END}求")
    assert f"この{START}請{END}求書" in card.passage
    (why,) = explain(found.question, found.hits).values()
    assert why.total == pytest.approx(found.hits[0].score, abs=1e-6)


def test_a_letter_that_no_text_has_finds_nothing(publish, titles):
    publish("支払い", "この請求書を開く。")
    assert titles("猫") == []
