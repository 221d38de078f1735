"""The examples run where they stand: in Node all of them, in the browser as a reader runs them."""

import gzip
import json
import re
import shutil
import subprocess
import time
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from built import PAGES, SITE
from playwright.sync_api import expect

COURSE = "article/last-layer-parameters.html"
# What a press of Run takes from a page, as js/block.js does, and how many examples the page shows.
BLOCKS = """() => {
    const found = document.querySelectorAll(".bd-article :is(.highlight-pycon, .doctest)")
    const code = [...document.querySelectorAll(".bd-article pre")].map(each => each.textContent)
    return [Array.from(found, (box, i) => ({
        name: `block ${i + 1}`, text: box.querySelector("pre").textContent, alone: box.matches(".doctest"),
        no: box.matches(".not-in-browsers"),
    })), code.filter(text => text.startsWith(">>> ")).length]
}"""
BROKEN_RULES = """async () => (await axe.run()).violations.flatMap(
    rule => rule.nodes.map(node => `${rule.id}: ${node.html.slice(0, 120)}`))"""
expect.set_options(timeout=20_000)  # CI may have more to do at once
LOADING = 60_000  # ms; it takes 4 s on a machine that does nothing else


def test_every_block_of_every_page_is_as_printed(browser, site_url, tmp_path):
    node = shutil.which("node")
    assert node, "Node is not installed"
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    asked = {}
    for path in PAGES:
        if path == "reference/solutions.html":  # its blocks run on the pages that they are from
            continue
        page.goto(f"{site_url}/{path}")
        blocks, shown = page.evaluate(BLOCKS)
        assert len(blocks) == shown, path
        if blocks:
            asked[path] = blocks
    context.close()
    assert sum(map(len, asked.values())) >= 237
    # What is not for browsers runs by itself, as it fails.
    for path, blocks in [*asked.items()]:
        asked[path] = [block for block in blocks if not block["no"]]
        for block in blocks:
            if block["no"]:
                asked[f"{path} {block['name']}"] = [blocks[0], block]
    file = tmp_path / "pages.json"
    file.write_text(json.dumps(asked), "utf-8")
    command = [node, str(Path(__file__).with_name("live.mjs")), str(SITE), str(file)]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8")
    assert not done.returncode, done.stderr[-2000:]
    results = json.loads(done.stdout)
    others = {path for path in results if " block " in path}
    wrong = [
        f"{path}, {block['name']}: {example}"
        for path in results.keys() - others
        for block, examples in zip(asked[path], results[path])
        for example in examples
        if example["state"] != "same"
    ]
    assert not wrong
    assert not [path for path in asked.keys() - others if len(results[path]) < len(asked[path])]
    # One that would be as printed in a browser needs no word about browsers.
    assert [path for path in others if results[path][-1][-1]["state"] == "same"] == []


def opened(open_page, path: str = COURSE, **options):
    """Open a page and its folds, in which some blocks are."""
    page = open_page(path, **options)
    page.evaluate("document.querySelectorAll('details').forEach(fold => (fold.open = true))")
    return page


def press(page, block: int, name: str = "Run") -> None:
    """Press a button of a block."""
    page.get_by_role("button", name=f"{name} block {block}", exact=True).click()


def says(page, block: int, words: str | re.Pattern[str], timeout: int = LOADING) -> None:
    """Wait until a block says something."""
    status = page.locator(f"#block-{block} [role=status]")
    expect(status).to_have_text(words, timeout=timeout)


def edit(page, block: int, code: str) -> None:
    """Write other code in place of a block's, and run it."""
    press(page, block, "Edit")
    field = page.get_by_label(f"Code of block {block}")
    expect(field).to_be_focused()
    field.fill(code)
    field.press("Control+Enter")


def out(page, block: int) -> str:
    """Return what a block shows below it."""
    return page.get_by_role("region", name=f"What block {block} did").inner_text()


@pytest.mark.parametrize("path", [COURSE, "beyond/your-own.html", "reference/functions.html"])
def test_a_page_is_checked_where_it_stands(open_page, site_url, path):
    page = open_page()
    asked = []
    page.context.on("request", lambda request: asked.append(urlsplit(request.url).path))
    page.goto(f"{site_url}/{path}")
    page.wait_for_load_state("networkidle")
    assert not [each for each in asked if each.startswith("/live/")]
    before = len(asked)
    page.get_by_role("button", name="Check this page").click()
    count = page.locator(":is(.highlight-pycon, .doctest) > .live-bar:not(.none)").count()
    words = f"{count} of {count} as printed"
    expect(page.locator(".live-says")).to_have_text(words, timeout=LOADING)
    says(page, count, "As printed.")
    # The icon of the tab, which a browser asks for when it likes, is not of the press.
    pressed = [each for each in asked[before:] if not each.endswith("favicon.svg")]
    files = [SITE / each.lstrip("/") for each in pressed]
    assert len(files) <= 10
    packed = (".whl", ".zip")
    wire = sum(
        len(data if file.suffix in packed else gzip.compress(data))
        for file in files
        for data in [file.read_bytes()]
    )
    assert wire <= 9_500_000
    assert round(wire / 1e6) == 9, "the buttons say 9 MB"


