"""The figures of the pages' cells, and the network."""
