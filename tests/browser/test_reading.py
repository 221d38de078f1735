"""What readers do with the site, one way of reading at a time."""

import gzip
import re
import zlib
from urllib.parse import urlsplit

import pytest
from built import PAGES, SITE

SECTION = "article/crossing.html"
# Of a PDF, as Chromium writes it: a sheet's height and drawing, and in the drawing where text begins.
SHEET = re.compile(
    rb"/Type /Page\b.*?/MediaBox \[0 0 [\d.]+ ([\d.]+)\].*?/Contents (\d+) 0 R", re.DOTALL
)
STEP = re.compile(rb"^(?:(q)|(Q)|((?:[-.\d]+ ){6})(cm|Tm))$", re.MULTILINE)
FOCUS = "(document.activeElement.getAttribute('aria-label') ?? document.activeElement.textContent).trim()"


@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_light(open_page, site_url, path):
    page = open_page("about:blank")
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{site_url}/{path}")
    page.wait_for_load_state("networkidle")
    files = [SITE / urlsplit(url).path.lstrip("/") for url in asked if not url.startswith("data:")]
    weight = sum(
        # Fonts are compressed already.
        len(data if file.suffix == ".woff2" else gzip.compress(data))
        for file in files
        for data in [file.read_bytes()]
    )
    assert len(files) <= 16
    # The page of the search loads all that can be found at once, the others when it is asked for.
    assert weight <= (250_000 if path == "search.html" else 200_000)


def test_nothing_is_deployed_that_no_page_uses():
    named = "".join(
        path.read_text("utf-8")
        for suffix in ("html", "css", "js")
        for path in SITE.rglob(f"*.{suffix}")
    )
    # A licence goes with what it licenses.
    unused = [
        path.relative_to(SITE).as_posix()
        for path in (SITE / "_static").rglob("*")
        if path.is_file() and path.name not in named and "licen" not in path.name.lower()
    ]
    assert not unused
    assert "sourceMappingURL" not in named


def is_seen(page, what: str, height: int) -> bool:
    """Return whether all of something is on the first screen."""
    box = page.locator(what).bounding_box()
    return box["y"] >= 0 and box["y"] + box["height"] <= height


def test_the_first_screen_says_what_this_is_and_where_to_go(open_page):
    page = open_page("index.html")
    wide = ("article h1", ".hero > p", ".calls", ".figures ul", ".figures > p", ".hero svg")
    for what in (*wide, ".hero figcaption", ".hero [data-turn]"):
        assert is_seen(page, what, 800), what
    assert page.locator(".figures li a .checked").count() == 3
    assert page.locator(".logo-mark >> visible=true").count() == 1
    page = open_page("index.html", width=390, height=844)
    for what in ("article h1", ".hero > p", ".calls", ".figures ul", ".hero figcaption"):
        assert is_seen(page, what, 844), what
    assert page.locator(".hero svg").bounding_box()["y"] <= 844 - 100
    assert page.locator(".logo-mark >> visible=true").count() == 1


def test_the_first_screen_has_one_button(open_page):
    page = open_page("index.html")
    colour = "each => getComputedStyle(each).backgroundColor"
    start, *others = page.locator(".calls a").all()
    assert start.inner_text() == "Start reading"
    assert start.evaluate(colour) != "rgba(0, 0, 0, 0)"
    assert [each.evaluate(colour) for each in others] == 2 * ["rgba(0, 0, 0, 0)"]


@pytest.mark.parametrize("width", [390, 800, 1280, 1680])
def test_nothing_moves_when_the_network_of_the_first_screen_comes_to_life(
    open_page, site_url, width
):
    boxes = """() => Array.from(
        document.querySelectorAll(".hero svg, .hero figcaption, .figures, .hero ~ *"),
        each => JSON.stringify(each.getBoundingClientRect()))"""
    page, held = open_page("about:blank", width=width, height=1200), []
    page.route("**/touch.js*", lambda route: held.append(route))
    page.goto(f"{site_url}/index.html", wait_until="commit")
    page.wait_for_function("document.readyState != 'loading'")
    page.wait_for_function(
        "[...document.querySelectorAll('link[rel=stylesheet]')].every(link => link.sheet)"
    )
    page.wait_for_timeout(500)
    # Fonts are here by now; what moves from now on is moved by the network.
    page.evaluate("""document.fonts.ready.then(() => {
        window.shift = 0
        new PerformanceObserver(list => list.getEntries().forEach(each => window.shift += each.value))
            .observe({ type: "layout-shift" })})""")
    still = page.evaluate(boxes)
    held.pop().continue_()
    page.wait_for_selector(".hero .stage")
    page.wait_for_timeout(200)
    assert page.evaluate(boxes) == still
    assert page.evaluate("window.shift") == 0


