"""The one script of the network you can touch: its data, and the modules of js/ joined.

A browser refuses a module that stands in a file of its own machine, and the site is read from
files, too. So the lines that import are left out, and the modules share one scope.
"""

import json
import re
from typing import Any

from bpref_docs.touch.formulas import equations, formulas, symbols, whole_ways
from bpref_docs.touch.panels import embedding, frame, panels
from bpref_docs.touch.parts import EXERCISES, NEURONS, PARAMETERS, STEPS, connections, meanings
from bpref_docs.touch.values import EXAMPLE, HALFWAY, THICKEST, THINNEST
from bpref_docs.touch.words import FOLDER, WORDS, inline, meaning, plain, typeset
from bpref_docs.words.symbols import typeset_svg

# Each stands behind those that it imports. Of data.js there is no file: it is what data() returns.
MODULES = (
    "backprop", "words", "numbers", "network", "formulas", "progress", "address", "paths",
    "chart", "mistakes", "exercises", "training", "drawing", "fields", "html", "views", "worksheet",
    "paper", "explore", "step", "room", "descend", "practise", "table", "acts",
    "piece", "hands", "start",
)  # fmt: skip


def steps() -> list[dict[str, Any]]:
    """Return the steps as the script wants them: with their words, nothing left out."""
    empty: dict[str, Any] = {"equations": [], "full": [], "forward": [], "gradient": []}
    return [
        empty
        | step
        | {
            "equations": typeset_equations(step.get("equations", [])),
            "title": typeset(words["title"]),
            "plain": plain(words["title"]),
            "words": words["words"],
            "page": words["page"],
            "link": f"article/{step['page']}.html",
        }
        for step, words in zip(STEPS, WORDS["steps"], strict=True)
    ]


def typeset_equations(texts: Any) -> Any:
    """Return equations as MathML: a list, or a list for each loss."""
    if isinstance(texts, dict):
        return {loss: typeset_equations(each) for loss, each in texts.items()}
    return [inline(tex) for tex in texts]


def data() -> dict[str, Any]:
    """Return all that the modules import from data.js."""
    return {
        "example": EXAMPLE,
        "connections": connections(),
        "thickness": {"thinnest": THINNEST, "thickest": THICKEST, "halfway": HALFWAY},
        "neurons": NEURONS,
        "steps": steps(),
        "exercises": EXERCISES,
        "titles": WORDS["exercises"],
        "meanings": {name: meaning(name) for name in meanings()},
        "symbols": symbols(),
        "drawn": {name: typeset_svg(name) for name in ("J", *PARAMETERS)},
        "equations": equations(),
        "wholeWays": whole_ways(),
        "formulas": formulas(),
        "says": {key: typeset(text) for key, text in WORDS["says"].items()},
        "embedding": embedding(),
        "frames": {"whole": frame(True), "piece": frame(False)},
        "panels": panels(),
    }


def data_module() -> str:
    """Return data.js."""
    text = json.dumps(data(), ensure_ascii=False, separators=(",", ":"))
    return f"export const data = {text};\n"


def module(name: str) -> str:
    """Return a module as it is in js/."""
    return (FOLDER / "js" / f"{name}.js").read_text("utf-8")


def without_imports(text: str) -> str:
    """Return a module's text for the scope that it shares: an import or export is one line's word."""
    return re.sub(r"^export ", "", re.sub(r"^import .*\n", "", text, flags=re.M), flags=re.M)


def view() -> str:
    """Return the script for the head of the page of the whole network."""
    return (FOLDER / "view.js").read_text("utf-8")


def joined() -> str:
    """Return the script that a page loads."""
    texts = [data_module(), *map(module, MODULES)]
    return '"use strict";\n(() => {\n' + "\n".join(map(without_imports, texts)) + "})();\n"
