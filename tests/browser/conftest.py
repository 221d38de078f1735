"""The built site, served on this machine, and a browser that can reach nothing else."""

import functools
import http.server
import os
import threading
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, Route, sync_playwright

SITE = Path(__file__).parents[2] / "build" / "site"
CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
# No sandbox inside a container; and nothing that a browser would ask the network for by itself.
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
]


class Quiet(http.server.SimpleHTTPRequestHandler):
    """Serve without a line for each request."""

    def log_message(self, *args: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="session")
def site_url() -> Iterator[str]:
    """Return the address under which the built site is served."""
    assert (SITE / "index.html").exists(), "build the site first: python -m nox -s docs"
    handler = functools.partial(Quiet, directory=str(SITE))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Return the system's Chromium."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """Return a new page; the test fails if it asks another host or logs an error."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    foreign, errors = [], []

    def ask(route: Route) -> None:
        if urlsplit(route.request.url).hostname == "127.0.0.1":
            route.continue_()
        else:
            foreign.append(route.request.url)
            route.abort()

    page.route("**/*", ask)
    page.on("pageerror", lambda error: errors.append(str(error)))
    yield page
    context.close()
    assert (foreign, errors) == ([], [])