def test_the_network_of_the_first_screen_can_be_played_with(open_page):
    page = open_page("index.html")
    page.wait_for_selector(".hero [data-line=w7].goes", state="attached")
    loss, rest = page.locator(".hero [data-value=J]"), page.locator("#the-four-steps")
    before, below = loss.text_content(), rest.bounding_box()
    box = page.locator(".hero [data-name=w7] rect").bounding_box()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.mouse.move(box["x"] + 120, box["y"] + 5, steps=4)
    page.mouse.up()
    assert loss.text_content() != before
    # Of what is shown, no more than a slider's being there depends on what is chosen.
    page.locator(".hero [data-name=z4]").click()
    assert not page.locator(".hero [data-turn]").is_visible()
    tab_to(page, "Reset")
    page.keyboard.press("Enter")
    assert loss.text_content() == before
    assert rest.bounding_box() == below
    # The menu is seen by who comes to it with the keyboard, past the drawing.
    menu = page.locator(".hero .pick")
    assert menu.evaluate("each => getComputedStyle(each).opacity") == "0"
    menu.locator("select").focus()
    assert menu.evaluate("each => getComputedStyle(each).opacity") == "1"
    assert rest.bounding_box() == below


def test_without_scripts_the_network_of_the_first_screen_is_a_picture(open_page):
    page = open_page("index.html", java_script_enabled=False)
    assert page.locator(".hero svg").is_visible()
    assert "Drag" not in page.inner_text(".hero figcaption")


def test_each_page_of_the_course_says_where_it_stands_and_what_comes(open_page):
    page = open_page(SECTION)
    last = max(int(n) for n in re.findall(r"^(\d+)\. ", page.inner_text("nav.bd-links"), re.M))
    assert page.inner_text(".where p") == f"The course · section\N{NO-BREAK SPACE}5 of 0–{last}"
    for link in (".left-prev", ".right-next"):
        assert re.search(r"\w.*[.?]$", page.inner_text(f"{link} .prev-next-about"))


def test_a_formula_in_the_name_of_the_next_page_is_typeset(open_page):
    page = open_page("article/four-steps.html")
    assert page.locator(".right-next .prev-next-title math").count() > 0


def test_a_function_leads_to_the_pages_that_use_it(open_page):
    page = open_page("reference/functions.html")
    assert (
        page.locator(".uses").count() >= page.locator("dl.py.function").count() - 1
    )  # one is for its own sake
    uses = page.locator("dl.py.function:has([id='bpref.weight_gradient']) .uses a")
    assert "section\N{NO-BREAK SPACE}4" in uses.all_text_contents()


def test_the_copy_button_takes_code_without_prompts_and_output(open_page):
    page = open_page("index.html", permissions=["clipboard-read", "clipboard-write"])
    page.locator("div.highlight:has-text('cross_entropy(a[2], y)') button.copybtn").first.click()
    page.wait_for_timeout(100)
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("from bpref import")
    assert ">>>" not in copied
    compile(copied, "copied", "exec")


def tab_to(page, label: str) -> None:
    """Press the tab key until something of that label has the focus."""
    for _ in range(120):
        page.keyboard.press("Tab")
        if page.evaluate(FOCUS).startswith(label):
            return
    raise AssertionError(f"no tab stop is called {label}")


def test_the_menu_of_colours_by_keyboard(open_page):
    page = open_page(SECTION, color_scheme="light")
    tab_to(page, "Color mode")
    page.keyboard.press("Enter")
    page.keyboard.press("ArrowDown")
    tab_to(page, "Dark")
    page.keyboard.press("Enter")
    assert page.get_attribute("html", "data-theme") == "dark"
    assert page.evaluate(FOCUS).startswith("Color mode")
    page.reload()
    assert page.get_attribute("html", "data-theme") == "dark"


