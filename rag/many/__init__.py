"""Reports of several places: which is meant, which mention a term, one narrowed to."""
