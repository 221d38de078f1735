"""How numbers are written, and that what is shown can be calculated again."""

import math

import pytest

from bpref_docs.words.numbers import (
    calculate,
    decimal,
    operand,
    reproduces,
    rounds_to,
    scientific,
)


@pytest.mark.parametrize(
    ("number", "result", "carried"),
    [
        (0.25, "0.25", "0.25"),
        (-1.5, "−1.5", "−1.5"),
        (2.0, "2", "2"),
        (0.0, "0", "0"),
        (-0.0, "0", "0"),
        (100.0, "100", "100"),
        (-1.53125, "−1.53125", "−1.53125"),  # six decimals write it exactly
        (0.1 + 0.2, "0.3", "0.3"),  # but for the last bit of a float
        (0.65579969, "0.6558", "0.655800"),  # the zeros say that it is rounded
        (0.12496475, "0.1250", "0.124965"),
        (0.00005, "0.00005", "0.00005"),
        (1 / 3, "0.3333", "0.333333"),
        (-2 / 3, "−0.6667", "−0.666667"),
        (1.00000004, "1.0000", "1.000000"),
        (1 / 128, "0.0078", "0.007813"),  # seven decimals: half a unit rounds up, as in school
        (-1 / 128, "−0.0078", "−0.007813"),
        (1 / 32768, "3.1 × 10⁻⁵", "0.000031"),  # and not 0.0000
    ],
)
def test_a_number_is_written_exactly_or_with_all_its_decimals(number, result, carried):
    assert decimal(number) == result
    assert operand(number) == carried


def test_other_numbers_of_decimals():
    assert decimal(math.pi, 2) == "3.14"
    assert decimal(math.pi, 0) == "3"
    assert decimal(2.999, 2) == "2.999"  # exact already


@pytest.mark.parametrize("number", [math.nan, math.inf])
def test_what_is_no_number_is_refused(number):
    with pytest.raises(ValueError, match="no decimals"):
        decimal(number)


def test_powers_of_ten_have_one_form():
    assert scientific(2.2e-13) == "2.2 × 10⁻¹³"
    assert scientific(-1.25e7, digits=3) == "−1.25 × 10⁷"
    assert scientific(9.96e-8) == "1.0 × 10⁻⁷"
    assert scientific(0) == "0"


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("1 + 2 × 3", 7),
        ("(1 + 2) · 3", 9),
        ("−2.5 × (−2)", 5),
        ("2 - 3 - 4", -5),
        ("1 / 8", 0.125),
        (r"\frac{1 - 0.5}{2 \times 4}", 0.0625),
        (r"\frac{1}{1 + \frac{1}{3}}", 0.75),
        (r"-\frac{1}{4} + \frac{1}{1 - 0.5}", 1.75),
        (r"\frac{1}{1 + e^{-0}}", 0.5),
        (r"e^{1}", math.e),
        (r"-\ln(0.5) - \ln(1 - 0.5)", 2 * math.log(2)),
        ("ln(2)", math.log(2)),
        ("g(0)", 0.5),
        ("2^3", 8),
        (r"4 &\quad + 5", 9),
    ],
)
def test_displayed_arithmetic_is_calculated(expression, value):
    assert float(calculate(expression)) == pytest.approx(value, rel=1e-15)


@pytest.mark.parametrize(
    "expression",
    ["w7 + 1", "f(1)", "1 if 1 else 2", "open('x')", "1 < 2", "7 // 2", "(1", "'1'", "True", ""],
)
def test_what_is_no_arithmetic_is_refused(expression):
    with pytest.raises((ValueError, SyntaxError)):
        calculate(expression)


def test_a_brace_that_is_not_closed_is_refused():
    with pytest.raises(ValueError, match="unbalanced"):
        calculate(r"\frac{1}{2")


def test_rounding_is_judged_at_the_last_digit_shown():
    assert rounds_to(0.65576, "0.6558")
    assert not rounds_to(0.65574, "0.6558")
    assert not rounds_to(0.65585, "0.6558")
    assert rounds_to(-0.52882, "−0.5288")
    assert rounds_to(2.24e-13, "2.2 × 10⁻¹³")
    assert not rounds_to(2.26e-13, "2.2 × 10⁻¹³")
    assert rounds_to(0.25, "0.25")
    assert not rounds_to(0.26, "0.25")


def test_the_flaw_that_readers_report_is_refused():
    assert reproduces("(−0.317897) × 2", "−0.6358") == "−0.6358"
    with pytest.raises(ValueError, match=r"a calculator gives -0.63579400 .* and not −0.635795"):
        reproduces("(−0.317897) × 2", "−0.635795")
    with pytest.raises(ValueError, match="a calculator gives"):
        reproduces("2.905284 × 0.2257", "0.6558")


def test_few_decimals_say_that_a_result_is_exact():
    assert reproduces("0.5 × 0.5", "0.25") == "0.25"
    assert reproduces("0.500000 × 0.500001", "0.25") == "0.25"  # 0.2500
    assert reproduces("1000 × 1.3", "1300") == "1300"
    assert reproduces("2.24 / 10^13", "2.2 × 10⁻¹³") == "2.2 × 10⁻¹³"
    with pytest.raises(ValueError, match=r"a calculator gives 6\.28318"):
        reproduces("2 × 3.14159", "6.28")
    with pytest.raises(ValueError, match="a calculator gives"):
        reproduces("0.5 × 0.5004", "0.25")
