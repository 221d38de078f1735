"""The notebooks that the site gives away, and the Markdown and pictures in them."""

import re
from base64 import b64decode

import nbformat
import pytest
from IPython.display import HTML

from bpref_docs.drawing.figures import LIGHT
from bpref_docs.drawing.network import Drawing
from bpref_docs.folders import ROOT
from bpref_docs.notebooks import plain_markdown as rules
from bpref_docs.notebooks.plain_markdown import (
    address,
    expanded,
    image,
    mathematics,
    picture,
    plain_html,
    plain_markdown,
)
from bpref_docs.notebooks.standalone import (
    Names,
    carried,
    drawing,
    markdown_cell,
    requirements,
    setup_cell,
    standalone,
    text_cells,
    with_names,
)


def test_macros_become_commands_that_jupyter_knows():
    blue = LIGHT["forward"]
    assert expanded(r"\fwd{a^{[1]}} + \T") == rf"\textcolor{{{blue}}}{{a^{{[1]}}}} + \mathsf{{T}}"
    assert expanded(r"\shape{A}{3 \times 2}").startswith(r"\underset{\textcolor{")
    assert expanded(r"\fwd{\plain{A}}") == rf"\textcolor{{{blue}}}{{{{A}}}}"
    assert expanded(r"\forall \Theta") == r"\forall \Theta"


def test_symbols_have_their_colours():
    tex = mathematics("dW = dz a")
    assert tex.count(LIGHT["gradient"]) == 2
    assert tex.count(LIGHT["forward"]) == 1


@pytest.mark.parametrize(
    ("myst", "markdown"),
    [
        ("{func}`~bpref.sigmoid` and {func}`tanh`", "`sigmoid` and `tanh`"),
        ("{func}`that one <bpref.sigmoid>`", "`that one`"),
        ("The {term}`chain rule`, {term}`rules <chain rule>`", "The chain rule, rules"),
        ("costs \\$5, `$HOME` and $m$", "costs \\$5, `$HOME` and $m$"),
        ("(target)=\n% a remark\n{.wide}\ntext", "text"),
        ("[what]{.bpref-forward}", f'<span style="color: {LIGHT["forward"]}">what</span>'),
        (":::{table} Three\n| a |\n|---|\n:::", "**Three**\n\n| a |\n|---|\n"),
        ("$$\nm\n$$ (weight_gradient)", "$$\nm\n \\tag{weight gradient}$$"),
        (
            "::::{admonition} All $m$ agree\n:collapsible: closed\n:class: agree-2\n\n"
            ":::{table} Three\n| a |\n|---|\n:::\n::::",
            "**All $m$ agree**\n\n**Three**\n\n| a |\n|---|\n\n",
        ),
        (":::{table} Slopes $m$\n| a |\n|---|\n:::", "**Slopes $m$**\n\n| a |\n|---|\n"),
        ("- one\n  {term}`two`, {term}`two`\n\n> $m$", "- one\n  two, two\n\n> $m$"),
        (
            "see <https://a.example> and *`x`* \\\nnext",
            "see [https://a.example](https://a.example) and *`x`* \\\nnext",
        ),
        ("```python\n1\n```\n\n(there)=\n## Next", "```python\n1\n```\n\n## Next"),
        ("```python\n{func}`a` $\\fwd{a}$\n```", "```python\n{func}`a` $\\fwd{a}$\n```"),
    ],
)
def test_myst_becomes_markdown(myst, markdown):
    assert plain_markdown(myst, "article/why") == markdown


def test_a_role_that_no_notebook_can_show_is_refused():
    with pytest.raises(ValueError, match="the role kbd"):
        plain_markdown("{kbd}`Ctrl`")


@pytest.mark.parametrize(
    ("target", "hosted"),
    [
        ("network.md", "https://b.example/article/network.html"),
        ("../index.md#a", "https://b.example/index.html#a"),
        ("#curves", "https://b.example/article/why.html#curves"),
        ("https://c.example/a.md", "https://c.example/a.md"),
    ],
)
def test_links_lead_to_the_site(target, hosted):
    assert address(target, "article/why", "https://b.example/") == hosted


def test_where_the_site_is_not_known_its_links_are_words():
    myst = "[The *first*](network.md), [below](#a), [out](https://c.example/a)"
    words = "The *first*, below, [out](https://c.example/a)"
    assert plain_markdown(myst, "article/why") == words


