"""The panels of the network you can touch, and what stands around them, as HTML for its script.

What is on the page only, on the stage or in the frame of another page, says so: ``data-in``.
"""

from collections.abc import Mapping
from html import escape

from bpref_docs.touch.parts import meanings
from bpref_docs.touch.words import WORDS, filled, meaning, typeset

EMBEDDED = 940  # how high the frame of another page is, in pixels


def options(choices: Mapping[str, str]) -> str:
    """Return the options of a menu."""
    return "".join(
        f'<option value="{value}">{escape(words)}</option>' for value, words in choices.items()
    )


def button(act: str, words: str, style: str = "", more: str = "") -> str:
    """Return a button that does what the script calls ``act``."""
    return f'<button type="button" data-act="{act}" class="{style}" {more}>{words}</button>'


def typed(data: str, words: str) -> str:
    """Return a field for a number."""
    return (
        f'<input type="text" inputmode="decimal" autocomplete="off" spellcheck="false"'
        f' data-{data} aria-label="{words}">'
    )


def slider(data: str, words: str, low: float, high: float, step: str = "any") -> str:
    """Return a slider."""
    return f'<input type="range" data-{data} aria-label="{words}" min="{low}" max="{high}" step="{step}">'


def panels() -> dict[str, str]:
    """Return the four panels, by their modes."""
    explore, step, descend, practise = (
        WORDS[mode] for mode in ("explore", "step", "descend", "practise")
    )
    menu = {"": explore["nothing"]} | {
        name: filled(explore["entry"], {"name": name, "meaning": meaning(name)})
        for name in meanings()
    }
    return {
        "explore": (
            f'<label class="pick">{explore["show"]} <select data-pick>{options(menu)}</select></label>'
            f'<div class="turn"><span></span>{slider("turn", explore["value"], -4, 4)}'
            f"{typed('type', explore['value'])}</div>"
            '<div class="room"><div class="explained"></div>'
            f'<details class="nudge"><summary>{explore["nudge"]}</summary>'
            f'<label class="turn"><span>{typeset(explore["h"])}</span>'
            f"{slider('h', explore['how-far'], -6, 0, '0.25')}</label>"
            "<div></div></details></div>"
        ),
        "step": (
            f'<div class="buttons">{button("before", step["back"])}'
            f"{button('next', step['next'], 'primary')}"
            f'<span class="count" data-in="stage">{step["keys"]}</span></div>'
            '<div class="room"><div class="explained"></div></div>'
        ),
        "descend": (
            '<div class="curve"></div>'
            f'<div class="buttons">{button("step", descend["one-step"], "primary")}'
            f"{button('ten', descend['ten'])}{button('play', WORDS['says']['play'])}"
            f"{button('again', descend['again'])}</div>"
            f'<div class="turn rate"><span>{typeset(descend["rate"])}</span>'
            f"{slider('rate', descend['learning-rate'], -2, 2)}"
            f"{typed('eta', descend['learning-rate'])}</div>"
            '<p class="state"></p>'
        ),
        "practise": (
            f'<label class="pick">{practise["exercise"]} '
            f"<select data-exercise>{options(WORDS['exercises'])}</select></label>"
            f'<label class="pick">{practise["number"]} '
            '<input type="number" min="1" max="999999" data-number></label>'
            '<div class="blanks"></div>'
            '<form class="answer"><label><span></span> ='
            '<input type="text" autocomplete="off" spellcheck="false"'
            f' aria-label="{practise["answer"]}"></label>'
            f'<button class="primary">{practise["check"]}</button></form>'
            f'<div class="buttons">{button("hint", WORDS["says"]["hint"])}'
            f"{button('another', practise['another'])}</div>"
            '<p class="says" role="status"></p><div class="hint"></div>'
            f'<p class="rule">{practise["rule"]}</p><div class="printed"></div>'
        ),
    }


def embedding() -> str:
    """Return the code that shows the network on another page, ``@address`` in it."""
    title = WORDS["frame"]["embedded"]
    return (
        f'<iframe src="@address" title="{title}" width="100%" height="{EMBEDDED}"'
        ' style="border: 0" loading="lazy"></iframe>'
    )


def link(view: str, words: str, style: str, more: str = "") -> str:
    """Return a link to the page of the whole network: as it is, or in another view."""
    return f'<a class="{style}" data-view="{view}"{more}>{words}</a>'


def whole_tools() -> str:
    """Return what is below the panel of the whole network."""
    words = WORDS["frame"]
    return (
        button("copy", words["copy"], more='data-in="page"')
        + link("stage", words["stage"], "", ' data-in="page"')
        + f'<a class="worksheet" data-in="page">{words["worksheet"]}</a>'
        + link("", words["leave"], "leave", ' data-in="stage"')
        + link("", words["open"], "open", ' data-in="embed" target="_blank" rel="noopener"')
        + f'<details class="embed" data-in="page"><summary>{words["embed"]}</summary>'
        f'<p>{words["embedding"]}</p><textarea data-code readonly rows="4" spellcheck="false"'
        f' aria-label="{words["embedding"]}"></textarea>{button("copy-code", words["copy-code"])}'
        "</details>"
        f'<details class="all" data-in="page"><summary>{words["all"]}</summary>'
        f'<div tabindex="0" role="group" aria-label="{words["all-numbers"]}"></div></details>'
    )


def frame(whole: bool) -> str:
    """Return what stands around the drawing and the panel."""
    words = WORDS["frame"]
    tabs = "".join(
        f'<button type="button" role="tab" data-mode="{mode}" aria-controls="touch-panel">{name}</button>'
        for mode, name in WORDS["modes"].items()
    )
    choices = (
        f"<label>{words['hidden-layer']} "
        f"<select data-hidden>{options(WORDS['activations'])}</select></label>"
        f"<label>{words['loss']} <select data-loss>{options(WORDS['losses'])}</select></label>"
    )
    panel = f' id="touch-panel" role="tabpanel" aria-label="{words["panel"]}"' if whole else ""
    return (
        (
            f'<div class="modes" role="tablist" aria-label="{words["tabs"]}">{tabs}</div>'
            if whole
            else ""
        )
        + f'{button("skip", words["skip"], "skip")}<div class="stage"><div class="picture">'
        f'<div class="drawing"></div><p class="key">{typeset(words["key"])} '
        f'<span class="hand">{typeset(words["drag"])}</span></p></div>'
        f'<div class="panel"{panel}></div></div>'
        f'<div class="tools">{choices if whole else ""}{button("reset", words["reset"])}'
        f"{whole_tools() if whole else link('', words['open'], 'open')}</div>"
        '<p class="visually-hidden" aria-live="polite"></p>'
    )
