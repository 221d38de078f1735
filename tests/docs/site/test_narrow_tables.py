"""A table too wide for a phone gets labels; one that fits is left alone."""

from bpref_docs.site.narrow_tables import as_cards, with_names


def table(headers: list[str], *rows: list[str]) -> str:
    head = "".join(f'<th class="head"><p>{text}</p></th>' for text in headers)
    body = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
    return f'<table class="docutils"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'


LONG = "a sentence that needs more than one line"


def test_a_wide_table_names_the_column_in_every_cell():
    cards = as_cards(table(["what", "why", "how"], [LONG, LONG, "1"], [LONG, LONG, "2"]))
    assert cards.startswith('<table style="--label: 2.4em" class="cards docutils">')
    assert cards.count('<span class="label">why</span>') == 2
    assert '<span class="label">how</span><div class="datum">2</div>' in cards


def test_a_narrow_table_stays_one():
    narrow = table(["h", "error"], ["0.1", "0.004"])
    assert as_cards(narrow) == narrow


def test_a_table_whose_rows_are_no_rows_of_cells_is_left_alone():
    uneven = table([LONG, LONG], [LONG], [LONG, LONG])
    assert as_cards(uneven) == uneven


def test_a_header_that_is_a_formula_has_a_text():
    named = with_names(table(["<math><mi>h</mi><mo>=</mo><mn>1</mn></math>", "error"], ["1", "2"]))
    assert '<span class="sizeless">h=1</span><p><math aria-hidden="true">' in named
    assert named.count("sizeless") == 1
