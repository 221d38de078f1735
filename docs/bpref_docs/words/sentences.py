"""Where sentences end, for whatever shows the first ones of a text."""

import re

END = re.compile(r"(?<!\be\.g)(?<!\bi\.e)[.?!](?=\s|$)")


def sentences(text: str) -> list[str]:
    """Return a text's sentences, on one line each; the last may lack its full stop."""
    line = " ".join(text.split())
    return [found.strip() for found in re.findall(rf".+?(?:{END.pattern}|$)", line)] or [""]
