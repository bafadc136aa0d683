"""The parts of the wording look-up (`rag.wording`): folded text, near wording, slogans, filters, sources as officials cite them."""
