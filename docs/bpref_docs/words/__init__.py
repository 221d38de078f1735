"""Quantities, numbers, symbols, expressions and tables, as text."""
