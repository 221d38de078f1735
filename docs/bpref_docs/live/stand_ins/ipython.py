"""In place of IPython: what Matplotlib asks where it finds one."""

version_info = (8, 24)  # from which on IPython asks Matplotlib, and not the other way round


def get_ipython() -> None:
    """Return none: no IPython runs."""
