"""Settings of the site. What no library does is in bpref_docs/."""

import sys
import tomllib
from pathlib import Path

DOCS = Path(__file__).parent
ROOT = DOCS.parent
sys.path[:0] = [str(ROOT), str(DOCS)]  # autodoc imports bpref, and this file bpref_docs

from bpref_docs.hosting import hosting  # noqa: E402, it is found on that path
from bpref_docs.notebooks import kernels  # noqa: E402

project = "bpref"
author = "The bpref authors"
copyright = "The bpref authors. Text and code: MIT-0"
pyproject = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
version = release = pyproject["project"]["version"]
language = "en"

extensions = [
    "sphinx.ext.autodoc",
    "sphinx.ext.doctest",  # for the directive; the tests run the examples
    "numpydoc",
    "myst_nb",
    "sphinx_copybutton",
    "bpref_docs",
]
templates_path = ["_templates"]
exclude_patterns = ["bpref_docs", "_templates"]

# Pages
myst_enable_extensions = ["attrs_block", "attrs_inline", "colon_fence", "deflist", "dollarmath"]
myst_heading_anchors = 3

# Mathematics is MathML, made in this build (bpref_docs/mathematics).
html_math_renderer = "mathml"
myst_update_mathjax = False

# Notebooks
nb_execution_mode = "cache"
# A failing cell is a warning with its traceback, which stops the strict build. An exception would
# stop it too, but lose the traceback when pages are read in parallel.
nb_execution_raise_on_error = False
nb_execution_show_tb = True
nb_execution_timeout = 120
nb_output_stderr = "error"
nb_merge_streams = True
nb_code_prompt_show = "Show the code"
nb_code_prompt_hide = "Hide the code"
nb_execution_cache_path = kernels.cache_folder()
nb_render_markdown_format = "myst"  # a cell's table may hold mathematics and links
kernels.let_kernels_import(ROOT, DOCS)
kernels.configure_kernels()
kernels.end_kernels_at_once()
kernels.start_kernels_again()
kernels.keep_all_results()

# Functions: numpydoc checks the docstrings that it renders.
autodoc_typehints = "none"  # the docstrings give type and shape; signatures stay short
add_module_names = False  # functions are imported from bpref, and called by their own name
numpydoc_show_class_members = False
numpydoc_xref_param_type = False
numpydoc_validation_checks = {
    "all",  # but these:
    "ES01",  # an extended summary where one line says it all
    "EX01",  # examples: asked for where they belong, by the tests
    "SA01",  # "See Also": the pages link the functions to each other
    "PR08",  # descriptions are short and may begin with a symbol, "dJ/dz, ...": no capital letter
    "PR09",
    "RT04",
    "SA03",
}

# HTML
html_theme = "sphinx_book_theme"
html_title = "bpref"  # behind each page's title, with the site's subject (bpref_docs/site/head.py)
html_static_path = ["_static"]
html_favicon = "_static/favicon.svg"
html_css_files = [
    "colours.css", "bpref.css", "layout.css", "figures.css", "functions.css", "four-steps.css",
]  # fmt: skip
html_copy_source = False
# As the theme has it, but for the name, which it leaves outside every landmark.
html_sidebars = {"**": ["site-name.html", "search-button-field.html", "sbt-sidebar-nav.html"]}
html_use_index = False  # reference/functions lists the same names, with what they do
html_domain_indices = False
# Addresses and the date are as whoever builds says; with others, every page is written again.
html_context = {"hosting": hosting()}
html_baseurl = html_context["hosting"].base
# What pip brings along with the package, which may replace an older NumPy.
[needed] = pyproject["project"]["dependencies"]
html_context["oldest_numpy"] = needed.removeprefix("numpy>=")
html_context["default_mode"] = "auto"  # without it the theme logs an error in the console
html_theme_options = {
    # The name in the header is for phones: the side bar has it, too.
    "article_header_start": ["toggle-primary-sidebar.html", "site-name.html", "here.html"],
    "navbar_persistent": [],  # the theme would put a second search bar on the page
    "show_toc_level": 2,
    "article_footer_items": ["take-it.html"],
    "footer_content_items": ["copyright.html", "about-this-build.html"],
    "use_download_button": False,
    "use_fullscreen_button": False,
}
# The copy button takes what was typed behind a prompt, and so no output and no traceback; a block
# without prompts it takes whole. What is shown of a function beside its equation has no button: it is
# not the whole.
copybutton_selector = "div:not(.core) > div.highlight pre"
copybutton_prompt_text = r">>> |\.\.\. ?"
copybutton_prompt_is_regexp = True