def test_a_reader_changes_a_number(open_page):
    page = opened(open_page)
    press(page, 1)
    says(page, 1, "As printed.")
    edit(page, 2, "x = 2\nx * 21\nfor i in range(2):\n    print(i)\n")
    says(page, 2, "Your code:")
    assert out(page, 2).endswith(">>> x * 21\n42\n>>> for i in range(2):\n...     print(i)\n0\n1\n")
    press(page, 2, "Put back")
    says(page, 2, "")
    assert page.locator(".live-out").count() == 0
    assert page.locator("textarea").count() == 0
    press(page, 2)
    says(page, 2, "As printed.")


def test_what_follows_from_a_change_is_compared(open_page, site_url):
    page = opened(open_page, "article/network.html")
    edit(
        page,
        1,
        "import numpy as np\nfrom bpref import *\nfrom bpref.example import W, b, x, y\nx = 2 * x",
    )
    says(page, 1, "Your code:")
    page.get_by_role("button", name="Check this page").click()
    status = page.locator(".live-says")
    expect(status).to_contain_text("1 changed by you")
    expect(page.get_by_text("Not as printed, because you changed block 1:").first).to_be_visible()


def test_an_exercise_is_judged_where_it_is_written(open_page):
    page = opened(open_page, "beyond/your-own.html")
    page.get_by_role("button", name="Edit weight_gradient").click()
    field = page.get_by_label("Code of weight_gradient")
    field.fill("def weight_gradient(dz, a_prev):\n    return dz @ a_prev.T")
    field.press("Control+Enter")
    verdict = page.get_by_role("region", name="What weight_gradient did")
    expect(verdict).to_have_text(
        re.compile("not right yet.*1/m is missing", re.DOTALL), timeout=LOADING
    )
    field.fill("def weight_gradient(dz, a_prev):\n    return dz @ a_prev.T / dz.shape[1]")
    page.get_by_role("button", name="Check weight_gradient").click()
    expect(verdict).to_have_text("weight_gradient is right, in its shapes and in every number.\n")
    field.fill("def weight_gradient(dz, a_prev)\n    return dz")
    page.get_by_role("button", name="Check weight_gradient").click()
    expect(verdict).to_contain_text("SyntaxError: expected ':'")


def test_what_a_browser_cannot_print_has_no_button(open_page):
    page = opened(open_page, "beyond/mistakes.html")
    note = page.locator(".not-in-browsers .live-bar")
    assert note.count() == 3
    assert note.locator("button").count() == 0
    expect(note.first).to_contain_text("no overflow")


def test_an_error_is_in_pythons_words_and_stops_what_follows(open_page):
    page = opened(open_page)
    edit(page, 1, "x = 1\nx / 0\nx")
    says(page, 1, "An error stops it:")
    code, traceback = out(page, 1).split("Traceback")
    assert code == ">>> x = 1\n>>> x / 0\n"
    assert traceback == (
        " (most recent call last):\n"
        '  File "<block 1>", line 2, in <module>\n    x / 0\n    ~~^~~\n'
        "ZeroDivisionError: division by zero\n"
    )
    press(page, 3)
    says(page, 3, "Not run: block 1 fails.")
    page.locator("#block-3 a").click()
    expect(page.get_by_label("Code of block 1")).to_be_visible()
    page.get_by_role("button", name="Check this page").click()
    first = page.locator(".live-says")
    expect(first).to_have_text(re.compile("^0 of .*First to fail, and to stop the rest: block 1$"))


def test_stop_ends_what_runs_and_what_loads(open_page):
    page = opened(open_page)
    page.route("**/*.whl", lambda route: None)  # so that it loads for ever
    press(page, 1)
    says(page, 1, re.compile("^Loading Python"))
    press(page, 1, "Stop")
    says(page, 1, "Stopped. The next run starts Python anew.", 5_000)
    page.unroute("**/*.whl")
    edit(page, 1, "while True:\n    pass")
    says(page, 1, "Running …")
    press(page, 1, "Stop")
    says(page, 1, "Stopped. The next run starts Python anew.", 5_000)
    page.get_by_label("Code of block 1").fill("6 * 7")
    press(page, 1)
    says(page, 1, "Your code:")
    assert out(page, 1) == ">>> 6 * 7\n42\n"


