"""The extensions in a small site of their own: what they write, and where the build stops."""

import io
import re

import pytest
from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace, patch_docutils

SETTINGS = {
    "extensions": ["myst_parser", "bpref_docs.mathematics.mathml", "bpref_docs.mathematics.worked"],
    "myst_enable_extensions": ["dollarmath"],
    "html_math_renderer": "mathml",
    "html_theme": "basic",
}


@pytest.fixture
def build(tmp_path):
    """Return a function that builds a page and returns its HTML and the warnings."""

    def build_page(text):
        source = tmp_path / "source"
        source.mkdir()
        (source / "conf.py").touch()
        (source / "index.md").write_text(f"# Title\n\n{text}\n", "utf-8")
        warnings = io.StringIO()
        with patch_docutils(source), docutils_namespace():
            app = Sphinx(
                source, source, tmp_path / "site", tmp_path / "doctrees", "html",
                SETTINGS, status=None, warning=warnings,
            )  # fmt: skip
            app.build()
        body = (tmp_path / "site" / "index.html").read_text("utf-8")
        return body, re.sub(r"\x1b\[[\d;]*m", "", warnings.getvalue())

    return build_page


def test_an_equation_in_a_page(build):
    html, warnings = build("```{worked} dw7 = dz4 * a1\n```")
    assert not warnings
    assert re.sub("<[^>]*>", "", html).count("−0.528817") == 1
    assert html.count('<div class="scroll"') == 1


def test_each_line_is_a_block(build):
    html, warnings = build(
        "```{worked}\ndw7 = dz4 * a1\n\ndb4 = dz4\n```\n\n```{matrices} W[1]\n```"
    )
    assert not warnings
    assert html.count('<div class="scroll"') == 3


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("```{worked} dw7 = dz4 * a2\n```", "the left side is -0.3134"),
        ("```{worked} dw99 = dz4\n```", "'dw99' is not defined"),
        ("```{matrices} dW[2] = a[1] @ dz[2].T\n```", "the shapes are (2, 3) and (3, 2)"),
        ("{value}`dw99`", "no scalar is called 'dw99'"),
        (r"$\fraction{1}{2}$", r"in the formula \fraction{1}{2}"),
        ("$a^2^3$", "two scripts"),
        ("$$\n\\frac{1}{\n$$", "not closed"),
        ("$$\n\\begin{align} z \\end{align}\n$$", "would be numbered twice"),
    ],
)
def test_what_is_wrong_is_a_warning_that_says_where(build, text, problem):
    # The strict build refuses every warning.
    _, warnings = build(text)
    assert problem in warnings
    assert "index.md:3" in warnings


def test_values_are_results_in_their_colours(build):
    html, warnings = build("{value}`dz4`, {value}`w7`, {value}`a1`, {value}`y1`.")
    assert not warnings
    assert '<span class="bpref-gradient">−0.5288</span>' in html
    assert '<span class="bpref-parameter">1.25</span>' in html
    assert '<span class="bpref-forward">0.5927</span>' in html
    assert "<span>1</span>" in html


def test_punctuation_stays_with_its_formula(build):
    html, _ = build("So $z_4$, $a$ and (in $J$). That is $m$ too, and a$x$, a$x$, once more.")
    assert html.count('<span class="unbroken">') == 4
    assert re.search(r"</math>\)\.</span> That", html)


def test_numbered_equations_have_their_number_and_a_link(build):
    html, warnings = build("$$\nz = 1\n$$ (one)\n\n$$\nz = 2\n$$\n\nSee {eq}`one`.")
    assert not warnings
    assert html.count('<span class="eqno">(1)') == 1
    assert html.count('class="equation"') == 2


def test_a_symbol_in_a_title_is_plain_where_mathml_is_not_possible(build, tmp_path):
    html, warnings = build("## One weight: $dW^{[2]\\T}$ and $w_{10}$?")
    assert not warnings
    search = (tmp_path / "site" / "searchindex.js").read_text("utf-8")
    assert "One weight: dW[2]\\u1d40 and w10?" in search
    heading = r'<h2>One weight: <math aria-label="dW\[2\]𝖳">.*<mn>10</mn>.*</math>\?</span>'
    assert re.search(heading, html)


def test_the_font_comes_with_the_site(build, tmp_path):
    build("$z$")
    assert (tmp_path / "site" / "_static" / "stix-two-math.woff2").stat().st_size > 500
