"""Formulas as MathML, every symbol in its colour; worked equations."""
