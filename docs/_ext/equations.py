"""The labelled equations of the site, as the page of all proofs lists them."""

import re
from collections.abc import Iterator
from pathlib import Path

DOCS = Path(__file__).parent.parent
LABELLED = re.compile(r"^\$\$\n((?:(?!\$\$).)*?)\n\$\$ \((\w+)\)$", re.MULTILINE | re.DOTALL)


def equations() -> Iterator[tuple[str, str, str, str]]:
    """Yield for each its function, its TeX, its page and what to call the page, in reading order.

    A page of the article is called by its number, the others by their titles.
    """
    index = (DOCS / "index.md").read_text("utf-8")
    for number, page in enumerate(re.findall(r"^(?:article|beyond)/.*$", index, re.MULTILINE), 1):
        text = (DOCS / f"{page}.md").read_text("utf-8")
        title = re.search(r"^# (.*)$", text, re.MULTILINE)[1]
        for tex, name in LABELLED.findall(text):
            yield (
                name,
                tex.replace("\n", " "),
                page,
                str(number) if page.startswith("article") else title,
            )
