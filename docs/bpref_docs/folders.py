"""Where the project's files are."""

from pathlib import Path

DOCS = Path(__file__).parents[1]
ROOT = DOCS.parent
CARDS = "cards"  # within the built site: the pictures that links to pages show
LIVE = "live"  # within the built site: Python for the browser, which runs the examples
