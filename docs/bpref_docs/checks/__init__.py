"""Gradients against two ways that know no backpropagation."""
