"""Staff who may not tell the search what visitors mean."""

from __future__ import annotations

from search.models import GoldenQuery, PinnedQuestion, SynonymSet


def test_staff_without_the_permission_are_kept_out(at_desk, author, publish):
    article, desk = publish("Refunds"), at_desk(author)
    rows = [
        SynonymSet.objects.create(terms="refund, chargeback"),
        PinnedQuestion.objects.create(question="refund", first=article),
        GoldenQuery.objects.create(question="refund", article=article, within=1),
    ]
    sent = {"terms": "x, y", "question": "x", "post": "yes"}
    for row in rows:
        pages = [f"{row.pk}/{deed}/" for deed in ("change", "delete", "history")]
        for page in ("", "add/", *pages):
            path = f"/admin/search/{row._meta.model_name}/{page}"
            assert desk.get(path).status_code == 403, path
            assert desk.post(path, sent).status_code == 403, path
        assert [*type(row).objects.values()] == [
            {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
        ]
