"""What a language model sends -> what it says, claim by claim, while it is still sending.

Asked for is {"claims": [{"text": "…", "passages": [1, 2]}]}; a model that cannot is read too: JSON inside other words
or a code fence, one object a line, or plain sentences with marks such as [1].
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass

from rag.errors import WriteFailed

MAX_CHARS = 8000
"""Of one reply, its thoughts aside; nobody reads more."""
_THOUGHT = re.compile(r"<think>.*?(?:</think>|\Z)", re.S)
_OPENING = re.compile(r"[\[{]\s*[{\"]")
_MARK = re.compile(
    r"[\[［【〔](?:资料|段落|来源|引文)?\s*(\d{1,3}(?:\s*[,，、]\s*(?:资料)?\d{1,3})*)\s*[\]］】〕]|[（(](?:资料|来源)\s*(\d{1,3})[)）]"
)
_ENDED = re.compile(rf"[。！？；](?:\s*(?:{_MARK.pattern}))*(?=\s*[^\s\[［【〔（(])|\n")
_TEXT_KEYS = ("text", "sentence", "claim", "content", "句子", "内容")
_NUMBER_KEYS = ("passages", "passage", "citations", "citation", "sources", "refs", "资料", "编号")
_LIST_KEYS = ("claims", "answer", "sentences", "results")


@dataclass(frozen=True, slots=True)
class Said:
    """One thing the model said, unchecked."""

    text: str
    numbers: tuple[int, ...]
    """Passages it names, from 1; whether they exist is for the check to say."""


class Reply:
    """A reply as it comes in. Feed it pieces; it gives each claim as soon as it is whole."""

    def __init__(self) -> None:
        self._raw, self._text = "", ""
        self._at = 0
        self._is_json = False
        self._decoder = json.JSONDecoder()

    def feed(self, piece: str) -> list[Said]:
        """Claims that this piece completed. Raises WriteFailed where the reply has no end."""
        self._raw += piece
        self._text = _THOUGHT.sub("", self._raw)
        if "</think>" in self._text:  # some models leave out where it began
            self._raw = self._text = self._text.split("</think>")[-1]
            self._at = 0
        if len(self._text) > MAX_CHARS:
            raise WriteFailed("模型的回答太长。")
        return list(self._objects() if self._starts_json() else self._sentences())

    def close(self) -> list[Said]:
        """Claims that were waiting for the end. Raises WriteFailed where the JSON stops half-way."""
        rest = self._text[self._at :]
        if self._starts_json():
            if re.search(rf'"(?:{"|".join(_TEXT_KEYS)})"', rest) or (self._at == 0 and not self._is_whole(rest)):
                raise WriteFailed("模型的回答不是完整的 JSON。")
            return []
        self._text += "\n"
        return list(self._sentences())

    def _starts_json(self) -> bool:
        if not self._is_json:
            self._is_json = bool(_OPENING.search(self._text, self._at))
        return self._is_json

    def _is_whole(self, text: str) -> bool:
        opening = _OPENING.search(text)
        try:
            self._decoder.raw_decode(text, opening.start() if opening else 0)
        except ValueError:
            return False
        return True

    def _objects(self) -> Iterator[Said]:
        """Objects that are whole; the one around them all is not, until the end."""
        at = self._at
        while (at := self._text.find("{", at)) >= 0:
            try:
                value, end = self._decoder.raw_decode(self._text, at)
            except ValueError:
                at += 1
                continue
            said = list(_claims(value))
            at = end if said else at + 1
            if said:
                self._at = end
                yield from said

    def _sentences(self) -> Iterator[Said]:
        """Sentences that are surely over: after their marks another one, or a new line, has begun."""
        for end in _ENDED.finditer(self._text, self._at):
            line, self._at = self._text[self._at : end.end()], end.end()
            if line.strip():
                yield _marked(line, ())


def _claims(value: object) -> Iterator[Said]:
    if not isinstance(value, dict):
        return
    for key in _LIST_KEYS:
        if isinstance(value.get(key), list):
            for item in value[key]:
                yield from _claims(item)
            return
    text = next((value[k] for k in _TEXT_KEYS if isinstance(value.get(k), str)), None)
    if text is not None:
        given = next((value[k] for k in _NUMBER_KEYS if k in value), ())
        yield _marked(text, _numbers(given))


def _numbers(given: object) -> tuple[int, ...]:
    if isinstance(given, bool):
        return ()
    if isinstance(given, int):
        return (given,)
    if isinstance(given, str):
        return tuple(int(n) for n in re.findall(r"\d{1,3}", given))
    return tuple(n for item in given for n in _numbers(item)) if isinstance(given, list | tuple) else ()


def _marked(text: str, numbers: tuple[int, ...]) -> Said:
    """The text without its marks, and the numbers they name besides those given."""
    named = [int(n) for m in _MARK.finditer(text) for n in re.findall(r"\d+", m.group())]
    bare = re.sub(r"^\s*(?:[-*•>]|\d{1,2}[.、](?!\d))\s*", "", _MARK.sub("", text)).replace("**", "").strip()
    return Said(bare, tuple(dict.fromkeys((*numbers, *named))))
