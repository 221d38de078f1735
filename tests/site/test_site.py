"""The built site, checked as a reader's browser meets it. `nox -s docs` builds it and runs this."""

import functools
import inspect
import re
import struct
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from bs4 import BeautifulSoup

import bpref

ROOT = Path(__file__).parents[2]
SITE = ROOT / "build" / "site"
MISTAKES = SITE / "beyond" / "mistakes"  # pictures to share; with an address, a page for each
# Elements whose text is shown as it stands: code may hold a backslash or a dollar.
VERBATIM = {"script", "style", "pre", "code"}
VOID = {"br", "hr", "img", "input", "link", "meta", "source", "wbr"}


class Page(HTMLParser):
    """What one page links to, loads, names, says and leaves without a description."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.links, self.loads, self.ids = [], [], set()
        self.formulas = 0
        self.text, self.code, self.css, self.undescribed, self.open = [], [], [], [], []
        self.headers = []
        self.feed(path.read_text("utf-8"))

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        self.ids |= {attrs.get("id"), attrs.get("name")}
        self.css.append(attrs.get("style") or "")
        if tag == "a" and "href" in attrs:
            self.links.append(attrs["href"])
        elif tag in ("link", "image", "use") and attrs.get("rel") != "canonical":  # the own address
            self.loads.append(attrs.get("href") or attrs.get("xlink:href"))
        self.formulas += tag == "math"
        for name in ("src", "srcset", "poster", "data"):
            if attrs.get(name):
                self.loads.append(attrs[name])
        if tag == "img" and not re.search(r"\w \w", attrs.get("alt") or ""):
            self.undescribed.append(attrs.get("src"))
        if tag == "svg" and not (attrs.get("aria-label") or attrs.get("aria-hidden") == "true"):
            self.undescribed.append(f"svg {attrs}")
        if tag == "pre":
            self.code.append("")
        if tag == "th":
            self.headers.append("")
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        while self.open and self.open.pop() != tag:
            pass

    def handle_data(self, data):
        if "style" in self.open:
            self.css.append(data)
        elif not VERBATIM & set(self.open):
            self.text.append(data)
        elif "pre" in self.open:
            self.code[-1] += data
        if "th" in self.open:
            self.headers[-1] += data


@pytest.fixture(scope="module")
def pages() -> dict[Path, Page]:
    """Return every page of the site, read."""
    assert (SITE / "index.html").exists(), "build the site first: python -m nox -s docs"
    # The theme leaves templates of its own in _static.
    paths = [path for path in SITE.rglob("*.html") if SITE / "_static" not in path.parents]
    return {path: Page(path) for path in paths}


def foreign(address: str) -> bool:
    """Say whether a browser would ask another host for it."""
    return bool(urlsplit(address).netloc)


def test_links_and_anchors_resolve(pages):
    broken = []
    for path, page in pages.items():
        for link in page.links + page.loads:
            url = urlsplit(link)
            if url.scheme or url.netloc:
                continue
            target = (path.parent / unquote(url.path)).resolve() if url.path else path
            # A fragment of a page names an element of it.
            ids = pages[target].ids if url.fragment and target in pages else {url.fragment}
            if target.name == "touch.html" and "=" in url.fragment:
                ids = {unquote(url.fragment)}  # a state of its network, which tests/browser opens
            if not target.is_file() or unquote(url.fragment) not in {*ids, ""}:
                broken.append(f"{path.name}: {link}")
    assert not broken


def test_nothing_is_loaded_from_another_host(pages):
    styles = {path: [path.read_text("utf-8")] for path in SITE.rglob("*.css")}
    styles |= {path: page.css for path, page in pages.items()}
    loads = [(path, address) for path, page in pages.items() for address in page.loads]
    for path, texts in styles.items():
        for text in texts:
            found = re.findall(r"""(?:url\(|@import)\s*["']?([^"')\s]+)""", text)
            loads += [(path, address) for address in found]
    assert not [(path.name, address) for path, address in loads if foreign(address)]


def test_the_mathematics_has_its_font(pages):
    assert "stix-two-math.woff2" in (SITE / "_static" / "site.css").read_text("utf-8")
    assert (SITE / "_static" / "stix-two-math.woff2").read_bytes().startswith(b"wOF2")


def test_every_page_is_described_by_whole_sentences(pages):
    described = {}
    for path in pages.keys() - {SITE / "search.html"}:
        html = path.read_text("utf-8")
        [described[path.name]] = re.findall(r'<meta name="description" content="([^"]*)"', html)
    wrong = [
        (name, text)
        for name, text in described.items()
        if not re.fullmatch(r"[A-Z][^.?!]{30,}[.?!]( .+[.?!])?", text)
        # Where a full stop is lost, a capital letter follows.
        or re.search(r"\w [A-Z][a-z]+ ", text)
    ]
    assert not wrong
    assert len(set(described.values())) == len(described) == len(pages) - 1


def test_every_title_says_what_the_site_is_about(pages):
    titles = {}
    for path in pages:
        [titles[path.name]] = re.findall("<title>(.*)</title>", path.read_text("utf-8"))
    assert not [name for name, title in titles.items() if "backpropagation" not in title.lower()]
    assert len(set(titles.values())) == len(titles)


def test_no_raw_tex_is_shown(pages):
    for path, page in pages.items():
        assert not re.findall(r"\\[a-zA-Z]{2,}.*|\$.*|\\\[.*", "".join(page.text)), path.name


def test_every_picture_is_described(pages):
    assert not {path.name: page.undescribed for path, page in pages.items() if page.undescribed}


@functools.cache
def parsed(path: Path) -> BeautifulSoup:
    """Return a page as its elements, to be left as they are."""
    return BeautifulSoup(path.read_text("utf-8"), "html.parser")


COURSE = sorted((ROOT / "docs" / "article").glob("*.md"))


@pytest.mark.parametrize("source", COURSE, ids=lambda path: path.stem)
def test_a_page_of_the_course_has_one_key_picture_and_one_result(source):
    page = parsed(SITE / "article" / f"{source.stem}.html")
    assert len(page.select("figure.bpref-key svg.bpref-figure, figure.bpref-key .bpref-touch")) == 1
    # The result of section 7 is a figure: the four steps, boxed.
    [result] = page.select(".bpref-result, figure.four-steps")
    assert result.select_one("a.headerlink")["href"] == f"#{result['id']}"
    assert result.math


def test_every_figure_has_a_caption_with_a_number_and_a_permalink(pages):
    wrong = []
    for path in pages:
        page = parsed(path)
        for drawing in page.select("article :is(svg.bpref-figure, .bpref-touch):not(.hero *)"):
            if not drawing.find_parent("figure"):
                wrong.append(f"{path.name}: {drawing.get('aria-label')} has no caption")
        section = re.match(r"\d+\.", page.h1.get_text())
        for number, figure in enumerate(page.select("article figure:not(.hero *)"), 1):
            called = figure.select_one("figcaption .caption-number")
            link = figure.select_one("figcaption a.headerlink")
            if not called or called.get_text() != f"Figure {section[0] if section else ''}{number}":
                wrong.append(f"{path.name}: {figure.get('id')} has no number {number}")
            if not link or link["href"] != f"#{figure.get('id')}":
                wrong.append(f"{path.name}: {figure.get('id')} has no permalink")
    assert not wrong


def test_every_page_with_an_equation_has_its_check(pages):
    lines = {
        path: "largest relative difference" in "".join(page.text).lower()
        for path, page in pages.items()
        if path.parent.name in ("article", "beyond") and page.formulas
    }
    assert len(lines) >= 13
    assert [path.name for path, checked in lines.items() if not checked] == []


@pytest.mark.parametrize("name", bpref.__all__)
def test_the_reference_has_every_function_to_copy(pages, name):
    code = pages[SITE / "reference" / "functions.html"].code
    assert inspect.getsource(getattr(bpref, name)).strip() in map(str.strip, code)


def test_every_column_of_a_table_has_a_header(pages):
    assert not [path.name for path, page in pages.items() if "" in map(str.strip, page.headers)]


def test_what_the_copy_button_takes_from_an_example_is_python(pages):
    # The same rule as the button's, which takes the lines with a prompt and drops the rest.
    rule = r">>> |\.\.\. ?"
    button = (SITE / "_static" / "site.js").read_text("utf-8")
    assert f"formatCopyText(text, {rule!r}, true, true, true" in button
    blocks = [code for page in pages.values() for code in page.code if code.startswith(">>> ")]
    assert len(blocks) > 50
    for block in blocks:
        lines = [re.match(f"(?:{rule})(.*)", line) for line in block.splitlines()]
        compile("\n".join(line[1] for line in lines if line), "example", "exec")


def size_of(picture: Path) -> tuple[int, int]:
    """Return how many pixels wide and high a PNG is."""
    return struct.unpack(">II", picture.read_bytes()[16:24])


def test_every_page_has_a_card_of_its_own(pages):
    unlisted = {SITE / "search.html", SITE / "404.html"}
    listed = [path for path in pages.keys() - unlisted if path.parent != MISTAKES]
    cards = {SITE / "cards" / path.relative_to(SITE).with_suffix(".png") for path in listed}
    assert cards == {*(SITE / "cards").rglob("*.png")}
    assert {size_of(card) for card in cards} == {(1200, 630)}
    assert len({card.read_bytes() for card in cards}) == len(cards)
    assert not [path.name for path, page in pages.items() if "cards/" in "".join(page.loads)]


def test_every_mistake_has_a_card_with_all_that_belongs_to_it():
    page = parsed(SITE / "beyond/mistakes.html")
    rows = {
        row.a["href"]: [cell.get_text(strip=True) for cell in row.find_all("td")[1:5]]
        for row in page.table.tbody.find_all("tr")
    }
    # The table comes first, and has every card.
    assert page.table.sourceline < page.select_one(".mistake").sourceline
    assert len(rows) == len(page.select(".mistake")) == 8
    images = set()
    for address, caught in rows.items():
        place = page.find(id=address.removeprefix("#"))
        section = place if place.name == "section" else place.find_parent("section")
        card = section.select_one("section > .cell .mistake")
        wrong, right = (code.get_text() for code in card.select(".lines code"))
        assert wrong != right
        assert card.select("del, ins")
        bars, curve = card.select("svg")
        errors = re.findall(r"d[Wb]\[\d\] (right|\d\.\d\d)", bars["aria-label"])
        assert len(errors) == 6
        assert {*errors} != {"right"}
        assert "0.00" not in errors
        texts = " ".join(curve.stripped_strings)
        assert {*re.findall(r"([a-z]+) \d\.\d\d", texts)} == {"wrong", "right"}
        listed = [item.get_text(" ", strip=True) for item in card.select(".catches li")]
        assert [item.endswith("caught") for item in listed] == [
            cell.endswith("caught") for cell in caught
        ]
        assert listed[0].startswith("gradient check ✓")
        assert section.find_all("p", recursive=False)
        image = MISTAKES.parent / card.select_one(".share a")["href"]
        assert image.stem == address.removeprefix("#")
        assert size_of(image) == (1200, 630)
        images.add(image.read_bytes())
    assert len(images) == 8
