"""What a locale means: the language its words are stemmed in and the calendar its dates follow.

A locale is one of `settings.LOCALES` ("en-gb"). PostgreSQL 18 stems 29 languages, Estonian only
since then; for each of them a migration makes a configuration `helpcenter_<language>` that keeps
stop words (their low weight is decided when a question is asked) and folds accents. In Slavic
languages that it does not stem a function takes endings off (migration 0028); it reads accented
endings of Romance ones so that the stemmer knows them without (migration 0029), and German
participles as infinitives (migration 0030).
"""

from __future__ import annotations

from functools import cache

from babel import Locale, UnknownLocaleError
from django.conf import settings

# ISO 639-1 code -> name of the PostgreSQL text search configuration.
STEMMED = {
    "ar": "arabic", "hy": "armenian", "eu": "basque", "ca": "catalan", "da": "danish",
    "nl": "dutch", "en": "english", "fi": "finnish", "fr": "french", "de": "german",
    "el": "greek", "hi": "hindi", "hu": "hungarian", "id": "indonesian", "ga": "irish",
    "it": "italian", "lt": "lithuanian", "ne": "nepali", "no": "norwegian", "nb": "norwegian",
    "pt": "portuguese", "ro": "romanian", "ru": "russian", "sr": "serbian", "es": "spanish",
    "sv": "swedish", "ta": "tamil", "tr": "turkish", "yi": "yiddish", "et": "estonian",
    "nn": "norwegian",
}  # fmt: skip
# Languages without a stemmer whose endings are taken off: those in Latin letters, in Cyrillic.
SLAVIC, CYRILLIC = {"bs", "cs", "hr", "pl", "sk", "sl"}, {"be", "uk"}
# Ours -> what stands for PostgreSQL's own where not every server has one (migration 0007).
NOT_BUILTIN = {
    "helpcenter_estonian": "helpcenter_stop_estonian",
    "helpcenter_unstemmed": "pg_catalog.simple",
    # No list of stop words; endings are taken off for related articles, too.
    "helpcenter_slavic": "helpcenter_slavic",
    "helpcenter_cyrillic": "helpcenter_cyrillic",
}
# Languages whose stems may begin otherwise than the word: an article or a prefix is taken off it, a
# mutation undone ("bpáirc" is "páirc"), or it is in other letters.
OTHER_BEGINNINGS = {"ar", "ga", "id", "sr", "ta", "yi"}
# Languages that mark a participle before or inside the verb ("gesperrt" is "sperr").
PARTICIPLES = {"de"}
# Languages that write two words of one thing as one word ("Bankkonto").
JOINED = {"da", "de", "et", "fi", "hu", "is", "nb", "nl", "nn", "no", "sv"}
# Languages in other letters that are not stemmed: a word in Latin letters is an English name there.
OTHER_LETTERS = {
    "am", "be", "bg", "bn", "fa", "he", "ja", "ka", "kk", "km", "kn", "ko", "lo", "mk", "ml", "mn",
    "mr", "my", "pa", "si", "te", "th", "uk", "ur", "zh",
}  # fmt: skip


def locale_choices() -> list[tuple[str, str]]:
    """Return (locale, name) of the site's locales; callable, so migrations do not name them."""
    return list(settings.LANGUAGES)


def locale_name(locale: str) -> str:
    """Return what staff call `locale`; the code itself of one that the site speaks no more."""
    return str(dict(settings.LANGUAGES).get(locale, locale))


def default_locale() -> str:
    """Return the locale whose pages have no prefix."""
    return settings.LANGUAGE_CODE


def staff_language() -> str:
    """Return the language of what only staff read, which is written in English.

    Django's part of it has to be, too: half of a page in another language helps nobody.
    """
    default = settings.LANGUAGE_CODE
    return default if default.split("-")[0] == "en" else "en"


def search_configuration(locale: str) -> str:
    """Return the text search configuration of `locale`; an unknown language is not stemmed."""
    language = locale.split("-")[0]
    if language in SLAVIC:
        return "helpcenter_slavic"
    if language in CYRILLIC:
        return "helpcenter_cyrillic"
    unstemmed = "simple" if language in OTHER_LETTERS else "unstemmed"
    return "helpcenter_" + STEMMED.get(language, unstemmed)


def builtin_configuration(locale: str) -> str:
    """Return PostgreSQL's own configuration for `locale`, the one that drops stop words."""
    ours = search_configuration(locale)
    return NOT_BUILTIN.get(ours, ours.replace("helpcenter_", "pg_catalog."))


def joins_words(locale: str) -> bool:
    """Return whether a compound is one word in the language, so that two would be an error."""
    return locale.split("-")[0] in JOINED


def keeps_beginnings(locale: str) -> bool:
    """Return whether a stemmed word begins as it is written, accents aside."""
    return locale.split("-")[0] not in OTHER_BEGINNINGS


def has_participles(locale: str) -> bool:
    """Return whether a stem may lack what stands before or inside its verb, as in German."""
    return locale.split("-")[0] in PARTICIPLES


# Where a site writes days otherwise than CLDR does, in CLDR's own letters. What CLDR 46 says of
# en-gb is what this help center promises, whatever the next edition says.
DAYS = {"en-gb": "d MMM y", "ar": "d MMMM y", "ja": "y年M月d日"}


def day_format(locale: str) -> str:
    """Return how a day is written in `locale`: Babel's pattern, or the name of one."""
    return DAYS.get(locale, "medium")


def is_right_to_left(locale: str) -> bool:
    """Return whether `locale` is written from right to left, as Arabic and Hebrew are."""
    return bool(cldr_locale(locale).character_order == "right-to-left")


@cache
def cldr_locale(locale: str) -> Locale:
    """Return Babel's locale for one of ours, or that of the default where Babel knows none."""
    try:
        return Locale.parse(locale, sep="-")
    except (ValueError, UnknownLocaleError):
        return Locale.parse(settings.LANGUAGE_CODE, sep="-")
