"""What a language model is sent: the passages, each with what it needs to be told rightly, and the question.

<资料 编号="1" 地区="南汀市" 年份="2031" 时段="已完成（2026—2030年）" 标题="一、过去五年工作回顾">
新建学校9所。<要答>改造老旧小区14个。</要答><存在的问题>养老床位仍然不足。</存在的问题></资料>
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from rag.domain import PERIOD_LABELS, Citation, Passage, Sentence
from rag.sentences import sentences
from rag.writing.source import side_of
from rag.writing.told import resting_on

_MARKS = str.maketrans('<>"', "＜＞＂")
_NOT_SAID = "未注明"
CHOSEN, OWNED = "要答", "存在的问题"


def message(question: str, passages: Sequence[Passage], quoted: Sequence[Citation]) -> str:
    """Passages, numbered from 1, and the question, between marks that no text can forge. `quoted` is marked in them."""
    numbered = [_passage(number, passage, quoted) for number, passage in enumerate(passages, 1)]
    return "\n".join([*numbered, "", f"<问题>{_harmless(question)}</问题>"])


def _passage(number: int, passage: Passage, quoted: Sequence[Citation]) -> str:
    report = passage.report
    told = {
        "编号": str(number),
        "地区": report.place or _NOT_SAID,
        "年份": str(report.year or _NOT_SAID),
        "时段": _time(passage),
        "标题": " › ".join(passage.path),
    }
    head = " ".join(f'{name}="{_harmless(value)}"' for name, value in told.items())
    runs = groupby(sentences(passage), key=lambda s: _marks(s, quoted))
    return f"<资料 {head}>{''.join(_marked(marks, list(run)) for marks, run in runs)}</资料>"


def _time(passage: Passage) -> str:
    """已完成（2030年）, 计划（2031—2035年）: the years that the section names, or those that such a report speaks of."""
    if passage.period is None:
        return _NOT_SAID
    first, last = passage.years or (0, 0)
    if not first and passage.report.year:
        first = last = passage.report.year - (passage.period == "done")
    label = PERIOD_LABELS[passage.period]
    years = f"{first}年" if first == last else f"{first}—{last}年，共{last - first + 1}年"
    return f"{label}（{years}）" if first else label


def _marks(sentence: Sentence, quoted: Sequence[Citation]) -> tuple[str, ...]:
    named = {CHOSEN: resting_on(sentence, quoted) is not None, OWNED: side_of(sentence) == "owned"}
    return tuple(mark for mark, holds in named.items() if holds)


def _marked(marks: Sequence[str], run: Sequence[Sentence]) -> str:
    text = _harmless(" ".join(s.text for s in run) if _is_spaced(run) else "".join(s.text for s in run))
    for mark in reversed(marks):
        text = f"<{mark}>{text}</{mark}>"
    return text


def _is_spaced(run: Sequence[Sentence]) -> bool:
    """Whether a heading stands in it: it would run into the words after it."""
    return any(not s.text.rstrip("”’」』》）)").endswith(tuple("。！？!?；;")) for s in run)


def _harmless(text: str) -> str:
    """The signs that our marks are made of, in their full-width form; one space for any white space."""
    return " ".join(text.split()).translate(_MARKS)
