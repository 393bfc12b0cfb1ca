"""What only leads elsewhere is not read by search; what says something is."""

from __future__ import annotations

import pytest

from articles.markup import render
from search.results import find
from tests.articles.rendered import block_texts


@pytest.mark.parametrize(
    "body",
    [
        "[Freeze my card](https://app.example/f)",
        "![m](https://img.example/m.png)\n\n*The menu of the card*",
        "![m](https://img.example/m.png)\n*The menu of the card*",
        "Was this article helpful?",
        "Was this page helpful? Yes No",
        "[Back to top](#top)",
        "## Related reading\n\n- [One](/a)\n- [Two](/b) in our user guide.",
        "## Related articles {#rel}\n\nTo learn more, refer to:\n\n* [One](/a)",
        "## See also\n\n[One](/a), [Two](/b)",
        "**Related reading**\n\n- [One](/a)\n- [Two](/b)",
        "See also: [One](/a), [Two](/b)",
        "## 関連記事\n\n- [一](/a)",
        "## Weiterführende Artikel\n\n- [Eins](/a)",
    ],
)
def test_what_only_leads_elsewhere_is_no_text(body):
    assert block_texts(f"Said.\n\n{body}") == ["Said."]
    assert "<" in render(body).html  # the page shows it


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("See [the prices](/p).", ["See the prices."]),
        ("[The fee is waived in the first year.](/p)", ["The fee is waived in the first year."]),
        ("## Forms\n\n- [W-9](/a)\n- [W-8](/b)", ["W-9", "W-8"]),
        ("## Related fees\n\nThey are charged once.", ["They are charged once."]),
        ("[Download form W-9](/w.pdf)", ["Download form W-9"]),
        ("*Only in Spain.*", ["Only in Spain."]),
        ("![m](https://img.example/m.png)\n\nOpen the menu.", ["Open the menu."]),
        ("## See also\n\n- [One](/a)\n\n## Fees\n\n- [Two](/b)", ["Two"]),
        ("One[^1].\n\n[^1]: In [Spain](/b).\n\n## See also\n\n- [One](/a)", ["One.", "In Spain."]),
        ("Was this article helpful to the team of Ana? Then tell her.",
         ["Was this article helpful to the team of Ana? Then tell her."]),
    ],
)  # fmt: skip
def test_what_says_something_is_text(body, said):
    assert block_texts(body) == said


@pytest.mark.django_db
def test_a_link_to_an_article_finds_the_one_that_is_linked_to(publish):
    publish("Chargebacks", "How to dispute a payment.")
    publish(
        "Cards", "All about cards.\n\n## Related reading\n\n- [Chargebacks](/articles/chargebacks/)"
    )
    found = find("chargebacks", "en-us").cards()
    assert [card.plain_title for card in found] == ["Chargebacks"]
