"""Examples that run where they stand: Python for the reader's browser, and what runs a page in it."""
