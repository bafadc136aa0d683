"""What the encoder is given to read."""

from __future__ import annotations

import re

from rag.domain import Sentence

HEADING = 24
"""Characters of a heading that are read with each sentence under it."""
_NUMBERING = re.compile(r"^\s*(?:[一二三四五六七八九十]+、|[（(][一二三四五六七八九十\d]+[)）]|\d+[.、．])\s*")


def question_text(question: str) -> str:
    """A question as the encoder was taught to read it (the prefixes are those of multilingual-e5)."""
    return f"query: {question}"


def passage_text(sentence: Sentence) -> str:
    """A sentence with the heading it stands under."""
    path = sentence.passage.path
    heading = _NUMBERING.sub("", path[-1])[:HEADING] if path else ""
    if not heading or sentence.text.startswith(heading) or sentence.text.startswith(path[-1]):
        return f"passage: {sentence.text}"
    return f"passage: {heading}。{sentence.text}"
