"""The font has what the pages draw in it, and nothing else."""

from types import SimpleNamespace

from fontTools.ttLib import TTFont

from bpref_docs.mathematics.font import characters, cut, write_font


def drawn(path):
    with TTFont(path) as font:
        return set(map(chr, font.getBestCmap()))


def test_a_page_needs_the_characters_of_its_formulas_and_drawings():
    page = (
        "<p>Q</p><math><mi>z</mi><mo>&lt;</mo><mo>&#8721;</mo></math>"
        '<svg><text>R<tspan class="symbol">𝑤</tspan><tspan class="symbol" dy="1em">7</tspan></text></svg>'
    )
    # A z of a formula is drawn as the italic z.
    assert characters(page) == {"z", "𝑧", "<", "∑", "𝑤", "7"}


def test_the_font_is_cut_to_them(tmp_path):
    target = tmp_path / "cut.woff2"
    cut({"z", "𝑧", "√"}, target)
    assert drawn(target) == set("z𝑧√")
    with TTFont(target) as font:
        assert "SIL Open Font License" in font["name"].getDebugName(13)
    assert target.read_bytes()[:4] == b"wOF2"


def test_it_is_written_once_and_again_when_a_character_is_new(tmp_path):
    app = SimpleNamespace(
        builder=SimpleNamespace(format="html"), outdir=tmp_path / "site", doctreedir=tmp_path / "d"
    )
    target = app.outdir / "_static" / "stix-two-math.woff2"
    target.parent.mkdir(parents=True)
    app.doctreedir.mkdir()
    write_font(app, ValueError("the build failed"))
    assert not target.exists()

    (app.outdir / "page.html").write_text("<math><mi>z</mi></math>", "utf-8")
    write_font(app, None)
    assert {"√", "z", "𝑧"} <= drawn(target)
    target.write_bytes(b"kept")
    write_font(app, None)
    assert target.read_bytes() == b"kept"

    (app.outdir / "page.html").write_text("<math><mi>w</mi></math>", "utf-8")
    write_font(app, None)
    assert "𝑤" in drawn(target)


def test_other_builders_get_no_font(tmp_path):
    app = SimpleNamespace(builder=SimpleNamespace(format="text"), outdir=tmp_path)
    write_font(app, None)
    assert not list(tmp_path.iterdir())
