"""A small report of an invented city, as a text with room for what stands in it and behind it."""

from __future__ import annotations

from ingest.outline import outline
from ingest.split import split
from rag.domain import Passage, Report

OPENING = "各位代表：\n我代表云汀市人民政府，向大会报告工作，请予审议。"
REVIEW = "一、2030年工作回顾\n全市推行“河巷长制”，生产总值增长6.1%，新增绿道42公里，群众办事少跑了路。"
PLAN = "二、2031年工作安排\n今年生产总值预期增长6%左右，新建便民驿站15个。"
CLOSING = "各位代表！让我们携手同心，为建设幸福云汀而努力奋斗！"


def text(*, above: str = "", review: str = REVIEW, plan: str = PLAN, closing: str = CLOSING, below: str = "") -> str:
    """The report whole; each argument is one or more lines."""
    return "\n".join(part for part in (above, OPENING, review, plan, closing, below) if part)


def report_of(source: str) -> Report:
    """The report found in a text."""
    return outline(source, stem="云汀_2031")


def passages_of(source: str) -> tuple[Passage, ...]:
    """Its passages."""
    return split(report_of(source))


def passage_with(source: str, words: str) -> Passage:
    """The one passage that holds some words."""
    (found,) = [p for p in passages_of(source) if words in p.text]
    return found
