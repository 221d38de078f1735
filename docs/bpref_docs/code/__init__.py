"""bpref's functions on the pages: shown, marked, to be copied."""
