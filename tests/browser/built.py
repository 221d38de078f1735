"""The built site that the tests open, and what its pages must not do."""

import re
from pathlib import Path

from playwright.sync_api import BrowserContext

SITE = Path(__file__).parents[2] / "build" / "site"
# The theme leaves templates of its own in _static.
PAGES = sorted(
    path.relative_to(SITE).as_posix()
    for path in SITE.rglob("*.html")
    if SITE / "_static" not in path.parents
)


def watch(context: BrowserContext, site_url: str, faults: list[str]) -> None:
    """Add to the faults what a context's pages ask of other hosts, and what they complain of."""
    own = re.compile(f"{re.escape(site_url)}/|data:|blob:|file:|about:")

    def request(asked: str) -> None:
        if not own.match(asked):
            faults.append(f"asks for {asked}")

    context.on("request", lambda found: request(found.url))
    context.on("weberror", lambda found: faults.append(f"error: {found.error}"))
    context.on(
        "console",
        lambda found: faults.append(found.text) if found.type in ("error", "warning") else None,
    )
