"""The tables that cells compute."""

import pytest

from bpref_docs.words.tables import literally, table_text, with_minus


def test_a_table():
    assert table_text(["name", "value"], [["a", "-1.5"], ["b", "2"]]).splitlines() == [
        "| name | value |",
        "| --- | --: |",
        "| a | −1.5 |",
        "| b | 2 |",
    ]


@pytest.mark.parametrize(
    ("column", "mark"),
    [
        (["1", "2"], "--:"),
        (["-0.5"], "--:"),
        (["(5.2e-16)", "6.3"], "--:"),
        (["\N{EN DASH}", "9.0"], "--:"),
        (["\N{EN DASH}"], "---"),
        (["2-3-1", "2-3-2"], "---"),
        (["64-30-10"], "---"),
        (["\N{EN DASH}", "2, 3"], "---"),
        (["12, 3"], "---"),
        (["1,000"], "--:"),
        (["a 1"], "---"),
    ],
)
def test_numbers_are_set_to_the_right(column, mark):
    assert table_text(["name"], [[cell] for cell in column]).splitlines()[1] == f"| {mark} |"


def test_a_caption_stands_over_it():
    text = table_text(["n"], [["1"]], "All of $J$")
    assert text.startswith(":::{table} All of $J$\n| n |")
    assert text.endswith("| 1 |\n:::")


@pytest.mark.parametrize("header", [["", "value"], ["name", " "]])
def test_a_column_without_a_header_is_refused(header):
    with pytest.raises(ValueError, match="no header"):
        table_text(header, [["a", "1"]])


@pytest.mark.parametrize("row", [["a"], ["a", "b", "c"]])
def test_a_row_of_another_length_is_refused(row):
    with pytest.raises(ValueError, match=f"2 columns, but a row of {len(row)}"):
        table_text(["one", "two"], [["1", "2"], row])


def test_a_table_without_rows_is_refused():
    with pytest.raises(ValueError, match="needs a row"):
        table_text(["one"], [])


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("-1", "−1"),
        ("2e-7", "2e−7"),
        ("a -1", "a −1"),
        ("2-3-2", "2-3-2"),
        ("one-to-one", "one-to-one"),
        (r"$x^{-1}$", r"$x^{-1}$"),
        (r"$-1$", r"$-1$"),
    ],
)
def test_minus_signs(text, shown):
    assert with_minus(text) == shown


def test_a_literal_text_is_shown_as_it_stands(site):
    text = r"a_1 * b* [2](x) `c` $d$ <e> | {f} \g ~h~"
    warnings = site().build(index=f"# Page\n\n{table_text(['text'], [[literally(text)]])}\n")
    assert not warnings
    page = site().page("index")
    assert r"<td><p>a_1 * b* [2](x) `c` $d$ &lt;e&gt; | {f} \g ~h~</p></td>" in page