@pytest.mark.parametrize("menu", ["Toggle primary sidebar", "Toggle secondary sidebar"])
def test_the_menus_of_a_phone_by_keyboard(open_page, menu):
    page = open_page(SECTION, width=390)
    tab_to(page, menu)
    page.keyboard.press("Enter")
    assert page.locator("dialog[open]").count() == 1
    assert page.evaluate("document.querySelector('dialog[open]').contains(document.activeElement)")
    page.keyboard.press("Escape")
    assert page.locator("dialog[open]").count() == 0
    assert page.evaluate(FOCUS) == menu


@pytest.mark.parametrize(
    "button", ["theme-switch-button", "search-button", "primary-toggle", "secondary-toggle"]
)
def test_a_button_of_the_header_leaves_the_page_where_it_is(open_page, button):
    page = open_page(SECTION, width=390)
    page.evaluate("scrollTo(0, 3000)")
    box = page.locator(f".{button} >> visible=true").first.bounding_box()
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.wait_for_selector("dialog[open], .dropdown-menu.show")
    page.keyboard.press("Escape")
    page.wait_for_selector("dialog[open], .dropdown-menu.show", state="hidden")
    page.wait_for_timeout(100)  # a scroll is told of in the next frame
    assert page.evaluate("scrollY") == 3000


PLACE = """() => {
    const found = document.activeElement, { top } = found.getBoundingClientRect()
    return [found.tagName, found.textContent, top >= 0 && top < innerHeight / 2]
}"""


@pytest.mark.parametrize("by", ["finger", "keyboard"])
@pytest.mark.parametrize(
    ("menu", "entry", "heading"),
    [
        ("Toggle secondary sidebar", "We may add", ("H2", "We may add")),
        ("Toggle primary sidebar", "5. Backpropagating", ("H1", "5. Backpropagating")),
    ],
)
def test_an_entry_of_a_menu_leads_there(open_page, menu, entry, heading, by):
    page = open_page(SECTION, width=390, has_touch=True)
    page.click(f"[aria-label='{menu}']")
    link = page.locator(f"dialog[open] a:has-text('{entry}')")
    if by == "finger":
        link.tap()
    else:
        link.focus()
        page.keyboard.press("Enter")
    page.wait_for_function("document.activeElement.matches('h1, h2')")
    tag, text, in_sight = page.evaluate(PLACE)
    assert (tag, in_sight) == (heading[0], True)
    assert text.startswith(heading[1])
    assert page.locator("dialog[open]").count() == 0
    page.keyboard.press("Tab")
    below = "document.activeElement.closest('section')?.querySelector('h1, h2').textContent"
    assert page.evaluate(below) == text


def test_a_screen_reader_is_told_all_of_a_heading_and_of_a_link(open_page):
    page = open_page(SECTION)
    tree = page.context.new_cdp_session(page).send("Accessibility.getFullAXTree")["nodes"]
    names = {role: set() for role in ("heading", "link")}
    for node in tree:
        if (role := node.get("role", {}).get("value")) in names:
            names[role].add(node["name"]["value"])
    title = "5. Backpropagating through a layer: why W is transposed"
    assert {title, "Through the activation there is one path: dz1"} <= names["heading"]
    # In the side bar, in the contents, before and after, and of each place.
    assert {title, "Through the activation there is one path: dz1"} <= names["link"]
    assert any(
        "4. Gradients of the output layer’s weights and biases The" in name
        for name in names["link"]
    )
    assert f"Link to this heading: {title}" in names["link"]
    assert "#" not in names["link"]
    permalinks = page.eval_on_selector_all(".headerlink", "all => all.map(one => one.ariaLabel)")
    assert len(permalinks) == len({*permalinks})


