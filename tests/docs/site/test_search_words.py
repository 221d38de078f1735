"""What the search finds, and what of Sphinx it relies on."""

import json
import re

import pytest
import sphinx

from bpref_docs.hosting import ROOT
from bpref_docs.site.search_words import SITE_SAYS, EnglishWithNumbers

SEARCH = (ROOT / "docs/_static/search.js").read_text("utf-8")
SPHINX = (sphinx.package_dir / "themes/basic/static/searchtools.js").read_text("utf-8")


def test_a_number_is_a_word(site):
    pages = site("bpref_docs.site.search_words")
    assert pages.build(index="# Index\n\nIt is −0.8625 or $0.5$, 12 times in e.g. this.\n") == ""
    index = (pages.folder / "out" / "searchindex.js").read_text("utf-8")
    terms = json.loads(index.removeprefix("Search.setIndex(").removesuffix(")"))["terms"]
    assert {"0.8625", "0.5", "time"} <= terms.keys()
    assert "12" not in terms
    script = (pages.folder / "out" / "_static" / "language_data.js").read_text("utf-8")
    assert EnglishWithNumbers.js_splitter_code.strip() in script


def test_what_readers_type_becomes_what_the_site_says():
    says = json.loads(SITE_SAYS.read_text("utf-8"))

    def found(query: str) -> str:
        for theirs, ours in says.items():
            query = re.sub(rf"\b{theirs}", ours, query, flags=re.IGNORECASE)
        return query

    assert found("Backpropogation") == found("back propagation") == "backpropagation"
    assert found("the color of log (0)") == "the colour of NaN"
    assert found("Kaiming init") == "He initialisation init"
    assert found("He initialization") == found("kaiming normal") == "He initialisation"
    assert found("Xavier initialization") == found("glorot") == "Xavier initialisation"
    assert found("the random initialization") == "the initialisation"
    assert found("initialise the weights") == "initialisation the weights"
    assert found("dying ReLUs") == "dead ReLU"
    assert found("MSELoss and mse") == "MSELoss and squared error"
    assert found("the initial weights") == "the initial weights"


@pytest.mark.parametrize(
    "line",
    [
        "  _parseQuery: (query) => {",
        "    return [query, searchTerms, excludedTerms, highlightTerms, objectTerms];",
        "  _performSearch: (\n    query,\n    searchTerms,\n    excludedTerms,\n    highlightTerms,\n"
        "    objectTerms,\n  ) => {",
        "const _escapeRegExp = (string) =>",
        "const _escapeHTML = (text) => {",
        "const _finishSearch = (resultCount) => {",
        "  query: (query) => {",
        "    Search.output = out.appendChild(searchList);",
        "const _orderResultsByScoreThenName = (a, b) => {",
        "    const filenames = Search._index.filenames;",
        "    const docNames = Search._index.docnames;",
        "    const titles = Search._index.titles;",
        "    const allTitles = Search._index.alltitles;",
        "    const objects = Search._index.objects;",
        "  static get text() {",
        "  static get title() {",
        "    const [docname, title, anchor, descr, score, filename, kind] = result\n",
        "const Search = {",
        # It empties every field of that name: the overlay's has none.
        "      .querySelectorAll('input[name=\"q\"]')\n      .forEach((el) => (el.value = query));",
        "    objNameMatch: 11,",
        'if (typeof splitQuery === "undefined") {',
    ],
)
def test_sphinx_has_what_search_js_changes(line):
    assert line in SPHINX, (
        f"{sphinx.__version__} has another search: look at docs/_static/search.js"
    )


def test_search_js_relies_on_nothing_else_of_sphinx():
    private = set(re.findall(r"\b_\w+|(?<=Search\.)\w+|(?<=Scorer\.)\w+", SEARCH))
    assert private == {
        "_parseQuery",
        "_performSearch",
        "_index",
        "_escapeRegExp",
        "_escapeHTML",
        "_finishSearch",
        "_orderResultsByScoreThenName",
        "query",
        "output",
        "find",  # is ours, for the overlay
        "objNameMatch",
    }
