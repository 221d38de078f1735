"""The panels of the network you can touch, and what stands around them, as HTML for its script."""

from collections.abc import Mapping
from html import escape

from bpref_docs.touch.parts import meanings
from bpref_docs.touch.words import WORDS, filled, meaning, typeset


def options(choices: Mapping[str, str]) -> str:
    """Return the options of a menu."""
    return "".join(
        f'<option value="{value}">{escape(words)}</option>' for value, words in choices.items()
    )


def button(act: str, words: str, style: str = "") -> str:
    """Return a button that does what the script calls ``act``."""
    return f'<button type="button" data-act="{act}" class="{style}">{words}</button>'


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
            f"{button('next', step['next'], 'primary')}</div>"
            '<div class="room"><div class="explained"></div></div>'
        ),
        "descend": (
            f'<div class="buttons">{button("step", descend["one-step"], "primary")}'
            f"{button('ten', descend['ten'])}{button('play', WORDS['says']['play'])}"
            f"{button('again', descend['again'])}</div>"
            f'<div class="turn rate"><span>{typeset(descend["rate"])}</span>'
            f"{slider('rate', descend['learning-rate'], -2, 2)}"
            f"{typed('eta', descend['learning-rate'])}</div>"
            '<div class="curve"></div><p class="state"></p>'
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
        + f'{button("skip", words["skip"], "skip")}<div class="stage"><div class="drawing">'
        f'<p class="key">{typeset(words["key"])} '
        f'<span class="hand">{typeset(words["drag"])}</span></p></div>'
        f'<div class="panel"{panel}></div></div>'
        f'<div class="tools">{choices if whole else ""}{button("reset", words["reset"])}'
        + (
            button("copy", words["copy"]) + f'<a class="worksheet">{words["worksheet"]}</a>'
            f'<details class="all"><summary>{words["all"]}</summary>'
            f'<div tabindex="0" role="group" aria-label="{words["all-numbers"]}"></div></details>'
            if whole
            else f'<a class="open">{words["open"]}</a>'
        )
        + '</div><p class="visually-hidden" aria-live="polite"></p>'
    )
