"""The picture of a mistake's card, and the page that a link to it shows."""

import re
import struct

import pytest

from bpref_docs.checks.mistakes import mistake_card

CURVE = [0.7] * 501
CARD = mistake_card(
    "da1 = W2 @ dz2", "da1 = W2.T @ dz2", {"dW[1]": 1.87, "dW[2]": 0.0},
    {"wrong": CURVE, "right": CURVE}, {"gradient check": True},
).data  # fmt: skip
PAGE = f"""# Mistakes that still train

(no-transpose)=
## Where {{math}}`W` has no transpose

{CARD}

The backward pass needs the weights that leave a neuron, and "they" are in a column.
"""


@pytest.fixture
def built(site, monkeypatch):
    def build(base=""):
        monkeypatch.delenv("READTHEDOCS_CANONICAL_URL", raising=False)
        monkeypatch.setenv("BPREF_BASE_URL", base)
        made = site("bpref_docs.mathematics.mathml", "bpref_docs.site.mistake_images")
        (made.folder / "beyond").mkdir(exist_ok=True)
        warnings = made.build(**{"index": "# Site\n", "beyond/mistakes": PAGE})
        assert [line for line in warnings.splitlines() if "mistakes.css" not in line] == []
        return made

    return build


def test_a_card_has_its_picture_and_links_it(built):
    made = built()
    picture = (made.folder / "out/beyond/mistakes/no-transpose.png").read_bytes()
    assert struct.unpack(">II", picture[16:24]) == (1200, 630)
    assert 'href="mistakes/no-transpose.png">Image to share' in made.page("beyond/mistakes")
    assert "Where W has no transpose</span>" in made.page("beyond/mistakes")


def test_without_an_address_no_link_shows_a_picture(built):
    built("https://bpref.example/en")
    made = built()
    assert not (made.folder / "out/beyond/mistakes/no-transpose.html").exists()
    assert "Link that shows" not in made.page("beyond/mistakes")


def test_a_link_to_a_card_shows_its_picture_and_leads_on_to_it(built):
    made = built("https://bpref.example/en")
    html = made.page("beyond/mistakes/no-transpose")
    metas = dict(re.findall(r'<meta (?:name|property)="([^"]+)" content="([^"]*)"', html))
    address = "https://bpref.example/en/beyond/mistakes/no-transpose"
    assert metas["og:image"] == metas["twitter:image"] == f"{address}.png"
    assert metas["og:url"] == f"{address}.html"
    assert metas["og:title"] == "Where W has no transpose"
    assert metas["description"] == metas["og:description"]
    assert metas["og:description"].startswith("The backward pass needs")
    assert "Wrong: da1 = W2 @ dz2. Right: da1 = W2.T @ dz2." in metas["og:image:alt"]
    assert 'content="0; url=../mistakes.html#no-transpose"' in html
    assert '<a href="../mistakes.html#no-transpose">' in html
    assert 'href="mistakes/no-transpose.html">Link that shows' in made.page("beyond/mistakes")
