"""The built site in the system's Chromium. `nox -s docs` builds it, `nox -s browser` runs this.

One Chromium serves all tests; each gets a profile of its own. Its network is this machine alone:
no other name resolves, and a request that is tried fails the test all the same, as does an error
in the console.
"""

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest
from built import SITE, watch
from playwright.sync_api import Browser, Page, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome")  # as systems call it
CHROMIUM = next(filter(None, map(shutil.which, NAMES)), None)
FLAGS = (
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)
# The site's script waits for the page; this is what it leaves.
READY = "() => window.bootstrap"

OpenPage = Callable[..., Page]


class Quiet(SimpleHTTPRequestHandler):
    """Serves the site's files without a line for each."""

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="session")
def site_url() -> Iterator[str]:
    """Serve the built site on this machine, and return its address, without a slash at the end."""
    assert (SITE / "index.html").exists(), "build the site first: python -m nox -s docs"
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(SITE))) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Start Chromium, once for all tests."""
    assert CHROMIUM, f"install Chromium first: none of {NAMES} is found"
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=CHROMIUM, args=FLAGS, chromium_sandbox=False
        )
        yield chromium
        chromium.close()


@pytest.fixture
def open_page(browser: Browser, site_url: str) -> Iterator[OpenPage]:
    """Return a function that opens a page in a fresh profile: open_page("", width=390, ...).

    Further options are those of a browser's context: color_scheme, java_script_enabled, ...
    """
    faults: list[str] = []

    with ExitStack() as stack:

        def open_page(path: str = "", width: int = 1280, height: int = 800, **options) -> Page:
            context = browser.new_context(viewport={"width": width, "height": height}, **options)
            stack.callback(context.close)
            watch(context, site_url, faults)
            page = context.new_page()
            page.goto(path if ":" in path else f"{site_url}/{path}")
            if options.get("java_script_enabled", True) and path != "about:blank":
                page.wait_for_function(READY)
            return page

        yield open_page
    assert not faults


@pytest.fixture
def page(open_page: OpenPage) -> Page:
    """Return an empty page in a fresh profile, 1280 pixels wide."""
    return open_page("about:blank")
