"""Whatever anybody sends, no page answers with a server error, and every answer is guarded."""

from __future__ import annotations

import pytest
from django.contrib import admin
from django.db.models import CharField, TextField
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

PATHS = [
    "/", "/faq/", "/faq/none/", "/articles/answer/", "/articles/none/", "/tags/money/", "/search/",
    "/admin/", "/admin/articles/article/", "/media/x.png", "/healthz", "/articles/answer/view.gif",
]  # fmt: skip
FOR_MACHINES = [
    "/feeds/articles.atom", "/feeds/faq.atom", "/articles/answer.md", "/llms.txt", "/sitemap.xml",
    "/opensearch.xml", "/search/suggest/opensearch/", "/api/v1/articles", "/api/v1/articles/answer",
    "/api/v1/search",
]  # fmt: skip
ADDRESSES = [
    "/{}/", "/articles/{}/", "/tags/{}/", "/faq/{}/", "/media/{}", "/articles/{}.md",
    "/feeds/{}.atom", "/feeds/articles/{}.atom", "/api/v1/articles/{}", "/sitemap-articles-{}.xml",
    "/sitemap-lists-{}.xml", "/admin/reset/{0}/{0}/", "/admin/reset/MQ/{}/",
]  # fmt: skip
VALUES = ["%00", "a%00b", "%ff%fe", "%ed%a0%80", "9" * 20, "-1", "-" * 33, "'\"\\", "%F0%9F%92%A9",
          "<script>alert(1)</script>", "1e9", "x" * 5000]  # fmt: skip


@pytest.fixture
def site(publish):
    publish("Answer", "The answer to a question.", tags=["money"])


@pytest.mark.parametrize("path", PATHS)
def test_no_value_of_any_parameter_is_a_server_error(client, site, admin_user, path):
    client.force_login(admin_user)
    for value in VALUES:
        for name in ("q", "page", "tab", "p", "o", "e", "locale__exact", value):
            asked = f"{path}?{name}={value}"
            assert client.get(asked).status_code < 500, asked


def test_a_list_of_the_admin_that_is_filtered_by_nul_is_refused(admin_client):
    for model in admin.site._registry:
        path = reverse(f"admin:{model._meta.label_lower.replace('.', '_')}_changelist")
        names = [
            field.name for field in model._meta.fields if isinstance(field, CharField | TextField)
        ]
        for query in [f"{name}=%00" for name in names] + ["tag=a%00b&tag=x"]:
            assert admin_client.get(f"{path}?{query}").status_code == 400, (path, query)


@pytest.mark.parametrize("path", FOR_MACHINES)
def test_no_value_is_a_server_error_where_programs_read(client, site, path, settings):
    settings.API_REQUESTS_PER_MINUTE = 0
    of_api = ("locale", "tab", "category", "tag", "updated_since", "cursor", "limit", "page")
    for value in VALUES:
        assert client.get(f"{path}?q={value}").status_code < 500
        for name in of_api if path.startswith("/api/") else ():
            assert client.get(f"{path}?q=answer&{name}={value}").status_code < 500, name


@pytest.mark.parametrize("path", ADDRESSES)
def test_no_address_is_a_server_error(client, site, path):
    for value in VALUES:
        assert client.get(path.format(value)).status_code < 500, value


@pytest.mark.parametrize("name", ["content", "csrfmiddlewaretoken", "title", "email"])
def test_no_posted_field_is_a_server_error(client, site, admin_user, name):
    client.force_login(admin_user)
    for path in ("/admin/markdownx/markdownify/", "/admin/markdownx/upload/",
                 "/admin/articles/article/add/", "/admin/articles/article/",
                 "/admin/password_reset/"):  # fmt: skip
        for value in VALUES:
            data = f"{name}={value}&_save=1&action={value}"
            content_type = "application/x-www-form-urlencoded"
            assert client.post(path, data, content_type=content_type).status_code < 500


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(question=st.text(max_size=300), page=st.text(max_size=30), tab=st.text(max_size=30))
def test_any_text_may_be_asked(client, site, question, page, tab):
    asked = {
        name: value.encode("utf-8", "surrogatepass")
        for name, value in {"q": question, "page": page, "tab": tab}.items()
    }
    assert client.get("/search/", asked).status_code < 500


def test_every_answer_is_guarded(client, site):
    for path in (*PATHS, *FOR_MACHINES):
        headers = client.get(path).headers
        policy = headers["Content-Security-Policy"]
        assert "default-src 'self'" in policy, path
        assert "unsafe" not in policy, path
        assert headers["X-Content-Type-Options"] == "nosniff", path
        assert "frame-ancestors 'none'" in policy, path
        assert headers["Referrer-Policy"] == "strict-origin-when-cross-origin", path
        assert "camera=()" in headers["Permissions-Policy"], path


@pytest.mark.parametrize("path", ["/", "/articles/answer/", "/search/?q=answer"])
def test_public_pages_set_no_cookie_and_vary_on_none(client, site, path):
    response = client.get(path)
    assert not response.cookies
    assert "Cookie" not in response.headers.get("Vary", "")


def test_a_forged_host_is_refused(client, site):
    assert client.get("/", headers={"host": "evil.example"}).status_code == 400