@pytest.mark.parametrize("width", [390, 1280])
def test_every_tab_stop_is_seen_and_does_something(open_page, width):
    page = open_page("article/many-examples.html", width=width)
    page.evaluate("() => new Promise(on => requestAnimationFrame(() => requestAnimationFrame(on)))")
    stops = page.evaluate("document.querySelectorAll('[tabindex=\"0\"]').length")
    idle = page.evaluate("""[...document.querySelectorAll('[tabindex="0"]')]
        .filter(box => box.scrollWidth <= box.clientWidth).map(box => box.outerHTML.slice(0, 90))""")
    assert not idle
    assert (stops > 0) is (width == 390)
    seen = set()
    page.keyboard.press("Tab")
    for _ in range(400):
        where = page.evaluate("""() => {
            const element = document.activeElement, box = element.getBoundingClientRect()
            const style = getComputedStyle(element)
            return [element.outerHTML.slice(0, 120), box.width * box.height > 0
                && style.visibility == "visible" && style.opacity > 0.1]
        }""")
        if where[0].startswith("<body"):
            break
        assert where[1], where
        seen.add(where[0])
        page.keyboard.press("Tab")
    assert any("headerlink" in stop for stop in seen)


def test_the_theme_follows_the_system(open_page):
    for scheme in ("light", "dark"):
        assert (
            open_page("index.html", color_scheme=scheme).get_attribute("html", "data-theme")
            == scheme
        )


@pytest.mark.parametrize("path", PAGES)
def test_without_scripts_all_is_there(open_page, path):
    page = open_page(path, width=390, java_script_enabled=False)
    assert page.locator("h1 >> visible=true").count() == 1
    assert page.locator(".sidebar-toggle >> visible=true").count() == 0
    assert page.locator("nav.bd-links a >> visible=true").count() >= len(PAGES) - 3
    page.locator("nav.bd-links a").last.scroll_into_view_if_needed()
    assert 0 <= page.locator("nav.bd-links a").last.bounding_box()["x"] < 390
    page.set_viewport_size({"width": 1280, "height": 800})
    assert page.locator("nav.bd-links a >> visible=true").count() >= len(PAGES) - 3
    if path != "search.html":
        assert len(page.inner_text("article")) > 150
        assert page.locator(".search-button-field >> visible=true").count() == 0


def test_from_a_folder_without_a_server(open_page):
    page = open_page((SITE / SECTION).as_uri())
    page.click(".right-next")
    assert page.url.startswith("file:")
    assert "The course" in page.inner_text(".where p")
    page.goto((SITE / "search.html").as_uri() + "?q=bias")
    page.wait_for_selector(".search li")


def sheets(pdf: bytes) -> list[float]:
    """Return how far down the text reaches on each sheet, as a part of its height."""
    found = []
    for height, number in SHEET.findall(pdf):
        start = re.search(rb"\n%b 0 obj\b.*?stream\r?\n" % number, pdf, re.DOTALL).end()
        drawing = zlib.decompressobj().decompress(pdf[start:])
        # How a point's height on the sheet follows from where it is drawn: x, y and 1 times these.
        stack, heights = [(0.0, 1.0, 0.0)], []
        for saves, restores, numbers, operator in STEP.findall(drawing):
            if saves:
                stack.append(stack[-1])
            elif restores:
                stack.pop()
            else:
                a, b, c, d, e, f = map(float, numbers.split())
                x, y, one = stack[-1]
                placed = a * x + b * y, c * x + d * y, e * x + f * y + one
                if operator == b"cm":
                    stack[-1] = placed
                else:
                    heights.append(placed[2])
        assert heights, "a sheet without a word"
        found.append(1 - min(y for y in heights if y > 0) / float(height))
    return found


@pytest.mark.parametrize("path", PAGES)
def test_on_paper_is_the_text_alone_and_no_sheet_but_the_last_is_half_empty(open_page, path):
    page = open_page(path, color_scheme="dark")
    page.emulate_media(media="print")
    assert page.locator("h1 >> visible=true").count() == 1
    assert page.locator(".bd-sidebar, .bd-header-article").first.is_hidden()
    assert page.locator("summary:has-text('Show the code') >> visible=true").count() == 0
    *full, _ = sheets(page.pdf(format="A4"))
    assert not [part for part in full if part < 0.5], full