def test_directives_become_text():
    source = "# T\n\n```{worked} dw7 = dz4 * a1\n```\n\n````{admonition} Why?\n:class: x\n\n```{doctest}\n>>> 1\n1\n```\n````\n\n```{source} sigmoid\n```"
    text = markdown_cell(source, "article/why", "")["source"]
    assert r"$$\begin{aligned}" in text
    assert text.count(r"\textcolor{") == text.count(r"\textcolor{#") == 3  # dw7, dz4 and a1
    assert "**Why?**\n\n```python\n>>> 1\n1\n```" in text
    assert "```python\ndef sigmoid(z" in text
    assert "{" not in text.replace("{", "", 0).partition("```python\ndef")[0].split("$$")[0]


def test_captions_results_and_setups_become_text():
    source = (
        "```{caption}\n:key:\n:name: slopes\nThe slope $dw_7$.\n```\n\n"
        "```{result} The gradient\n:name: rule\ndW = dz \\, a^\\T\n```\n\n"
        "```{doctest}\n:setup:\n>>> import numpy\n```"
    )
    text = markdown_cell(source, "article/why", "")["source"]
    caption, name, equation, setup, code = text.split("\n\n")
    assert caption.startswith("The slope $")
    assert name == "**The gradient**"
    assert equation.startswith(r"$$\boxed{\textcolor{") and equation.endswith("}$$")
    assert r"\T" not in equation
    assert setup == "*Setup of the examples below:*"
    assert code == "```python\n>>> import numpy\n```"


def test_figures_have_their_numbers_and_links_say_them():
    text = with_names(
        "```{network}\n:alt: A path.\n:forward: x1\nThe path.\n```\n"
        "```{touch}\n```\n```{caption}\nAs [](#slopes) shows, and {ref}`path`, {ref}`it <path>`.\n```",
        iter(["Figure 4.1", "Figure 4.2"]),
        {"slopes": "Figure 4.2", "path": "Figure 4.1"},
    )
    assert ":forward: x1\n**Figure 4.1.** The path." in text
    assert "**Figure 4.2.** As Figure 4.2 shows, and Figure 4.1, {ref}`it <path>`." in text


def test_a_figure_that_a_notebook_has_not_is_noticed():
    with pytest.raises(ValueError, match=r"Figure 1"):
        standalone({"cells": []}, "article/why", "", "", Names(["Figure 1"]))


def test_a_directive_that_no_notebook_can_show_is_refused():
    with pytest.raises(ValueError, match="the directive raw"):
        markdown_cell("```{raw} html\n```", "article/why", "")


NETWORK = "```{network}\n:alt: Two paths.\n:forward: x1\nThe $x_1$.\n```"


def test_a_drawing_is_what_a_cell_shows(tmp_path):
    drawings = []
    cells = text_cells(f"# T\n\nOne.\n\n{NETWORK}\n\nTwo.", drawings, "article/why", "")
    assert [cell["cell_type"] for cell in cells] == ["markdown", "code", "markdown", "markdown"]
    before, shows, caption, after = cells
    assert (before["source"], after["source"]) == ("# T\n\nOne.", "Two.")
    assert caption["source"].startswith("The $")
    html = shows["outputs"][0]["data"]["text/html"]
    assert html.startswith('<img alt="Two paths." src="data:image/svg+xml;base64,')
    # The cell shows it again when it is run beside the file that the first cell writes.
    assert drawings[0] in setup_cell("", drawings, "article/why", "")
    (tmp_path / "network-1.svg").write_text(drawings[0], "utf-8")
    shown = eval(shows["source"], {"HTML": HTML, "folder": tmp_path})
    assert plain_html(shown.data) == html


def test_a_function_to_be_written_is_a_cell_which_checks_it():
    text = "Before.\n\n```{your-own} bias_gradient\n```\n\nAfter."
    before, exercise, after = text_cells(text, [], "beyond/your-own", "")
    assert before["source"] == "Before."
    assert after["source"].startswith("- Given: `dz`") and after["source"].endswith("After.")
    source = exercise["source"]
    assert "def bias_gradient(dz):" in source and source.endswith("\ncheck(bias_gradient)")
    *written, checked = source.rsplit("\n", 1)
    made = {}
    exec("\n".join(written), made)
    [shown] = exercise["outputs"]
    assert shown["data"]["text/plain"] == repr(eval(checked, made))
    assert "It returns nothing" in shown["data"]["text/plain"]


