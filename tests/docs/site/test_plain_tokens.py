"""Code as text where it has no colour of its own."""

import re

from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import PythonConsoleLexer, PythonLexer

from bpref_docs.site.plain_tokens import LightFormatter

CODE = 'import numpy as np\nfor l in range(2, 0, -1):\n    dz = W.T @ dz  # "back"\n'


def text(html: str) -> str:
    return re.sub("<[^>]*>", "", html)


def test_what_is_read_is_the_same():
    light = highlight(CODE, PythonLexer(), LightFormatter())
    assert text(light) == text(highlight(CODE, PythonLexer(), HtmlFormatter()))


def test_names_and_brackets_have_no_element():
    light = highlight(CODE, PythonLexer(), LightFormatter())
    assert not re.search(r'class="(n|nn|p|w)"', light)
    assert ") dz " not in light
    assert '<span class="k">for</span> l <span class="ow">in</span> ' in light
    assert "    dz <span" in light


def test_what_has_a_colour_keeps_it():
    light = highlight(CODE, PythonLexer(), LightFormatter())
    assert set(re.findall(r'<span class="(\w+)"', light)) == {
        "kn",
        "k",
        "ow",
        "nb",
        "mi",
        "o",
        "c1",
    }


def test_prompts_stay_for_the_copy_button():
    light = highlight(">>> 1 + x\n3\n", PythonConsoleLexer(), LightFormatter())
    assert '<span class="gp">&gt;&gt;&gt; </span>' in light
    assert '<span class="go">3</span>' in light


def test_marked_lines_stay_marked():
    light = highlight(CODE, PythonLexer(), LightFormatter(hl_lines=[3]))
    assert '<span class="hll">    dz' in light