@pytest.mark.parametrize("path", PAGES)
def test_on_paper_what_is_folded_can_be_read(open_page, path):
    page = open_page(path)
    page.emulate_media(media="print")
    hidden = page.evaluate("""async () => {
        // What is unfolded is laid out a frame later; a page that is not seen may have no frames.
        await new Promise(done => setTimeout(done, 200))
        // How a figure is drawn and a function's second copy are left out, their handles too.
        const folds = [...document.querySelectorAll("article details.admonition:not(.hide)")]
        const parts = folds.flatMap(fold => [...fold.querySelectorAll(":scope > :not(summary, details.hide)")])
        const read = part => part.checkVisibility({ contentVisibilityAuto: true, visibilityProperty: true })
            && part.getBoundingClientRect().height > 0
        return parts.filter(part => !read(part)).map(part => part.textContent.slice(0, 80))
    }""")
    assert hidden == []


def test_the_paper_is_the_same_whether_answers_were_opened_or_not(open_page):
    page = open_page(SECTION)
    for_each = "document.querySelectorAll('article details.admonition:not(.hide)').forEach"
    closed = sheets(page.pdf(format="A4"))
    page.evaluate(f"{for_each}(fold => (fold.open = true))")
    assert sheets(page.pdf(format="A4")) == closed
    page.evaluate(f"{for_each}(fold => fold.remove())")
    assert sum(sheets(page.pdf(format="A4"))) < sum(closed) - 0.5  # of a sheet


@pytest.mark.parametrize(
    "path", [SECTION, "article/network.html", "beyond/checking-gradients.html"]
)
def test_on_paper_the_marked_lines_are_marked(open_page, path):
    page = open_page(path)
    page.emulate_media(media="print")
    styles = page.eval_on_selector_all(
        ".hll", "lines => lines.map(line => getComputedStyle(line).borderLeftStyle)"
    )
    assert set(styles) == {"solid"}


@pytest.mark.parametrize(
    ("path", "table"),
    [(SECTION, "change"), ("article/training-step.html", "before")],
)
def test_on_a_phone_a_table_that_fits_is_a_table(open_page, path, table):
    page = open_page(path, width=390)
    found = page.locator(f"article table:has(th:has-text('{table}'))").first
    assert found.evaluate("table => getComputedStyle(table).display") == "table"
    assert found.evaluate("({ parentElement: box }) => box.scrollWidth <= box.clientWidth")
    assert found.locator("thead").is_visible()


