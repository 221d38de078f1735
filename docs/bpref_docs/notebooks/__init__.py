"""How cells run, and what the site gives away."""
