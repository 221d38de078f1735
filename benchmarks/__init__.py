"""How fast a gradient can be: what is timed, how, and the last figures; `nox -s benchmark`."""
