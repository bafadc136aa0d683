"""Does a sentence answer a question: what the encoder sees, and the judge that learned from it."""
