"""The one style sheet keeps what can match, and drops what cannot."""

import pytest

from bpref_docs.site.bundle import moved, pruned, rules, selectors


@pytest.mark.parametrize(
    ("css", "kept"),
    [
        (".a{color:red}", ".a{color:red}"),
        (".b{color:red}", ""),
        (".a,.b{color:red}", ".a{color:red}"),
        (".a .b{color:red}", ""),
        ("p{color:red}", "p{color:red}"),
        # What is excluded, or one of several, is not needed.
        ("p:not(.b){color:red}", "p:not(.b){color:red}"),
        ("p:is(.a,.b) i,.b{color:red}", "p:is(.a,.b) i{color:red}"),
        ('[title="a,b"]{color:red}', '[title="a,b"]{color:red}'),
        ("@media print{.a{color:red}.b{color:red}}", "@media print{.a{color:red}}"),
        ("@media print{.b{color:red}}", ""),
        ("@keyframes run{0%{top:0}to{top:1px}}", "@keyframes run{0%{top:0}to{top:1px}}"),
        ('@charset "UTF-8";.a{content:"}"}', '.a{content:"}"}'),
        ("@font-face{src:url(fa-brands-400.woff2)}", ""),
        ("@font-face{src:url(other.woff2)}", "@font-face{src:url(other.woff2)}"),
    ],
)
def test_pruned(css, kept):
    assert pruned(css, {"a"}) == kept


def test_rules_keep_strings_whole():
    assert list(rules('a{content:"{"}b{c:d;e:f}')) == [("a", 'content:"{"'), ("b", "c:d;e:f")]


def test_a_comma_in_brackets_separates_no_selectors():
    assert selectors("a:is(b, c:not(d, e)), f") == ["a:is(b, c:not(d, e))", " f"]


def test_addresses_are_right_one_folder_up():
    css = "a{b:url(../x/y.woff2)}c{d:url('data:,e')}"
    assert moved(css, "styles") == "a{b:url(x/y.woff2)}c{d:url('data:,e')}"
