"""How long one full gradient takes: the candidates, the measuring, and what is said about it.

`nox -s benchmark` runs this package and keeps the figures; the page on speed shows them.
"""
