"""The description of the API is valid, and the API does what it says."""

from __future__ import annotations

import json

import pytest
from django.urls import get_resolver
from jsonschema import Draft202012Validator, FormatChecker
from openapi_spec_validator import OpenAPIV31SpecValidator

from search.questions import MAX_LENGTH

pytestmark = pytest.mark.django_db

# Addresses with what they answer; the description must have them all.
ANSWERS = [
    ("/api/v1/articles", "/api/v1/articles?limit=1", 200),
    ("/api/v1/articles", "/api/v1/articles?limit=0", 400),
    ("/api/v1/articles/{slug}", "/api/v1/articles/how-do-i-pay", 200),
    ("/api/v1/articles/{slug}", "/api/v1/articles/old", 301),
    ("/api/v1/articles/{slug}", "/api/v1/articles/none", 404),
    ("/api/v1/search", "/api/v1/search?q=how+do+i+pay", 200),
    ("/api/v1/search", "/api/v1/search?q=pqy", 200),
    ("/api/v1/search", "/api/v1/search", 400),
    ("/api/v1/openapi.json", "/api/v1/openapi.json", 200),
]


@pytest.fixture
def described(client) -> dict:
    return json.loads(client.get("/api/v1/openapi.json").content)


@pytest.fixture
def site(publish, make_category, faq):
    article = publish("Old", slug="old")
    article.title, article.slug, article.body = (
        "How do I pay?",
        "how-do-i-pay",
        "## By card\n\nYes.",
    )
    article.set_tags(["Money"])
    article.publish()
    publish("Paying by invoice", "How to pay.", category=make_category("billing", parent=faq))


def test_the_description_is_a_valid_document_about_this_site(described, settings):
    OpenAPIV31SpecValidator(described).validate()
    assert described["servers"] == [{"url": "http://testserver"}]
    assert described["info"]["title"] == f"{settings.SITE_NAME} API"
    locale = described["components"]["parameters"]["locale"]["schema"]
    assert (locale["enum"], locale["default"]) == (settings.LOCALES, "en-us")


def test_the_description_says_after_how_many_characters_a_question_is_cut(described):
    (q, *_others) = described["paths"]["/api/v1/search"]["get"]["parameters"]
    assert f"cut after {MAX_LENGTH} characters" in q["description"]


def test_every_address_of_the_api_is_described(described):
    routes = {str(pattern.pattern) for pattern in get_resolver().url_patterns}
    known = {f"/{r.replace('<str:slug>', '{slug}')}" for r in routes if r.startswith("api/v1/")}
    assert set(described["paths"]) == known == {path for path, _address, _status in ANSWERS}


def test_an_answer_is_what_the_description_says(client, site, described):
    parts = described["components"]
    for path, address, status in ANSWERS:
        response = client.get(address)
        assert response.status_code == status, address
        said = described["paths"][path]["get"]["responses"][str(status)]
        if "$ref" in said:
            said = parts["responses"][said["$ref"].rpartition("/")[2]]
        (content_type,) = said["content"]
        assert response.headers["Content-Type"] == content_type, address
        schema = said["content"][content_type]["schema"] | {"components": parts}
        validator = Draft202012Validator(schema, format_checker=FormatChecker())
        errors = validator.iter_errors(json.loads(response.content))
        assert [error.message for error in errors] == [], address
