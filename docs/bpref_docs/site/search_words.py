"""Sphinx extension: the search finds a number, "0.8625", and knows what readers type for our words.

search_words.json has those words: what begins so, as a regular expression, is what the site says.
"""

import re
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.search.en import SearchEnglish
from sphinx.util.typing import ExtensionMetadata

SITE_SAYS = Path(__file__).with_suffix(".json")


class EnglishWithNumbers(SearchEnglish):
    """English, whose words include decimals: Sphinx has them in two parts, and drops both."""

    js_splitter_code = rf"""
const SITE_SAYS = {SITE_SAYS.read_text("utf-8")}
var splitQuery = query =>
  query.match(/\d+\.\d+|[\p{{Letter}}\p{{Number}}_\p{{Emoji_Presentation}}]+/gu) ?? []
"""

    def split(self, input: str) -> list[str]:
        """Return the words of a text, as the script above does; a minus sign belongs to none."""
        return re.findall(r"\d+\.\d+|\w+", input)


def setup(app: Sphinx) -> ExtensionMetadata:
    """Let Sphinx index pages in this English."""
    app.add_search_language(EnglishWithNumbers)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
