"""What a language model sends -> what it says, claim by claim, while it is still sending.

Asked for is {"claims": [{"text": "…", "passages": [1, 2]}]}; a model that cannot is read too: JSON inside other words
or a code fence, pretty-printed, one object a line, or plain sentences with marks such as [1], [^1], ① or （1）.
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
_UNDECIDED = re.compile(r"[\[{]\s*\Z")
"""What may yet turn out to open JSON, or a mark."""
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_BRACKETED = r"[\[［【〔]\^?(?:资料|段落|来源|引文)?\s*(?:\d{1,3}(?:\s*[,，、]\s*(?:资料)?\d{1,3})*)\s*[\]］】〕]|[（(](?:资料|来源)\s*\d{1,3}[)）]"
_BARE = rf"[（(]\d{{1,2}}[)）]|[{_CIRCLED}]"
"""A mark where it stands beside the end of a sentence; the number of a list where it opens one."""
_SIGNS = rf"(?:{_BRACKETED}|{_BARE})"
_MARK = re.compile(rf"{_BRACKETED}|(?:{_BARE})(?=(?:\s*{_SIGNS})*\s*(?:[。！？；;]|\Z))|(?<=[。！？；])(?:{_BARE})")
_ENDED = re.compile(rf"[。！？；](?:\s*{_SIGNS})*(?=\s*[^\s\[［【〔（({_CIRCLED}])|\n")
_LISTED = re.compile(rf"[。！？；](?:\s*(?:{_BRACKETED}))*(?=\s*[^\s\[［【〔])|\n")
"""The same where sentences open with numbers of a list."""
_NUMBER = re.compile(
    rf"^[\s>]*(?:#{{1,6}}\s+)?(?:[-*•·]\s*|\d{{1,2}}(?:[.、．](?!\d)|[)）])|{_BARE}|第[一二三四五六七八九十]+[，、]|[一二三四五六七八九十]、)\s*"
)
_OPENS_LIST = re.compile(rf"\s*(?:{_BARE})")
_FORMAT = re.compile(r"\*\*|__|`|^\s*#{1,6}\s+|(?<!\*)\*(?=\S)|(?<=\S)\*(?!\*)")
_LINKED = re.compile(r"\[([^\]\d][^\]]*)\]\([^)]*\)")
_TEXT_KEYS = ("text", "sentence", "claim", "content", "answer", "response", "句子", "内容", "回答", "答案")
_NUMBER_KEYS = ("passages", "passage", "citations", "citation", "sources", "refs", "资料", "编号")
_LIST_KEYS = ("claims", "answer", "answers", "sentences", "results", "回答", "答案")


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
        self._said = False
        self._decoder = json.JSONDecoder(strict=False)

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
        if not self._starts_json():
            self._text += "\n"
            return list(self._sentences())
        rest = self._text[self._at :]
        if not self._said and (value := self._whole(rest)) is not None:
            return list(_claims(value))
        if not self._said or re.search(rf'"(?:{"|".join(_TEXT_KEYS)})"', rest):
            raise WriteFailed("模型的回答不是完整的 JSON。")
        return []

    def _starts_json(self) -> bool:
        if not self._is_json:
            self._is_json = bool(_OPENING.search(self._text, self._at))
        return self._is_json

    def _whole(self, text: str) -> object:
        """The value that opens in `text`; None where it does not end there."""
        opening = _OPENING.search(text)
        try:
            return self._decoder.raw_decode(text, opening.start() if opening else 0)[0]
        except ValueError:
            return None

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
                self._at, self._said = end, True
                yield from said

    def _sentences(self) -> Iterator[Said]:
        """Sentences that are surely over: after their marks another one, or a new line, has begun."""
        undecided = _UNDECIDED.search(self._text, self._at)
        pattern = _LISTED if _OPENS_LIST.match(self._text) else _ENDED
        for end in pattern.finditer(self._text, self._at, undecided.start() if undecided else len(self._text)):
            line, self._at = self._text[self._at : end.end()], end.end()
            if line.strip():
                yield _marked(line, ())


def _claims(value: object) -> Iterator[Said]:
    """Claims of a JSON value: an object with a text, a list of such or of plain sentences, an object around it."""
    if isinstance(value, str):
        yield _marked(value, ())
    elif isinstance(value, list):
        for item in value:
            yield from _claims(item)
    elif isinstance(value, dict):
        inner = next((value[k] for k in _LIST_KEYS if isinstance(value.get(k), list | dict)), None)
        text = next((value[k] for k in _TEXT_KEYS if isinstance(value.get(k), str)), None)
        if inner is not None:
            yield from _claims(inner)
        elif text is not None:
            yield _marked(text, _numbers(next((value[k] for k in _NUMBER_KEYS if k in value), ())))


def _numbers(given: object) -> tuple[int, ...]:
    if isinstance(given, bool):
        return ()
    if isinstance(given, int | float):
        return (int(given),) if given == int(given) else ()
    if isinstance(given, str):
        return tuple(int(n) for n in re.findall(r"\d{1,3}", given))
    return tuple(n for item in given for n in _numbers(item)) if isinstance(given, list | tuple) else ()


def _marked(text: str, numbers: tuple[int, ...]) -> Said:
    """The text without its marks, list number and Markdown, and the numbers that its marks name besides those given."""
    text = _LINKED.sub(r"\1", _NUMBER.sub("", _FORMAT.sub("", text)))
    named = [n for m in _MARK.finditer(text) for n in _named(m.group())]
    return Said(_MARK.sub("", text).strip(), tuple(dict.fromkeys((*numbers, *named))))


def _named(mark: str) -> list[int]:
    if mark in _CIRCLED:
        return [_CIRCLED.index(mark) + 1]
    return [int(n) for n in re.findall(r"\d+", mark)]
