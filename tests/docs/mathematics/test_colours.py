"""Each symbol of a formula in the colour of what it is."""

import pytest

from bpref_docs.mathematics.colours import colour, kind_of_name
from bpref_docs.mathematics.formula import to_mathml


@pytest.mark.parametrize(
    ("tex", "coloured"),
    [
        # What flows forward, parameters, gradients.
        ("z", r"\fwd{z}"),
        ("a_1", r"\fwd{a_{1}}"),
        ("X + Z - A", r"\fwd{X} + \fwd{Z} - \fwd{A}"),
        ("W w b", r"\para{W} \para{w} \para{b}"),
        (r"\theta_i", r"\para{\theta_{i}}"),
        (r"dw_7 \, dW \, dv \, d\theta", r"\grad{dw_{7}} \, \grad{dW} \, \grad{dv} \, \grad{d\theta}"),
        # Indices, layers, transposes and powers are the symbol's.
        (r"W^{[2]\T}", r"\para{W^{[2]\T}}"),
        ("z_4 ^ {(1)}", r"\fwd{z_{4}^{(1)}}"),
        ("w^2", r"\para{w^{2}}"),
        ("z'", r"\fwd{z'}"),
        # Black.
        ("J y m n_l L h f i", "J y m n_{l} L h f i"),
        (r"\eta \odot \lambda \exp \max", r"\eta \odot \lambda \exp \max"),
        ("d + d_i", "d + d_{i}"),
        (r"\text{a wax box}", r"\text{a wax box}"),
        (r"\begin{aligned} z &= 1 \\ \end{aligned}", r"\begin{aligned} \fwd{z} &= 1 \\ \end{aligned}"),
        (r"\operatorname{max} a", r"\operatorname{max} \fwd{a}"),
        # The slope g' is black, its argument is not.
        ("g'(z_1)", r"g'(\fwd{z_{1}})"),
        ("g^{[l]}(z)", r"g^{[l]}(\fwd{z})"),
        # Symbols within scripts and fractions.
        ("e^z", r"e^{\fwd{z}}"),
        ("e^{-z}", r"e^{-\fwd{z}}"),
        (r"\frac{1}{1 - a}", r"\frac{1}{1 - \fwd{a}}"),
        (r"\shape{z}{n_l \times m}", r"\shape{\fwd{z}}{n_{l} \times m}"),
        # A derivative of the loss is a gradient, wholly; a local one is not.
        (r"\frac{\partial J}{\partial z_4}", r"\grad{\frac{\partial J}{\partial z_4}}"),
        (r"\frac{\partial J^{(2)}}{\partial w}", r"\grad{\frac{\partial J^{(2)}}{\partial w}}"),
        (r"\dfrac{\partial f}{\partial \theta_i}", r"\grad{\dfrac{\partial f}{\partial \theta_i}}"),
        (r"\partial J / \partial z_4 + 1", r"\grad{\partial J / \partial z_4} + 1"),
        (
            r"\frac{\partial z_4}{\partial a_1}",
            r"\frac{\partial \fwd{z_{4}}}{\partial \fwd{a_{1}}}",
        ),
        (r"\frac{J}{2}", r"\frac{J}{2}"),
        (r"\partial J", r"\partial J"),
        # Colours by hand.
        (r"\fwd{a_1}", r"\fwd{a_{1}}"),
        (r"\grad{dz_4}", r"\grad{dz_{4}}"),
        (r"\para{W^{[l]}}^{\T}", r"\para{W^{[l]\T}}"),
        (r"\fwd{a_1}^{(1)}", r"\fwd{a_{1}^{(1)}}"),
        (r"\grad{2w}", r"\grad{2w}"),
        (r"\grad{J'}", r"\grad{J'}"),
        (r"\frac{\partial J}{\partial \fwd{a_4}}", r"\grad{\frac{\partial J}{\partial {a_4}}}"),
        # And none.
        (r"\plain{A}^{\T}", r"\plain{A}^{\T}"),
        (r"\plain{x} x", r"\plain{x} \fwd{x}"),
    ],
)  # fmt: skip
def test_symbols_get_their_colours(tex, coloured):
    assert colour(tex) == coloured
    assert to_mathml(coloured) == to_mathml(tex), "a second time changes nothing"


@pytest.mark.parametrize(
    ("tex", "problem"),
    [
        ("{z", "not closed"),
        (r"\frac{1}{2", "not closed"),
        ("z}", "not opened"),
        ("a^2^3", "two scripts"),
        (r"\frac{1}", "end of input|argument"),
        (r"\unknown", "unknown"),
        (r"\left( z", "."),
    ],
)
def test_wrong_tex_is_refused(tex, problem):
    with pytest.raises(ValueError, match=f"(?i){problem}"):
        to_mathml(tex)


def test_colours_follow_the_theme():
    assert to_mathml("z") == ('<math><mi style="color:var(--bpref-forward)">z</mi></math>')
    assert "var(--bpref-muted)" in to_mathml(r"\shape{J}{1 \times 1}")
    assert 'style="color:inherit"' in to_mathml(r"\plain{A}")
    assert "#0000F" not in to_mathml(r"\shape{dW}{1 \times 1} z w \plain{A}")


def test_one_glyph_for_the_prime_beside_its_letter():
    assert to_mathml("g'") == '<math><mrow><mi>g</mi><mo lspace="0" rspace="0">′</mo></mrow></math>'
    assert '<mi>J</mi><mo lspace="0" rspace="0">‴</mo>' in to_mathml("J'''")


@pytest.mark.parametrize("function", [r"\ln", r"\tanh^2", r"\max_i", r"\operatorname{max}"])
def test_a_coloured_letter_stands_clear_of_its_function(function):
    space = '<mo lspace="0.1667em">&ApplyFunction;</mo>'
    black, coloured = to_mathml(rf"{function} y"), to_mathml(rf"{function} a")
    assert space in black
    assert black.replace("<mi>y</mi>", to_mathml("a")[len("<math>") : -len("</math>")]) == coloured
    assert space not in to_mathml(rf"{function}(a)"), "a bracket needs none"


def test_a_sized_bracket_with_an_index_is_stretched():
    assert "<msub><mrow><mo" in to_mathml(r"\Bigr)_i")


def test_a_displayed_formula_is_a_block():
    assert to_mathml("z", display=True).startswith('<math display="block"')


def test_a_symbol_alone_bears_its_colour_itself():
    assert to_mathml("z_4") == (
        '<math><msub style="color:var(--bpref-forward)"><mi>z</mi><mn>4</mn></msub></math>'
    )
    assert to_mathml("a^{[1]}").startswith('<math><msup style="color:var(--bpref-forward)"><mi>a')
    assert '<mrow style="color:var(--bpref-gradient)"><mi>d</mi><mi>z</mi></mrow>' in to_mathml(
        "dz"
    )


@pytest.mark.parametrize(
    ("names", "kind"),
    [
        ("z a x a_prev a1 X", "forward"),
        ("W b w7 theta", "parameter"),
        ("dz dW db dz_next dtheta da", "gradient"),
        ("m n_prev J g g_prime eta np d dict l e ln_a y", ""),
    ],
)
def test_a_name_in_code_is_what_the_symbol_is(names, kind):
    assert {kind_of_name(name) for name in names.split()} == {kind}
