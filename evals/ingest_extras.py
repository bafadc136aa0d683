"""What stands in and about real reports besides their paragraphs, and what ingest made of it.

    python -m evals.ingest_extras --shared ../shared [--all]

Counted in the text by plain rules of its own (lines of a page behind the report, lines that open a glossary, marks of
notes at words), and beside it what the read report holds. One line for each report that has any; `--all` for each.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Sequence
from dataclasses import astuple, dataclass
from pathlib import Path

from ingest.outline import outline
from ingest.read import read
from rag.domain import Report

FOLDERS = ("city_reports", "reports")
_PAGE = re.compile(
    r"^(?:分享到|上一篇|下一篇|相关文章|相关(?:链接|附件|文档)|免责声明|责任编辑|打印|关闭窗口|网站地图|扫一扫|版权所有|收藏|编辑[:：])"
    r"|公网安备|ICP备|侵权"
)
_TITLE = re.compile(
    r"\W*(?:附件\S{0,3}\s*)?(?:《[^》]*》\s*)?\S{0,8}(?:名\s*词|注\s*释|用语|术语)\s*(?:解\s*释|注\s*释|说明)?\W*"
)
_MARK = re.compile(r"(?<=[\w”’）])(?:[①-⑳]|[\[［〔【]\d{1,3}[\]］〕】])")
_CELLS = re.compile(r"^[^\t\n]+\t[^\n]+$|^\|.+\|$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Extras:
    """Counts of one report."""

    stem: str
    page_lines: int
    """Lines of the page in the text."""
    page_kept: int
    """Those of them inside the report as it was read."""
    titles: int
    """Lines that open a glossary, in the text."""
    glossary: int
    """Blocks in a glossary."""
    marks: int
    """Marks of notes at words, in the text."""
    notes: int
    """Blocks that are footnotes."""
    rows: int
    """Lines with cells, in the text."""
    tables: int
    """Blocks that are tables."""

    @property
    def any(self) -> bool:
        return any(astuple(self)[1:])


def of(path: Path) -> Extras:
    """Count one file. Raises WenbaoError where it holds no report."""
    source = read(path)
    marks = [(m.start, m.end, m.level) for m in source.marks]
    report = outline(source.text, stem=path.stem, marks=marks, file_title=source.title)
    late = source.text[len(source.text) // 3 :].splitlines()
    kept = "\n".join(source.text[b.start : b.end] for b in report.blocks).splitlines()
    return Extras(
        stem=path.stem,
        page_lines=sum(bool(_PAGE.search(x.strip())) for x in late if len(x) < 120),
        page_kept=sum(bool(_PAGE.search(x.strip())) for x in kept if len(x) < 120),
        titles=sum(len(x) < 40 and bool(_TITLE.fullmatch(x.strip())) for x in late if x.strip()),
        glossary=_in_glossary(report),
        marks=len(_MARK.findall(source.text)),
        notes=sum(b.note for b in report.blocks),
        rows=len(_CELLS.findall(source.text)),
        tables=sum(b.columns > 0 for b in report.blocks),
    )


def _in_glossary(report: Report) -> int:
    held = [s for s in report.sections if s.glossary]
    return sum(any(s.start <= b.start < s.end for s in held) for b in report.blocks)


def main(argv: Sequence[str] | None = None) -> int:
    """Print the table and its totals; 2 where the reports are not there."""
    parser = argparse.ArgumentParser(prog="python -m evals.ingest_extras", description="网页文字、名词解释、脚注、表格")
    parser.add_argument("--shared", type=Path, required=True, help="含 city_reports 和 reports 的文件夹")
    parser.add_argument("--all", action="store_true", help="没有这些内容的报告也列出")
    options = parser.parse_args(argv)
    found = [of(p) for name in FOLDERS for p in sorted((options.shared / name).glob("*.txt"))]
    if not found:
        print("没有找到报告，跳过")
        return 2
    print("报告  网页行  收进  解释标题  解释段  注号  脚注  表行  表格")
    for one in found:
        if one.any or options.all:
            print("  ".join(map(str, astuple(one))))
    have = [sum(bool(row[i]) for row in map(astuple, found)) for i in range(1, 9)]
    print("有的报告数：", "  ".join(map(str, have)), f"（共 {len(found)} 份）")
    return 0


if __name__ == "__main__":
    sys.exit(main())
