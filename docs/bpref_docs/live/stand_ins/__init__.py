"""What the cells find in the browser by the names of packages that are not there."""