@pytest.mark.parametrize("path", ["reference/notation.html", "reference/contributing.html"])
def test_on_a_phone_a_card_has_a_gap_between_label_and_value(open_page, path):
    gaps = open_page(path, width=390).eval_on_selector_all(
        "table.cards td:has(> .label)",
        """cells => cells.filter(cell => cell.firstChild.checkVisibility()).map(cell => {
            const [label, value] = [...cell.children].map(part => {
                const words = document.createRange()
                words.selectNodeContents(part)
                return words.getBoundingClientRect()
            })
            return value.left - label.right
        })""",
    )
    assert gaps
    assert min(gaps) >= 10


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", [SECTION, "reference/functions.html", "reference/notation.html"])
def test_colours_are_those_of_quantities_and_all_else_is_ink(open_page, path, scheme):
    page = open_page(path, color_scheme=scheme)
    page.evaluate("document.querySelectorAll('details').forEach(fold => (fold.open = true))")
    coloured = page.evaluate("""() => {
        const grey = colour => {
            const [r, g, b] = colour.match(/[.0-9]+/g).map(Number)
            return Math.max(r, g, b) - Math.min(r, g, b) < 24
        }
        const chrome = "a:not(:has(math)), button, code, pre, pre span:not([class^=bpref-]), summary, .admonition, h1, h2, h3"
        return [...document.querySelectorAll(chrome)]
            .filter(part => !part.closest("math, svg, .bpref-touch"))
            .flatMap(part => ["color", "borderLeftColor", "backgroundColor"]
                .filter(which => !grey(getComputedStyle(part)[which]))
                .map(which => `${which} ${getComputedStyle(part)[which]}: ${part.outerHTML.slice(0, 80)}`))
    }""")
    assert not coloured


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_equation_of_a_function_is_in_the_colours_of_the_equation(open_page, scheme):
    page = open_page(SECTION, color_scheme=scheme)
    colour = "part => getComputedStyle(part).color"
    block = page.locator("[id='source-input_gradient']")
    assert block.locator(".hll").count() == 1
    for name, kind in (("W", "parameter"), ("dz", "gradient")):
        token = block.locator(f".hll .bpref-{kind}")
        assert token.inner_text() == name
        assert token.evaluate(colour) == page.locator(
            f"article .bpref-{kind}, article math [style*={kind}]"
        ).first.evaluate(colour)
    # What stands around it is grey, as comments are everywhere.
    muted = block.locator(".head").evaluate(colour)
    core = block.locator(".core pre")
    assert core.evaluate(colour) == muted != block.locator(".hll").evaluate(colour)
    assert page.locator("article .highlight .c1").first.evaluate(colour) == muted


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize(
    "path", [SECTION, "article/four-steps.html", "article/sigmoid-and-cross-entropy.html"]
)
def test_the_equation_is_what_one_sees_of_a_function(open_page, path, width, scheme):
    page = open_page(path, width=width, color_scheme=scheme)
    for block in page.locator(".function-block").all():
        seen = block.inner_text()
        assert (
            "raise" not in seen and "Parameters" not in seen
        )  # neither refusals nor the docstring
        sizes = block.evaluate("""block => {
            const size = part => parseFloat(getComputedStyle(part).fontSize)
            const lines = [...block.querySelectorAll(".core .hll")]
            const rest = [...block.querySelectorAll(".head, .head *, .core pre, summary")]
            return [size(block.querySelector("math")), ...[lines, rest].map(parts => parts.map(size))]
        }""")
        equation, lines, rest = sizes
        # The equation is the largest, the line that says it the next.
        assert equation > 1.3 * max(lines) and min(lines) > 1.1 * max(rest)
        # One mark, and the equation before all code.
        marks = block.locator(".core .hll").evaluate_all(
            "lines => lines.map(line => (({ borderLeft, background }) => borderLeft + background)(getComputedStyle(line)))"
        )
        assert len(set(marks)) == 1
        assert (
            block.locator("math").bounding_box()["y"]
            < block.locator("pre").first.bounding_box()["y"]
        )
        # Each line is seen whole: where it is too long, it goes on in the next.
        assert block.locator(".core pre").evaluate("box => box.scrollWidth <= box.clientWidth")
        assert block.locator("details").count() == 1


def test_the_whole_function_is_copied_from_its_fold_and_from_nowhere_else(open_page):
    page = open_page(SECTION, permissions=["clipboard-read", "clipboard-write"])
    block = page.locator("[id='source-input_gradient']")
    block.locator("summary").click()
    block.locator("details pre").hover()
    block.locator("button.copybtn").click()  # the only one
    page.wait_for_timeout(100)
    text = page.evaluate("navigator.clipboard.readText()")
    assert text.startswith("def input_gradient(") and "Parameters" in text


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_on_paper_a_function_is_its_equation_and_the_line_that_says_it(open_page, scheme):
    page = open_page(SECTION, color_scheme=scheme)
    page.emulate_media(media="print")
    block = page.locator("[id='source-input_gradient']")
    assert block.locator("math").is_visible() and block.locator(".hll").is_visible()
    assert not block.locator("details").is_visible()


@pytest.mark.parametrize(("width", "beside"), [(1280, True), (390, False)])
def test_in_the_reference_the_example_stands_beside_the_text_where_there_is_room(
    open_page, width, beside
):
    page = open_page("reference/functions.html", width=width)
    entry = page.locator("dl.py:has([id='bpref.cross_entropy_dz']) > dd")
    entry.scroll_into_view_if_needed()
    # All at one moment: entries above that are laid out late move what is below.
    boxes = "parts => parts.map(part => part.getBoundingClientRect().toJSON())"
    parts = entry.locator(":scope > .equation math, .beside > div")
    equation, text, example = parts.evaluate_all(boxes)
    assert (example["x"] > text["right"]) == beside
    assert (example["y"] == text["y"]) == beside
    assert equation["y"] < text["y"]
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("path", ["index.html", "reference/functions.html"])
def test_a_page_without_a_column_of_contents_has_no_button_for_it(open_page, path):
    assert open_page(path, width=390).locator(".secondary-toggle").count() == 0


