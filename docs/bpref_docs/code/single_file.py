"""The whole of bpref in one file, to be put beside one's own code: ``from bpref import sigmoid``."""

import ast
import inspect
import textwrap

import bpref
import bpref.example
from bpref_docs.code.lines import without_docstring
from bpref_docs.folders import ROOT

LICENCE = "MIT-0: no conditions, not even a notice"


def source(name: str) -> str:
    """Return the source of a public function."""
    return inspect.getsource(getattr(bpref, name)).rstrip()


def short(name: str) -> str:
    """Return the same without its docstring."""
    return without_docstring(source(name))


def example() -> str:
    """Return the example network as a class, which ``from bpref.example import W`` finds."""
    source = inspect.getsource(bpref.example)
    body = source.replace("import numpy as np\n\n", "", 1)
    assert ast.get_docstring(ast.parse(body)) and "import numpy" not in body
    return (
        "# In the package this is a module, and to Python it is one here, too: the site's examples\n"
        "# begin with ``from bpref.example import W, b, x, y``.\n"
        f"class example:\n{textwrap.indent(body.rstrip(), '    ')}\n\n\n"
        'sys.modules[f"{__name__}.example"] = example'
    )


def one_file(version: str, address: str = "") -> str:
    """Return the module: all public functions as they are in the package, and the example network."""
    names = textwrap.fill(
        ", ".join(f'"{name}"' for name in bpref.__all__),
        width=76,
        initial_indent="    ",
        subsequent_indent="    ",
    )
    where = f"\nFrom {address}\n" if address else ""
    licence = (ROOT / "LICENSE").read_text("utf-8").strip()
    comment = "\n".join(f"# {line}".rstrip() for line in licence.splitlines())
    return (
        "\n\n\n".join(
            [
                f'"""bpref {version} in one file. {bpref.__doc__}\n'
                f"Put it beside your own code: ``from bpref import sigmoid``.\n{where}"
                f'"""\n\n{comment}\n\n'
                "import sys\nfrom collections.abc import Callable\n\n"
                f"import numpy as np\n\n__all__ = [\n{names},\n]",
                *map(source, bpref.__all__),
                example(),
            ]
        ).replace("\n\n\n\n", "\n\n\n")
        + "\n"
    )
