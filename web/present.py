"""Answer -> HTML, Markdown or JSON: the only renderer of citations.

Every face shows the number that the citation carries; none is counted here. All text of a person or a report passes
through `safe` or `markdown_safe`.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Sequence
from itertools import groupby, takewhile
from operator import itemgetter
from typing import Any

from rag.domain import MASK, Answer, Citation, Claim, Passage, Status
from rag.replies import reply
from web.plain import collapse, kept, markdown_safe, place_link, safe, short_name

_NOT_SEARCHED = (Status.INVALID, Status.DECLINED, Status.ERROR)
MASKED_LABEL = "数字已隐去"
_STEP = "&nbsp;› "
"""Between headings. A line never begins with the sign: a no-break space holds it to what goes before."""
_FIGURE = re.compile(rf"(?<!\d)(?!20\d\d(?:年|[-—至]20))[0-9{MASK}]|百分之")
"""In a heading without its number; a year is none."""
_NUMBER = re.compile(r"^\s*[（(]?\d{1,2}(?:[）)、．]|\.(?!\d))")
RECOGNISED_LABEL = "由扫描件识别"
_CELLS = re.compile(r"[\t\n|]+")
_BAR = "｜"
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"


# ---------------------------------------------------------------- HTML


def to_html(answer: Answer, asked: str | None = None) -> str:
    """The answer as the page shows it: one block without blank lines, so that Markdown passes it through untouched.

    asked: the question as the person wrote it; where it was understood otherwise, that is said, and where it was read
    with the questions before it, there is a button that asks it alone.
    """
    parts = [_understood(answer, asked), _written(answer), _paragraph("lead", answer.lead)]
    if answer.claims:
        told: set[int] = set()
        parts.append('<ol class="wb-claims">')
        parts += [f'<li class="wb-claim">{_claim(claim, told)}</li>' for claim in answer.claims]
        parts.append("</ol>")
    parts += [_nearest(answer.nearest), _paragraph("advice", answer.advice), _paragraph("origin", answer.origin)]
    parts.append(_suggestions(answer.suggestions))
    return f'<div class="wb-answer wb-{answer.status.value}">{"".join(parts)}</div>'


def mark(citation: Citation) -> str:
    """The numbered link from the answer into the report."""
    link = place_link(citation.report, citation.start, citation.end)
    return f'<a class="wb-mark" href="{link}" aria-label="引文{citation.number}，打开原文">{citation.number}</a>'


def _written(answer: Answer) -> str:
    """What a model wrote, marked as such, with the sources that are not among the quotations below it."""
    if not answer.written:
        return ""
    told = {c.number for claim in answer.claims for c in claim.citations}
    items = "".join(f'<li class="wb-sum">{_said(claim, told)}</li>' for claim in answer.written)
    head = f'<p class="wb-lead">{safe(reply("written", "heading"))}</p>'
    return f'<div class="wb-written">{head}<ul>{items}</ul>{_paragraph("label", answer.label)}</div>'


def _said(claim: Claim, told: set[int]) -> str:
    """Words with their marks, and the sources that were not shown yet."""
    fresh = [c for c in claim.citations if c.number not in told]
    told.update(c.number for c in fresh)
    marks, cards = "".join(mark(c) for c in claim.citations), "".join(_card(c) for c in fresh)
    return f'<p class="wb-said">{safe(claim.text)}{marks}</p>{cards}'


def _claim(claim: Claim, told: set[int]) -> str:
    """One claim and the sources that were not shown with an earlier claim."""
    only = claim.citations[0] if len(claim.citations) == 1 else None
    if only and only.number not in told and _is_quote(claim, only):
        told.add(only.number)
        return _card(only)
    return _said(claim, told)


def _is_quote(claim: Claim, citation: Citation) -> bool:
    """Whether the claim is the quotation and nothing else, with or without quotation marks around it, or the heading
    that it stands under behind it."""
    words = claim.text.removesuffix(f"（{' › '.join(citation.path)}）")
    return collapse(words).strip("“”") == collapse(citation.quote).strip("“”")


def _card(citation: Citation) -> str:
    """A source as a card: the quotation, what kind of statement it is, and where it stands."""
    where = _STEP.join(safe(title) for title in (short_name(citation.report), *citation.path))
    return (
        f'<blockquote class="wb-quote">{_table_head(citation)}<p>{_quote(citation)}</p></blockquote>'
        f'<p class="wb-from"><span>{_badges(citation)}<span class="wb-path">{where}</span></span>'
        '<button type="button" class="wb-copy">复制</button></p>'
    )


def table_head(citation: Citation) -> str:
    """Names of the columns that a quoted row stands in; empty outside a table, and for the head itself."""
    rows = citation.report.rows_at(citation.start)
    return in_cells(citation.report.source[slice(*rows[0])]) if rows and citation.start >= rows[0][1] else ""


def in_cells(row: str) -> str:
    """A row of a table on one line, bars between its cells."""
    return _BAR.join(cell for cell in (collapse(c) for c in _CELLS.split(row)) if cell)


def _table_head(citation: Citation) -> str:
    head = table_head(citation)
    return f'<p class="wb-columns">{safe(head)}</p>' if head else ""


def _quote(citation: Citation) -> str:
    """The quotation, with the words that were asked for set off; its last character never parts from the mark."""
    bold = {i - citation.start for start, end in citation.marks for i in range(start, end)}
    shown = [(position in bold, char) for position, char in kept(citation.quote)]
    if citation.report.rows_at(citation.start):
        shown = [(False, char) for char in in_cells(citation.quote)]
    return f'{_set_off(shown[:-1])}<span class="wb-end">{_set_off(shown[-1:])}{mark(citation)}</span>'


def _set_off(shown: Sequence[tuple[bool, str]]) -> str:
    pieces = []
    for is_bold, run in groupby(shown, key=itemgetter(0)):
        words = html.escape("".join(char for _, char in run))
        pieces.append(f"<b>{words}</b>" if is_bold else words)
    return "".join(pieces)


def _badges(citation: Citation) -> str:
    label = citation.period_label
    shown = f'<span class="wb-badge wb-{citation.period}">{label}</span>' if label else ""
    others = [MASKED_LABEL] * citation.masked + [_recognised(citation)] * citation.recognised
    return shown + "".join(f'<span class="wb-badge wb-hidden">{other}</span>' for other in others)


def _recognised(citation: Citation) -> str:
    """That it was read off a picture, and on which page a doubter may look."""
    return RECOGNISED_LABEL + (f"，第{citation.page.number}页" if citation.page else "")


def _understood(answer: Answer, asked: str | None) -> str:
    if asked is None:
        return ""
    if answer.taken:
        # Whatever the status: what was taken over may be why there is no answer.
        button = '<button type="button" class="wb-ask-alone">单独问这一句</button>'
        return f'<p class="wb-understood"><span>接着上一问：“{safe(answer.taken)}”</span> {button}</p>'
    if _bare(asked) == _bare(answer.question) or answer.status in _NOT_SEARCHED:
        return ""
    return f'<p class="wb-understood">按这个问题查找：{safe(answer.question)}</p>'


def _bare(question: str) -> str:
    """A question without what makes no difference: width of signs, spaces, the mark at its end."""
    return "".join(unicodedata.normalize("NFKC", question).split()).rstrip("?.。!")


def _paragraph(kind: str, text: str) -> str:
    return f'<p class="wb-{kind}">{safe(text)}</p>' if text else ""


def _nearest(passage: Passage | None) -> str:
    """Words, and a link into the report: nothing of the passage itself, which does not answer."""
    if passage is None:
        return ""
    where = _STEP.join(map(safe, _where(passage)))
    link = f'<a class="wb-near" href="{_link_to(passage)}">{where}</a>'
    return f'<p class="wb-nearest">{safe(reply("not_found", "nearest"))}{link}</p>'


def _where(passage: Passage) -> tuple[str, ...]:
    """The report and the headings that a passage stands under, down to the first that tells a figure: it would read as an answer."""
    path = takewhile(lambda title: not _FIGURE.search(_NUMBER.sub("", title)), passage.path)
    return short_name(passage.report), *path


def _link_to(passage: Passage) -> str:
    return place_link(passage.report, passage.start, passage.end)


def _suggestions(questions: tuple[str, ...]) -> str:
    if not questions:
        return ""
    buttons = "".join(f'<li><button type="button" class="wb-try">{safe(q)}</button></li>' for q in questions)
    return f'<div class="wb-next"><p>还可以问</p><ul>{buttons}</ul></div>'


# ---------------------------------------------------------------- Markdown


def to_markdown(answer: Answer) -> str:
    """The answer as Markdown, for copying and for programs that show Markdown."""
    blocks = [*map(_markdown_claim, answer.written), _markdown(answer.label), _markdown(answer.lead)]
    blocks += [f"> {_markdown_claim(claim)}" for claim in answer.claims]
    blocks += [_markdown_source(c) for c in answer.citations]
    if near := answer.nearest:
        where = " › ".join(map(_markdown, _where(near)))
        blocks.append(f"{_markdown(reply('not_found', 'nearest'))}[{where}]({_link_to(near)})")
    blocks += [_markdown(answer.advice), _markdown(answer.origin)]
    return "\n\n".join(block for block in blocks if block)


def _markdown(text: str) -> str:
    return markdown_safe(collapse(text))


def circled(number: int) -> str:
    """The number of a citation as one sign: ① to ⑳, then [21]."""
    return _CIRCLED[number - 1] if 1 <= number <= len(_CIRCLED) else f"\\[{number}\\]"


def _markdown_claim(claim: Claim) -> str:
    return _markdown(claim.text) + "".join(_markdown_mark(c) for c in claim.citations)


def _markdown_mark(citation: Citation) -> str:
    return f"[{circled(citation.number)}]({place_link(citation.report, citation.start, citation.end)})"


def _markdown_source(citation: Citation) -> str:
    labels = [citation.period_label] if citation.period_label else []
    labels += [MASKED_LABEL] * citation.masked + [_recognised(citation)] * citation.recognised
    where = " › ".join((citation.report.title, *citation.path))
    head = table_head(citation)
    labels += [f"表头：{head}"] if head else []
    kind = f"（{'，'.join(labels)}）" if labels else ""
    return f"{circled(citation.number)} {_markdown(where)}{kind}"


# ---------------------------------------------------------------- JSON


def to_json(answer: Answer) -> dict[str, Any]:
    """The answer for programs. `claims` are quotations, `written` is what a language model made of them, to be shown with
    `label`; the `citations` of both are numbers that stand in `citations[].number`."""
    return {
        "status": answer.status.value,
        "question": answer.question,
        "taken": answer.taken,
        "lead": answer.lead,
        "text": answer.text,
        "claims": [_claim_json(claim) for claim in answer.claims],
        "written": [_claim_json(claim) for claim in answer.written],
        "citations": [citation_json(c) for c in answer.citations],
        "nearest": nearest_json(answer.nearest) if answer.nearest else None,
        "origin": answer.origin,
        "label": answer.label,
        "advice": answer.advice,
        "suggestions": list(answer.suggestions),
        "seconds": {step: round(value, 4) for step, value in answer.seconds.items()},
    }


def _claim_json(claim: Claim) -> dict[str, Any]:
    return {"text": claim.text, "citations": [c.number for c in claim.citations]}


def nearest_json(passage: Passage) -> dict[str, Any]:
    """A place to look at, without its text: it is no answer. `words` and the headings `where` are what the page shows."""
    return {
        "words": reply("not_found", "nearest"),
        "where": list(_where(passage)),
        "report": passage.report.stem,
        "title": passage.report.title,
        "start": passage.start,
        "end": passage.end,
        "link": _link_to(passage),
    }


def citation_json(citation: Citation) -> dict[str, Any]:
    """`quote` is the source at `[start, end)`, white space and all, so that it can be checked against the file."""
    return {
        "number": citation.number,
        "report": citation.report.stem,
        "title": citation.report.title,
        "start": citation.start,
        "end": citation.end,
        "quote": citation.quote,
        "heading": " > ".join(citation.path),
        "path": list(citation.path),
        "period": citation.period,
        "period_label": citation.period_label,
        "masked": citation.masked,
        "page": citation.page.number if citation.page else None,
        "recognised": citation.recognised,
        "link": place_link(citation.report, citation.start, citation.end),
    }
