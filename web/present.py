"""Answer -> HTML, Markdown or JSON: the only renderer of citations.

Every face shows the number that the citation carries; none is counted here. All text of a person or a report passes
through `safe` or `markdown_safe`.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Sequence
from itertools import groupby
from operator import itemgetter
from typing import Any

from rag.domain import Answer, Citation, Claim, Status
from web.plain import collapse, kept, markdown_safe, place_link, safe, short_name

_NOT_SEARCHED = (Status.INVALID, Status.DECLINED, Status.ERROR)
MASKED_LABEL = "数字已隐去"
_CELLS = re.compile(r"[\t\n|]+")
_BAR = "｜"
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"


# ---------------------------------------------------------------- HTML


def to_html(answer: Answer, asked: str | None = None) -> str:
    """The answer as the page shows it: one block without blank lines, so that Markdown passes it through untouched.

    asked: the question as the person wrote it; where it was understood otherwise, that is said, and where it was read
    with the questions before it, there is a button that asks it alone.
    """
    parts = [_understood(answer, asked), _paragraph("lead", answer.lead)]
    if answer.claims:
        told: set[int] = set()
        parts.append('<ol class="wb-claims">')
        parts += [f'<li class="wb-claim">{_claim(claim, told)}</li>' for claim in answer.claims]
        parts.append("</ol>")
    parts += [_paragraph("origin", answer.origin), _paragraph("label", answer.label)]
    parts += [_paragraph("advice", answer.advice), _suggestions(answer.suggestions)]
    return f'<div class="wb-answer wb-{answer.status.value}">{"".join(parts)}</div>'


def mark(citation: Citation) -> str:
    """The numbered link from the answer into the report."""
    link = place_link(citation.report, citation.start, citation.end)
    return f'<a class="wb-mark" href="{link}" aria-label="引文{citation.number}，打开原文">{citation.number}</a>'


def _claim(claim: Claim, told: set[int]) -> str:
    """One claim and the sources that were not shown with an earlier claim."""
    fresh = [c for c in claim.citations if c.number not in told]
    told.update(c.number for c in fresh)
    if claim.quoted and len(claim.citations) == 1 and fresh and _is_quote(claim, fresh[0]):
        return _card(fresh[0])
    marks = "".join(mark(c) for c in claim.citations)
    cards = "".join(_card(c) for c in fresh)
    return f'<p class="wb-said">{safe(claim.text)}{marks}</p>{cards}'


def _is_quote(claim: Claim, citation: Citation) -> bool:
    """Whether the claim is the quotation and nothing else, with or without quotation marks around it, or the heading
    that it stands under behind it."""
    words = claim.text.removesuffix(f"（{' › '.join(citation.path)}）")
    return collapse(words).strip("“”") == collapse(citation.quote).strip("“”")


def _card(citation: Citation) -> str:
    """A source as a card: the quotation, what kind of statement it is, and where it stands."""
    # A line never begins with the sign: a no-break space holds it to what goes before.
    where = "&nbsp;› ".join(safe(title) for title in (short_name(citation.report), *citation.path))
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
    return shown + (f'<span class="wb-badge wb-hidden">{MASKED_LABEL}</span>' if citation.masked else "")


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


def _suggestions(questions: tuple[str, ...]) -> str:
    if not questions:
        return ""
    buttons = "".join(f'<li><button type="button" class="wb-try">{safe(q)}</button></li>' for q in questions)
    return f'<div class="wb-next"><p>还可以问</p><ul>{buttons}</ul></div>'


# ---------------------------------------------------------------- Markdown


def to_markdown(answer: Answer) -> str:
    """The answer as Markdown, for copying and for programs that show Markdown."""
    blocks = [_markdown(answer.lead)]
    for claim in answer.claims:
        marks = "".join(_markdown_mark(c) for c in claim.citations)
        blocks.append(("> " if claim.quoted else "") + _markdown(claim.text) + marks)
    blocks += [_markdown_source(c) for c in answer.citations]
    blocks += [_markdown(answer.origin), _markdown(answer.label)]
    blocks.append(_markdown(answer.advice))
    return "\n\n".join(block for block in blocks if block)


def _markdown(text: str) -> str:
    return markdown_safe(collapse(text))


def circled(number: int) -> str:
    """The number of a citation as one sign: ① to ⑳, then [21]."""
    return _CIRCLED[number - 1] if 1 <= number <= len(_CIRCLED) else f"\\[{number}\\]"


def _markdown_mark(citation: Citation) -> str:
    return f"[{circled(citation.number)}]({place_link(citation.report, citation.start, citation.end)})"


def _markdown_source(citation: Citation) -> str:
    labels = [citation.period_label] if citation.period_label else []
    labels += [MASKED_LABEL] if citation.masked else []
    where = " › ".join((citation.report.title, *citation.path))
    head = table_head(citation)
    labels += [f"表头：{head}"] if head else []
    kind = f"（{'，'.join(labels)}）" if labels else ""
    return f"{circled(citation.number)} {_markdown(where)}{kind}"


# ---------------------------------------------------------------- JSON


def to_json(answer: Answer) -> dict[str, Any]:
    """The answer for programs. `claims[].citations` holds numbers that stand in `citations[].number`."""
    return {
        "status": answer.status.value,
        "question": answer.question,
        "taken": answer.taken,
        "lead": answer.lead,
        "text": answer.text,
        "claims": [
            {"text": c.text, "quoted": c.quoted, "citations": [x.number for x in c.citations]} for c in answer.claims
        ],
        "citations": [citation_json(c) for c in answer.citations],
        "origin": answer.origin,
        "label": answer.label,
        "advice": answer.advice,
        "suggestions": list(answer.suggestions),
        "seconds": {step: round(value, 4) for step, value in answer.seconds.items()},
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
        "link": place_link(citation.report, citation.start, citation.end),
    }
