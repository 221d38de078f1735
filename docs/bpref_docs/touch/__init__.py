"""The network that can be played with."""
