"""What a page says of itself to those who link to it, and what robots are told."""

import re
import struct

import pytest

from bpref_docs.notebooks.downloads import SITE, without_offer

NAMES = ("BPREF_BASE_URL", "READTHEDOCS_CANONICAL_URL")
HERO = (
    "The loss is a long way from every parameter of a network: it goes by {math}`J`. "
    "A second sentence follows."
)
PAGES = {
    "index": f"# The site\n\n*Ten minutes.*\n\n````{{container}} hero\n{HERO}\n````\n\n"
    "It is what this is about, and says so in a paragraph of its own.\n\n"
    "```{toctree}\nother\n404\n```\n",
    "other": '# Other\n\nThis page is about "quotes" & signs, and about nothing else at all.\n',
    "named": "---\ndescription: >-\n  What one finds here, said so that\n  it needs no page before it: 2 < 3.\n"
    "---\n\n# Why Backpropagation?\n\nSo far nobody has asked this question, and now we do.\n",
    "404": "# Nothing here\n\nThis page is shown where there is no page, and it says so at length.\n",
}


@pytest.fixture
def built(site, monkeypatch):
    def build(base=""):
        for name in NAMES:
            monkeypatch.delenv(name, raising=False)
        if base:
            monkeypatch.setenv(NAMES[0], base)
        made = site("bpref_docs.mathematics.mathml", "bpref_docs.site.head")
        assert made.build(**PAGES) == ""
        return made

    return build


def metas(html):
    return dict(re.findall(r'<meta (?:name|property)="([^"]+)" content="([^"]*)"', html))


def test_every_page_describes_itself_wherever_it_is(built):
    made = built()
    found = metas(made.page("index"))["description"]
    assert found == HERO.replace("{math}`J`", "J")
    assert "quotes” &amp; signs" in made.page("other")
    found = metas(made.page("named"))["description"]
    assert found == "What one finds here, said so that it needs no page before it: 2 &lt; 3."
    assert "What one finds here" not in made.page("named").split("<body>")[1]


def test_every_title_says_what_the_site_is_about(built):
    made = built()
    titles = {name: re.findall("<title>(.*)</title>", made.page(name)) for name in PAGES}
    assert titles["other"][0].startswith("Other &#8212; backpropagation with Project")
    assert titles["named"][0].startswith("Why Backpropagation? &#8212; Project")


def test_where_no_address_is_known_none_is_named(built):
    made = built()
    for name in PAGES:
        assert "og:" not in made.page(name)
        assert "canonical" not in made.page(name)
    assert not (made.folder / "out" / "sitemap.xml").exists()
    # A card that cannot be drawn is noticed before the site has an address.
    assert (made.folder / "out" / "cards" / "other.png").exists()
    assert "Sitemap" not in (made.folder / "out" / "robots.txt").read_text("utf-8")


def test_with_an_address_pages_have_it(built):
    made = built("https://bpref.example/en")
    found = metas(made.page("other"))
    assert found["og:url"] == "https://bpref.example/en/other.html"
    assert found["og:image"] == found["twitter:image"]
    assert found["og:image"] == "https://bpref.example/en/cards/other.png"
    assert found["og:image:alt"] == "Other. The four steps of backpropagation."
    card = (made.folder / "out" / "cards" / "other.png").read_bytes()
    size = struct.unpack(">II", card[16:24])
    assert card.startswith(b"\x89PNG")
    assert [*map(str, size)] == [found["og:image:width"], found["og:image:height"]]
    assert 'rel="canonical" href="https://bpref.example/en/"' in made.page("index")
    listed = re.findall("<loc>(.*)</loc>", (made.folder / "out/sitemap.xml").read_text("utf-8"))
    assert listed == [
        "https://bpref.example/en/",
        "https://bpref.example/en/named.html",
        "https://bpref.example/en/other.html",
    ]
    robots = (made.folder / "out" / "robots.txt").read_text("utf-8")
    assert "Sitemap: https://bpref.example/en/sitemap.xml" in robots


def test_the_page_for_what_is_missing_works_at_any_depth_and_is_not_listed(built):
    page = built("https://bpref.example/en").page("404")
    assert '<base href="https://bpref.example/en/404.html">' in page
    assert page.index("<base") < page.index("<link")
    assert metas(page)["robots"] == "noindex"
    assert "canonical" not in page


def test_an_address_that_is_known_no_more_is_forgotten(built):
    built("https://bpref.example/en")
    test_where_no_address_is_known_none_is_named(built)


def test_the_first_page_of_the_archive_does_not_offer_it(tmp_path):
    offers = [f'<li><a href="{name}">x</a></li>' for name in ("download/bpref.py", SITE)]
    (tmp_path / "index.html").write_text(f"<ul>{''.join(offers)}</ul>", "utf-8")
    assert without_offer(tmp_path / "index.html") == f"<ul>{offers[0]}</ul>"


def test_a_card_shows_the_key_picture_of_its_page(site, monkeypatch):
    monkeypatch.setenv(NAMES[0], "https://bpref.example/en")
    made = site("bpref_docs.drawing.network", "bpref_docs.drawing.captions", "bpref_docs.site.head")
    network = "```{network}\n:alt: Lit is a1.\n:forward: a1\nThe caption.\n```\n"
    key = network.replace(":forward", ":key:\n:forward").replace("Lit is", "The key is")
    made.build(index=f"# Network\n\n{network}\n{key}", steps="# Network\n")
    assert metas(made.page("index"))["og:image:alt"] == "Network. The key is a1."
    cards = made.folder / "out" / "cards"
    assert (cards / "index.png").read_bytes() != (cards / "steps.png").read_bytes()
