"""Sphinx extension: each page loads one style sheet and one script, which hold what pages use.

The theme and the extensions bring some 20 files, of which most is for things that are on no page
here. When all pages are written, their style sheets become ``_static/site.css``, without the rules
for classes that no page and no script names; their scripts become ``_static/site.js``; the icon
fonts keep the icons in use; and what nothing refers to any more is deleted from ``_static``.
"""

import hashlib
import posixpath
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from docutils import nodes
from fontTools import subset
from sphinx.application import Sphinx
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.util.typing import ExtensionMetadata

# What the theme's templates would load by themselves, before and after what is registered.
FIRST_STYLES = ("basic.css", "styles/pydata-sphinx-theme.css")
LAST_SCRIPTS = ("scripts/bootstrap.js", "scripts/pydata-sphinx-theme.js", "bpref.js")

# A string, an address, a brace or semicolon, or what is between them.
CSS_TOKEN = re.compile(r""""(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|url\([^)"']*\)|[{};]|[^"'{};u]+|u""")
LICENCE = re.compile(r".*licen[cs]e", re.IGNORECASE)
# The icon fonts, and the classes by which a page asks for one.
ICON_FONTS = {
    "fa-solid-900": {"fa-solid", "fas"},
    "fa-regular-400": {"fa-regular", "far"},
    "fa-brands-400": {"fa-brands", "fab"},
}


def rules(css: str) -> Iterator[tuple[str, str | None]]:
    """Yield each rule of a style sheet without comments: its prelude, and what is in its braces."""
    prelude, body, depth = "", "", 0
    for token in CSS_TOKEN.findall(css):
        depth -= token == "}"
        if depth:
            body += token
        elif token == "}":
            yield prelude.strip(), body
            prelude = body = ""
        elif token == ";":
            yield prelude.strip(), None
            prelude = ""
        elif token != "{":
            prelude += token
        depth += token == "{"


def selectors(prelude: str) -> list[str]:
    """Return the selectors of a rule; a comma in brackets separates none."""
    return re.findall(r"(?:\((?:[^()]|\((?:[^()]|\([^()]*\))*\))*\)|\[[^\]]*\]|[^,(\[])+", prelude)


def classes_needed(selector: str) -> set[str]:
    """Return the classes without which a selector matches nothing."""
    while (outside := re.sub(r"\([^()]*\)", "", selector)) != selector:
        selector = outside  # what :not, :is and their like have in brackets is not needed
    return set(re.findall(r"\.(-?[A-Za-z_](?:[\w-]|\\.)*)", selector))


def pruned(css: str, used: set[str]) -> str:
    """Return the rules of a style sheet that can match, where these classes are all there are."""
    kept = []
    for prelude, body in rules(css):
        if body is None:
            kept += (
                []
                if prelude.startswith(("@charset", "@import")) or not prelude
                else [f"{prelude};"]
            )
        elif prelude.startswith(("@media", "@supports", "@layer", "@container")):
            if inner := pruned(body, used):
                kept.append(f"{prelude}{{{inner}}}")
        elif prelude.startswith("@font-face"):
            icons = next((name for name in ICON_FONTS if name in body), None)
            if icons is None or ICON_FONTS[icons] & used:
                kept.append(f"{prelude}{{{body}}}")
        elif prelude.startswith("@"):
            kept.append(f"{prelude}{{{body}}}")
        else:
            matching = [one.strip() for one in selectors(prelude) if classes_needed(one) <= used]
            if matching:
                kept.append(f"{','.join(matching)}{{{body.strip()}}}")
    return "".join(kept)


def moved(css: str, folder: str) -> str:
    """Return a style sheet whose relative addresses are right one folder up."""
    return re.sub(
        r"""url\((["']?)(?!["']|data:|#)([^)"']+)""",
        lambda found: f"url({found[1]}{posixpath.normpath(posixpath.join(folder, found[2]))}",
        css,
    )


def one_style_sheet(static: Path, files: Iterable[str], used: set[str]) -> str:
    """Return the style sheets as one, without what cannot match; licences go on top."""
    whole = "\n".join(
        moved((static / file).read_text("utf-8"), posixpath.dirname(file)) for file in files
    )
    licences = re.findall(r"/\*!.*?\*/", whole, re.DOTALL)
    return "\n".join([*licences, pruned(re.sub(r"/\*.*?\*/", "", whole, flags=re.DOTALL), used)])


