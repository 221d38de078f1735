"""Where a line must not break."""

import pytest

from bpref_docs.site.no_break import unbroken


@pytest.mark.parametrize(
    ("html", "kept"),
    [
        ("<p>See <a>section 5</a>.</p>", "<p>See <a>section_5</a>.</p>"),
        ("<p>Section 10 says</p>", "<p>Section_10 says</p>"),
        ("<td>3.4 × 10⁻¹¹</td>", "<td>3.4_×_10⁻¹¹</td>"),
        ("<p>0.2 × 0.8 is a × b</p>", "<p>0.2_×_0.8 is a × b</p>"),
        ("<p>sections 5 to 7, a section of 5</p>", "<p>sections 5 to 7, a section of 5</p>"),
        ("<pre>section 5 <b>2 × 3</b></pre>", "<pre>section 5 <b>2 × 3</b></pre>"),
        ('<img alt="section 5">', '<img alt="section 5">'),
    ],
)
def test_only_text_keeps_its_spaces(html, kept):
    assert unbroken(html) == kept.replace("_", "\N{NO-BREAK SPACE}")
