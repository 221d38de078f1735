"""The boxed result of a page."""

from bs4 import BeautifulSoup

EXTENSIONS = ("bpref_docs.mathematics.mathml", "bpref_docs.mathematics.result")
PAGE = "# Page\n\n```{result} The gradient of $W$\n:name: of-the-weights\ndW = dz \\, a^\\T\n```\n"


def test_a_result_is_an_equation_with_a_name_and_a_permalink(site):
    made = site(*EXTENSIONS)
    made.build(index=PAGE)
    [box] = BeautifulSoup(made.page("index"), "html.parser").select(".bpref-result")
    name, equation = box.find_all(recursive=False)
    assert name.get_text().startswith("The gradient of")
    assert name.find("a", class_="headerlink")["href"] == f"#{box['id']}" == "#of-the-weights"
    assert name["class"] == ["name"]
    assert equation.name in ("div", "p")


def test_a_result_is_linked_by_its_name(site):
    made = site(*EXTENSIONS)
    made.build(index=PAGE.replace(" of $W$", ""), other="# Other\n\n{ref}`of-the-weights`")
    assert 'href="index.html#of-the-weights"><span class="std std-ref">The gradient<' in made.page(
        "other"
    )


def test_a_result_without_an_equation_is_refused(site):
    assert "Content block expected" in site(*EXTENSIONS).build(
        index="# Page\n\n```{result} A name\n```\n"
    )