def test_a_site_without_its_python_says_so(open_page):
    page = opened(open_page)
    page.route("**/runner.py*", lambda route: route.fulfill(status=204))
    page.route(
        "**/pyodide.mjs", lambda route: route.fulfill(content_type="text/javascript", body="x")
    )
    press(page, 1)
    says(page, 1, re.compile("^Python could not"))


def test_by_keyboard_alone(open_page):
    page = opened(open_page)
    run = page.get_by_role("button", name="Run block 1", exact=True)
    run.focus()
    assert page.evaluate("document.activeElement.title") == "loads Python, 9 MB, once"
    expect(page.locator("#block-1 .cost, .live-bar:has(:focus) .cost").first).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Stop block 1")).to_be_focused()
    says(page, 1, "As printed.")
    expect(run).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Code of block 1")).to_be_focused()
    page.keyboard.press("Control+a")
    page.keyboard.type("if True:\n7 * 6\n")
    expect(page.get_by_label("Code of block 1")).to_have_value("if True:\n    7 * 6\n    ")
    page.keyboard.press("Control+Enter")
    says(page, 1, "Your code:")
    assert out(page, 1).endswith("42\n")
    page.keyboard.press("Tab")
    expect(run).to_be_focused()  # Tab leaves the field


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_nothing_is_barred_while_a_block_is_edited_and_runs(open_page, width, theme):
    page = opened(open_page, width=width, color_scheme=theme)
    page.evaluate(AXE_SCRIPT)
    edit(page, 1, "x = 1\nprint('a' * 500)\nx / 0")
    says(page, 1, "An error stops it:")
    press(page, 2, "Edit")
    page.get_by_label("Code of block 2").fill("while True: pass")
    press(page, 1, "Put back")
    press(page, 2)
    says(page, 2, "Running …")
    edit(page, 3, "1 +")
    assert not page.evaluate(BROKEN_RULES)
    press(page, 2, "Stop")
    says(page, 2, re.compile("^Stopped"))
    edit(page, 1, "x = 1\nprint('a' * 500)\nx / 0")
    says(page, 1, "An error stops it:")
    assert not page.evaluate(BROKEN_RULES)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("path", [COURSE, "reference/functions.html"])
def test_nothing_moves_when_the_buttons_come(open_page, path, width):
    page = open_page(path, width=width)
    places = """() => JSON.stringify(Array.from(document.querySelectorAll(
        ".bd-article :is(p, pre, h1, h2, h3, table)"), each => each.getBoundingClientRect().top))"""
    page.evaluate(
        "document.querySelectorAll('dl.py').forEach(each => each.style.contentVisibility = 'visible')"
    )
    with_buttons = page.evaluate(places)
    assert page.locator(".live-bar").count() > 1
    page.evaluate("document.querySelectorAll('.live-bar').forEach(each => each.remove())")
    assert page.evaluate(places) == with_buttons


def test_a_folder_a_sheet_and_a_page_without_scripts_have_no_buttons(open_page):
    page = open_page((SITE / COURSE).as_uri())
    assert page.locator(".live-bar").count() == 0
    assert page.get_attribute("html", "data-live") is None
    page = open_page(COURSE, java_script_enabled=False)
    assert page.locator(".live-bar").count() == 0
    page = opened(open_page)
    assert page.locator(".live-bar button:visible").count() > 2
    page.emulate_media(media="print")
    assert page.locator(".live-bar button:visible").count() == 0


def test_a_page_is_hardly_heavier_for_it():
    script = (SITE / "_static/site.js").read_text("utf-8")
    buttons = script[script.index("// Run and Edit below each block") :]
    style = (SITE / "_static/site.css").read_text("utf-8").splitlines()
    others = "\n".join(line for line in style if "live" not in line)
    with_buttons, without = (
        sum(len(gzip.compress(text.encode())) for text in texts)
        for texts in ((script, "\n".join(style)), (script.replace(buttons, ""), others))
    )
    assert 1_000 <= with_buttons - without <= 4_000


@pytest.mark.timed
def test_it_is_fast(open_page, site_url):
    page = opened(open_page)
    page.wait_for_timeout(2000)
    start = time.perf_counter()
    press(page, 1)
    says(page, 1, "As printed.")
    first = time.perf_counter() - start
    took = []
    for number in range(5):
        if not number:
            press(page, 1, "Edit")
        page.get_by_label("Code of block 1").fill(f"{number} + 1")
        start = time.perf_counter()
        page.get_by_label("Code of block 1").press("Control+Enter")
        page.wait_for_function(
            f"document.querySelector('.live-out')?.textContent.endsWith('\\n{number + 1}\\n')"
        )
        took.append(time.perf_counter() - start)
    print(f"first result {first:.2f} s, an edited example {sorted(took)[2] * 1000:.0f} ms")
    # Measured by itself, 3.8 s and 0.05 s; CI may be slower.
    assert first <= 8
    assert sorted(took)[2] <= 0.2
