"""What staff see and add: counts of what was not answered, synonyms, replies."""