def test_the_table_of_functions_leads_to_each(open_page):
    page = open_page("reference/functions.html")
    links = page.locator("table.functions a")
    assert links.count() == page.locator("dl.py").count() == 32
    assert page.locator("table.functions math").count() >= 32
    links.nth(20).click()
    page.wait_for_timeout(300)
    named = page.url.split("#")[1]
    box = page.locator(f"[id='{named}']").bounding_box()
    assert 0 <= box["y"] < 400


@pytest.mark.parametrize("path", [SECTION, "article/why.html"])
def test_the_code_of_a_figure_stands_below_it(open_page, path):
    order = open_page(path).eval_on_selector_all(
        ".cell:has(> details.hide)",
        """cells => cells.map(cell => cell.querySelector(".cell_output").getBoundingClientRect().bottom
            <= cell.querySelector(":scope > details").getBoundingClientRect().top)""",
    )
    assert order
    assert all(order)


def test_below_the_buttons_of_an_example_a_heading_keeps_its_distance(open_page):
    page = open_page("beyond/finite-losses.html")
    page.wait_for_selector(".live-bar", state="attached")
    distances = page.evaluate("""() => Array.from(document.querySelectorAll(".bd-article :is(h2, h3)"), heading => {
        const above = heading.parentElement.previousElementSibling
            ?? heading.parentElement.parentElement.previousElementSibling
        const bars = above?.querySelectorAll(".live-bar") ?? []
        const bar = [...bars].filter(each => each.checkVisibility()).at(-1)
        return bar && heading.getBoundingClientRect().top - bar.getBoundingClientRect().bottom
    }).filter(Boolean)""")
    assert len(distances) > 5
    assert min(distances) > 24


def test_the_decimal_points_of_a_matrix_are_below_each_other(open_page):
    # Where the point is, by the room behind it: STIX has digits of one width.
    points = open_page("article/network.html", width=390).eval_on_selector_all(
        "mtable:has(mtd.number)",
        """tables => tables.map(table => {
            const rows = [...table.children].map(row => [...row.children])
            return rows[0].map((_, column) => rows.map(row => row[column])
                .filter(cell => cell?.classList.contains("number"))
                .filter(cell => cell.textContent.includes("."))
                .map(cell => {
                    const text = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT)
                    let last
                    while (text.nextNode()) last = text.currentNode
                    const point = document.createRange()
                    point.setStart(last, last.data.indexOf("."))
                    point.setEnd(last, last.data.indexOf(".") + 1)
                    return point.getBoundingClientRect().left
                }))
        })""",
    )
    columns = [column for table in points for column in table if len(column) > 1]
    assert columns
    assert all(max(column) - min(column) < 1 for column in columns)


@pytest.mark.parametrize("path", ["index.html", SECTION, "reference/functions.html"])
def test_a_box_of_code_holds_78_characters(open_page, path):
    # In the widest of the fonts that systems have for code a character is 0.603 em wide.
    room = open_page(path).evaluate("""() => {
        document.querySelectorAll("details").forEach(fold => (fold.open = true))
        return [...document.querySelectorAll("article .highlight > pre")].map(box => {
            const style = getComputedStyle(box)
            const inner = box.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight)
            // What stands in a docstring is four further in there than on the page.
            return inner / (0.603 * parseFloat(style.fontSize)) + (box.closest(".example") ? 4 : 0)
        })
    }""")
    assert room
    assert min(room) >= 78


@pytest.mark.parametrize(("width", "beside"), [(1280, True), (390, False)])
def test_the_wrong_line_stands_beside_the_right_one_or_above_it(open_page, width, beside):
    page = open_page("beyond/mistakes.html", width=width)
    for card in page.locator(".mistake").all():
        wrong, right = (
            card.locator(f".lines .{name}").bounding_box() for name in ("wrong", "right")
        )
        assert (wrong["y"] == right["y"]) == beside
        assert beside or wrong["y"] + wrong["height"] <= right["y"]
        # What differs is seen without colours: by its ground and a line, which differ in kind.
        lines = card.locator("del, ins").evaluate_all(
            "marks => marks.map(mark => [mark.tagName, getComputedStyle(mark).textDecorationStyle])"
        )
        assert {*map(tuple, lines)} <= {("DEL", "wavy"), ("INS", "solid")}
        assert lines
