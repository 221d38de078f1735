"""The one style sheet keeps what can match, and drops what cannot."""

import pytest
import tinycss2

from bpref_docs.site.bundle import found, one_script, one_style_sheet, pruned, without_measuring


def kept(css: str, *used: str) -> str:
    return "".join(pruned(tinycss2.parse_stylesheet(css), set(used)))


@pytest.mark.parametrize(
    ("css", "left"),
    [
        (".a{color:red}", ".a{color:red}"),
        (".b{color:red}", ""),
        (".a,.b{color:red}", ".a{color:red}"),
        (".a .b{color:red}", ""),
        ("p{color:red}", "p{color:red}"),
        # What is excluded, or one of several, is not needed.
        ("p:not(.b){color:red}", "p:not(.b){color:red}"),
        ("p:is(.a,.b) i,.b{color:red}", "p:is(.a,.b) i{color:red}"),
        ('[title="a,.b"]{color:red}', '[title="a,.b"]{color:red}'),
        ("@media print{.a{color:red}.b{color:red}}", "@media print{.a{color:red}}"),
        ("@media print{.b{color:red}}", ""),
        ("@keyframes run{0%{top:0}to{top:1px}}", "@keyframes run{0%{top:0}to{top:1px}}"),
        ('.a{content:"}"}', '.a{content:"}"}'),
        ("@font-face{src:url(fa-brands-400.woff2)}", ""),
        ("@font-face{src:url(other.woff2)}", "@font-face{src:url(other.woff2)}"),
    ],
)
def test_what_can_match_is_kept(css, left):
    assert kept(css, "a") == left


def test_style_sheets_become_one(tmp_path):
    (tmp_path / "styles").mkdir()
    first, second = tmp_path / "styles" / "first.css", tmp_path / "second.css"
    first.write_text('@charset "UTF-8";/*! MIT */ .a { src: url(../x.woff2) }\n/* why */', "utf-8")
    second.write_text("p {\n  color: red; /* why */\n}\n", "utf-8")
    assert one_style_sheet([first, second], {"a"}) == (
        '@charset "UTF-8";\n/*! MIT */\n.a{src: url(x.woff2)}\np{color: red; /* why */}'
    )


def test_scripts_become_one_and_name_no_map(tmp_path):
    (tmp_path / "a.js").write_text("let a = 1\n//# sourceMappingURL=a.js.map", "utf-8")
    (tmp_path / "b.js").write_text("(b)()", "utf-8")
    files = found(tmp_path, ["a.js", "b.js"])
    assert one_script(files) == "let a = 1\n;\n(b)()\n;"


def test_a_file_that_the_theme_has_no_more_is_named(tmp_path):
    with pytest.raises(FileNotFoundError, match=r"no style sheet or script mystnb\.\*\.css"):
        found(tmp_path, ["mystnb.*.css"])


def test_the_theme_measures_no_block():
    asked = 'document.querySelectorAll(["pre",".pst-scrollable"].join(", ")).forEach(e=>{})'
    none = 'document.querySelectorAll(":not(*)").forEach(e=>{})'
    assert without_measuring(f"a();{asked};b()") == f"a();{none};b()"
    with pytest.raises(ValueError, match="in 0 places"):
        without_measuring(none)