def one_script(static: Path, files: Iterable[str]) -> str:
    """Return the scripts as one, without the addresses of their source maps."""
    texts = ((static / file).read_text("utf-8") for file in files)
    return "".join(
        re.sub(r"^//# sourceMappingURL=.*\n?", "", text, flags=re.M) + "\n;" for text in texts
    )


def cut_icons(static: Path, css: str) -> None:
    """Cut the icon fonts to the icons that a style sheet names."""
    icons = {chr(int(code, 16)) for code in re.findall(r"\\([ef][0-9a-f]{3})\b", css)}
    icons |= set(re.findall(r"[\ue000-\uf8ff]", css))
    for name in ICON_FONTS:
        file = static / "vendor/fontawesome/webfonts" / f"{name}.woff2"
        if name in css:
            options = subset.Options(flavor="woff2", hinting=False, layout_features=[])
            with subset.load_font(file, options) as font:
                subsetter = subset.Subsetter(options)
                subsetter.populate(text="".join(icons))
                subsetter.subset(font)
                subset.save_font(font, file, options)


def shared(builder: StandaloneHTMLBuilder, kind: str) -> list[str]:
    """Return the style sheets (css) or scripts (js) that every page asks for, in their order."""
    assets = sorted(getattr(builder, f"_orig_{kind}_files"), key=lambda asset: asset.priority)
    names = [str(asset.filename).removeprefix("_static/") for asset in assets if asset.filename]
    return [name for name in names if (builder.outdir / "_static" / name).exists()]


def leave_to_bundle(
    app: Sphinx,
    pagename: str,
    templatename: str,
    context: dict[str, Any],
    doctree: nodes.document | None,
) -> None:
    """Let a page ask by itself for nothing but what is its own."""
    builder = app.builder
    if isinstance(builder, StandaloneHTMLBuilder):
        for key, kind in (("css_files", "css"), ("script_files", "js")):
            common = {f"_static/{name}" for name in shared(builder, kind)}
            # What has no file name are settings for widgets of the theme that are not used here.
            context[key] = [
                asset for asset in context[key] if asset.filename and asset.filename not in common
            ]


def refers_to(static: Path, pages: Iterable[str]) -> set[str]:
    """Return the paths below ``_static`` that pages and their style sheets load or link to."""
    found = {path for page in pages for path in re.findall(r'"[./]*_static/([^"?#]+)', page)}
    for file in [static / path for path in found if path.endswith(".css")]:
        css = moved(file.read_text("utf-8"), file.parent.relative_to(static).as_posix())
        found |= set(re.findall(r"""url\(["']?(?!data:|#)([^)"'?#]+)""", css))
    return found


def write_bundle(app: Sphinx, exception: Exception | None) -> None:
    """Write the two files and the fonts, stamp every page with their state, delete the rest."""
    builder = app.builder
    if exception or not isinstance(builder, StandaloneHTMLBuilder):
        return
    static = Path(app.outdir) / "_static"
    pages = {path: path.read_text("utf-8") for path in Path(app.outdir).rglob("*.html")}
    pages = {path: text for path, text in pages.items() if static not in path.parents}
    scripts = [*shared(builder, "js"), *LAST_SCRIPTS]
    script = one_script(static, scripts)
    styles = [*FIRST_STYLES, *shared(builder, "css")]
    other = [path for path in static.glob("*.js") if path.name not in scripts]
    named = [*re.findall(r'\bclass="([^"]*)"', "".join(pages.values())), script]
    named += [path.read_text("utf-8") for path in other]
    used = set(re.findall(r"[A-Za-z_-][\w-]*", " ".join(named)))
    style = one_style_sheet(static, styles, used)
    cut_icons(static, style)
    (static / "site.css").write_text(style, "utf-8")
    (static / "site.js").write_text(script, "utf-8")
    for path, text in pages.items():
        stamped = text
        for name, content in (("site.css", style), ("site.js", script)):
            state = hashlib.sha256(content.encode()).hexdigest()[:8]
            stamped = re.sub(rf'_static/{name}(\?v=\w*)?"', f'_static/{name}?v={state}"', stamped)
        if stamped != text:
            path.write_text(stamped, "utf-8")
    wanted = refers_to(static, pages.values())
    for path in sorted(static.rglob("*"), reverse=True):
        if path.is_dir():
            if not any(path.iterdir()):
                path.rmdir()
        elif path.relative_to(static).as_posix() not in wanted and not LICENCE.match(path.name):
            path.unlink()


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the two steps. The first comes after what adds a page's own files."""
    app.connect("html-page-context", leave_to_bundle, priority=900)
    app.connect("build-finished", write_bundle, priority=900)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