def test_a_picture_is_read_as_it_was_written():
    html = image(picture(Drawing({"x1"}, set(), set()).svg("“a” & <b>", "both")))
    alt, data = re.fullmatch(
        r'<img alt="(.*?)" src="data:image/svg\+xml;base64,(.*)">', html
    ).groups()
    assert alt == "“a” &amp; &lt;b&gt;"
    assert b64decode(data).decode().startswith("<svg xmlns=")


def test_a_drawing_in_a_box_is_refused():
    with pytest.raises(ValueError):
        text_cells(f"````{{admonition}} A\n{NETWORK}\n````", [], "article/why", "")


def test_the_first_cell_has_a_title_and_is_folded():
    first = standalone(notebook("1 + 1"), "article/why", "intro", "")["cells"][1]
    assert first["source"].startswith("# @title ")
    assert first["metadata"] == {"jupyter": {"source_hidden": True}, "cellView": "form"}


def test_a_picture_needs_nothing_of_the_site():
    svg = picture(Drawing({"x1"}, set(), set()).svg("alt", "both"))
    assert "var(" not in svg
    assert 'xmlns="http://www.w3.org/2000/svg"' in svg


def notebook(*sources):
    cells = [nbformat.v4.new_code_cell(source) for source in sources]
    return nbformat.v4.new_notebook(cells=cells)


def test_the_package_of_the_pages_travels_and_what_a_cell_reads():
    files = carried("from bpref_docs import show")
    assert {"docs/bpref_docs/drawing/figures.py", "docs/_static/colours.css"} <= {*files}
    # What only Sphinx uses stays here.
    assert "docs/bpref_docs/mathematics/formula.py" not in files
    data = "docs/bpref_docs/checks/data/mazur.json"
    assert data not in files
    assert data in carried("load(name)")


def test_what_must_be_installed_is_named_as_pip_calls_it():
    always = ["matplotlib", "markdown-it-py", "mdit-py-plugins"]
    assert requirements(notebook("import numpy, bpref, math")) == always
    assert requirements(notebook("from sklearn import x")) == [*always, "scikit-learn"]


def test_two_notebooks_of_a_page_are_the_same_and_valid():
    one, two = (standalone(notebook("1 + 1"), "article/why", "intro", "") for _ in range(2))
    assert one == two
    nbformat.validate(nbformat.from_dict(one))


def test_a_cell_that_is_run_again_shows_what_is_stored(monkeypatch):
    from IPython.core.interactiveshell import InteractiveShell

    shell = InteractiveShell()
    monkeypatch.setattr(rules, "get_ipython", lambda: shell)
    rules.start("article/why")
    figure = Drawing(set(), set(), set()).svg("alt", "both")
    data, _ = shell.display_formatter.format(HTML(figure))
    assert data["text/html"] == image(picture(figure))
    data, _ = shell.display_formatter.format(HTML("<b>a</b>"))
    assert data["text/html"] == "<b>a</b>"


# The picture in README, which no build makes: to draw it anew, write what is compared here.
README_PICTURE = {
    "forward": "a1 w7 z4 a4 J y1",
    "gradient": "da4 dz4 dw7",
    "values": "dw7",
}


def test_the_picture_in_the_readme_is_the_networks_drawing():
    alt = re.search(r"^!\[(.*)\]\((docs/.*)\)$", (ROOT / "README.md").read_text("utf-8"), re.M)
    assert (ROOT / alt[2]).read_text("utf-8") == picture(
        drawing({"alt": alt[1], **README_PICTURE})
    ) + "\n"


def test_drawings_within_html_become_pictures_and_the_rest_stays():
    svg = '<svg role="img" aria-label="Two bars." viewBox="0 0 3 2" style="max-width: 3px"></svg>'
    html = plain_html(f"<div><p>one</p>{svg}<p>two</p>{svg}</div>")
    assert html.count('<img alt="Two bars." src="data:image/svg+xml;base64,') == 2
    assert re.sub("<img[^>]*>", "", html) == "<div><p>one</p><p>two</p></div>"
