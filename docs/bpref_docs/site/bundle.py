"""Sphinx extension: a page loads one style sheet, one script, and the icons that it shows.

As the theme comes, a page weighs 900 kB and takes 28 requests. Its script of icons (540 kB) shows
nothing that its icon font (115 kB) does not show, of which the site has a dozen (4 kB). Of its
styles (85 kB), most are for what is on no page here (27 kB are not). What no page loads is deleted.
"""

import re
import shutil
from collections.abc import Iterable, Iterator
from itertools import groupby, pairwise
from pathlib import Path
from typing import Any

import tinycss2
from docutils import nodes
from fontTools import subset
from sphinx.application import Sphinx
from sphinx.util.typing import ExtensionMetadata

from bpref_docs.folders import LIVE

# What every page would load, in that order. A file that is not here, a page loads by itself.
STYLES = (
    "basic.css",
    "styles/pydata-sphinx-theme.css",
    "pygments.css",
    "styles/sphinx-book-theme.css",
    "mystnb.*.css",  # its checksum is in its name
    "copybutton.css",
    "colours.css",
    "bpref.css",
    "layout.css",
    "figures.css",
    "functions.css",
    "four-steps.css",
    "search.css",
    "live.css",
)
SCRIPTS = (
    "documentation_options.js",
    "doctools.js",
    "sphinx_highlight.js",
    "clipboard.min.js",
    "copybutton.js",
    "scripts/sphinx-book-theme.js",
    "scripts/bootstrap.js",
    "scripts/pydata-sphinx-theme.js",
    "bpref.js",
    "term-cards.js",
    "live.js",
)
# What comes along with these: templates, translations, pictures of buttons that are not there, maps
# for who works on the scripts, and the icons once more.
UNUSED = (
    "*.html", "*-stemmer.js", "copybutton_funcs.js", "locales", "images", "check-solid.svg",
    "copy-button.svg", "file.png", "minus.png", "plus.png", "styles", "scripts/*.js", "scripts/*.map",
    "vendor/fontawesome/webfonts/fa-brands-400.woff2",
)  # fmt: skip
# The selectors of what the theme's script lets keys reach if it scrolls.
MEASURED = re.compile(r'(?<=document\.querySelectorAll\()\["pre",[^]]*\]\.join\(", "\)')
ICONS = ("fa-solid-900", "fa-regular-400")


def found(static: Path, names: Iterable[str]) -> list[Path]:
    """Return the one file of each name, or say that the theme or an extension has it no more."""
    files = []
    for name in names:
        try:
            [file] = static.glob(name)
        except ValueError as error:
            raise FileNotFoundError(f"no style sheet or script {name} to put on pages") from error
        files.append(file)
    return files


def can_match(selector: list[Any], used: set[str]) -> bool:
    """Return whether a selector's classes are all used; what :not( and :is( have need not be."""
    pairs = pairwise(selector)
    needed = {name.value for dot, name in pairs if dot == "." and name.type == "ident"}
    return needed <= used


def pruned(rules: Iterable[Any], used: set[str]) -> Iterator[str]:
    """Yield the rules of a style sheet that can match, where these classes are all there are."""
    for rule in rules:
        if rule.type == "qualified-rule":
            groups = groupby(rule.prelude, lambda token: token == ",")
            selectors = (list(group) for comma, group in groups if not comma)
            kept = [tinycss2.serialize(one).strip() for one in selectors if can_match(one, used)]
            if kept:
                yield f"{','.join(kept)}{{{tinycss2.serialize(rule.content).strip()}}}"
        elif rule.type == "at-rule" and rule.lower_at_keyword in ("media", "supports"):
            inner = "".join(pruned(tinycss2.parse_rule_list(rule.content), used))
            if inner:
                yield f"@{rule.at_keyword}{tinycss2.serialize(rule.prelude)}{{{inner}}}"
        elif rule.type != "comment" or rule.value.startswith("!"):  # a licence
            text = rule.serialize().strip()
            yield "" if "fa-brands" in text else text


def one_style_sheet(files: Iterable[Path], used: set[str]) -> str:
    """Return the style sheets as one, beside the folder "styles", without what cannot match."""
    whole = "\n".join(file.read_text("utf-8").replace("url(../", "url(") for file in files)
    return "\n".join(filter(None, pruned(tinycss2.parse_stylesheet(whole), used)))


def one_script(files: Iterable[Path]) -> str:
    """Return the scripts as one, without the addresses of their source maps."""
    lines = (line for file in files for line in (*file.read_text("utf-8").splitlines(), ";"))
    return "\n".join(line for line in lines if not line.startswith("//# sourceMappingURL"))


def without_measuring(script: str) -> str:
    """Return the theme's script without the blocks that it measures; bpref.js does that, and later.

    To be asked for its width while the page loads, each block has to be laid out, also one far below
    that "content-visibility" leaves until it is near.
    """
    script, number = MEASURED.subn('":not(*)"', script)
    if number != 1:
        raise ValueError(f"the theme's script measures blocks in {number} places, not in one")
    return script


def cut_icons(static: Path, css: str) -> None:
    """Cut the icon fonts to the icons that a style sheet names."""
    icons = "".join({character for character in css if "\ue000" <= character <= "\uf8ff"})
    options = subset.Options(flavor="woff2", hinting=False, layout_features=[])
    for name in ICONS:
        file = static / "vendor/fontawesome/webfonts" / f"{name}.woff2"
        with subset.load_font(file, options) as font:
            subsetter = subset.Subsetter(options)
            subsetter.populate(text=icons)
            subsetter.subset(font)
            subset.save_font(font, file, options)


def leave_to_bundle(
    app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Let a page ask by itself for nothing but what is its own."""
    for key, names in (("css_files", STYLES), ("script_files", SCRIPTS)):
        # What has no file name are settings for widgets of the theme that are not used here.
        context[key] = [
            asset
            for asset in context[key]
            if asset.filename
            and not any(Path(asset.filename).match(f"_static/{name}") for name in names)
        ]


def write_bundle(app: Sphinx, exception: Exception | None) -> None:
    """Write the two files and the fonts, and delete what no page loads."""
    if exception or app.builder.format != "html":
        return
    out = Path(app.outdir)
    static = out / "_static"
    scripts, styles = found(static, SCRIPTS), found(static, STYLES)
    # Every word of a page or a script may be a class.
    files = (*out.glob("**/*.html"), *static.glob("*.js"), *out.glob(f"{LIVE}/*.js"))
    texts = [file.read_text("utf-8") for file in files]
    script = without_measuring(one_script(scripts))
    style = one_style_sheet(styles, set(re.findall(r"[\w-]+", script + "".join(texts))))
    cut_icons(static, style)
    (static / "site.css").write_text(style, "utf-8")
    (static / "site.js").write_text(script, "utf-8")
    for path in (path for name in (*STYLES, *SCRIPTS, *UNUSED) for path in static.glob(name)):
        shutil.rmtree(path) if path.is_dir() else path.unlink()


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the two steps. The first comes after what adds a page's own files."""
    app.connect("html-page-context", leave_to_bundle, priority=900)
    app.connect("build-finished", write_bundle, priority=900)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
