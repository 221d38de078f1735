"""In place of IPython.display: what a cell shows is kept, and JavaScript puts it into the page."""

from typing import Any

shown: list[Any] = []  # by the cell that runs, in its order


class Rich:
    """What is shown as something else than its text."""

    def __init__(self, data: str) -> None:
        self.data = data


class HTML(Rich):
    """What the page shows as it is."""


class Markdown(Rich):
    """MyST, which only the build makes into tables and mathematics."""


def display(*objects: Any) -> None:
    """Show objects, before what the cell's last line is."""
    shown.extend(objects)
