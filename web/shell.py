"""The HTML around Gradio's part of the page, and around a report. Templates stand in `static/*.html`."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rag.domain import Report
from rag.settings import Settings
from web.files import GRADIO_FILES, address, render, styles
from web.plain import place_link, safe
from web.reading import article, outline

MAX_STARTERS = 6
PAGE_SCRIPTS = (
    "display.js", "ask.js", "past.js", "reader.js", "light.js", "copy.js", "votes.js", "labels.js",
)  # fmt: skip
DISPLAYS = {"large": " data-large", "contrast": " data-contrast", "both": " data-large data-contrast"}

NOTE = "回答由程序自动摘自报告，请以原文为准。"
NOTE_WRITTEN = "引文由程序自动摘自报告，归纳由大模型写成并逐句核对，请以原文为准。"
PROMISE = "用平常话提问。回答逐字摘自报告原文，点编号就能看到出处。"
PROMISE_WRITTEN = "用平常话提问。先摘出报告原文，再由大模型归纳、逐句核对，点编号就能看到出处。"
PATIENCE_SECONDS = 45
"""How long the page waits for an answer before it says that none came."""
_NO_REPORTS = "<li>还没有导入报告，暂时不能回答问题。</li>"

_DATA = re.compile(r"<script>window\.gradio_(?:config|api_info) = .*?</script>", re.DOTALL)
_BUNDLE = re.compile(r'<script type="module"[^>]*></script>|<link rel="stylesheet"[^>]*>')
_APP = re.compile(r"<gradio-app.*?</gradio-app>", re.DOTALL)


class UnknownPageError(RuntimeError):
    """Gradio's page is not built as we know it: another version than the pinned one."""


def dress(html: str, reports: Sequence[Report], starters: Sequence[str], settings: Settings) -> str:
    """Gradio's page as ours: its configuration and bundle are kept, all else of it is replaced.

    What goes: lang="en", the missing title, preview pictures on raw.githubusercontent.com, the iframe resizer.
    """
    if settings.closed:
        return closed_page(reports, settings)
    data, bundle, app = _DATA.findall(html), _BUNDLE.findall(html), _APP.search(html)
    if len(data) != 2 or not bundle or app is None:
        raise UnknownPageError("gradio page without configuration, bundle or <gradio-app>")
    return render(
        "page.html",
        **_common(reports, settings),
        patience=str(patience(settings)),
        note=NOTE_WRITTEN if settings.llm_model else NOTE,
        promise=PROMISE_WRITTEN if settings.llm_model else PROMISE,
        styles=styles("base.css", "chat.css", "talk.css", "reader.css", "reading.css"),
        gradio="".join([*(_preload(f"./assets/{name}") for name in GRADIO_FILES), *data, *bundle]),
        # Gradio would put its own title over ours.
        gradio_app=app.group().replace('control_page_title="true"', 'control_page_title="false"'),
        starters="".join(
            f'<li><button type="button" class="wb-try">{safe(q)}</button></li>' for q in starters[:MAX_STARTERS]
        ),
        reports="".join(_report_item(report) for report in reports) or _NO_REPORTS,
        script=address("page.js"),
        ahead=_ahead(PAGE_SCRIPTS),
    )


def closed_page(reports: Sequence[Report], settings: Settings) -> str:
    """While nothing is answered: why, where else to ask, and the reports. Without Gradio."""
    return render(
        "closed.html",
        **_common(reports, settings),
        styles=styles("base.css", "chat.css"),
        closed=safe(settings.closed),
        hotline=safe(settings.hotline),
        reports="".join(_report_item(report) for report in reports),
        script=address("display.js"),
    )


def missing_page(what: str, why: str, reports: Sequence[Report], settings: Settings, show: str = "") -> str:
    """For a person who came by a link that leads nowhere: what is not there, and what is."""
    return render(
        "missing.html",
        **_common(reports, settings),
        display=DISPLAYS.get(show, ""),
        styles=styles("base.css", "chat.css"),
        what=what,
        why=why,
        reports="".join(_report_item(report) for report in reports) or _NO_REPORTS,
    )


def reading_page(report: Report, reports: Sequence[Report], settings: Settings, show: str = "") -> str:
    """A report on a page of its own. `show`: the way of display that was chosen before, as in the address."""
    return render(
        "reading.html",
        **_common(reports, settings),
        display=DISPLAYS.get(show, ""),
        styles=styles("base.css", "reading.css"),
        title=safe(report.title),
        outline=outline(report),
        article=article(report),
        script=address("reading.js"),
        ahead=_ahead(("light.js", "display.js")),
    )


def patience(settings: Settings) -> int:
    """Seconds that a page waits for the whole answer; a language model may take all the time it is given."""
    return PATIENCE_SECONDS + (round(settings.llm_total_seconds) if settings.llm_model else 0)


def city_of(reports: Sequence[Report], settings: Settings) -> str:
    """Name of the city on the page: from the settings, or from the reports where they agree."""
    places = {report.place for report in reports if report.place}
    return settings.city or (places.pop() if len(places) == 1 else "")


def _ahead(scripts: Sequence[str]) -> str:
    """What the page's script imports, fetched with it and not after it."""
    return "".join(_preload(address(name)) for name in scripts)


def _preload(link: str) -> str:
    how = 'rel="modulepreload"' if link.endswith(".js") else 'rel="preload" as="style" crossorigin'
    return f'<link {how} href="{link}">'


def _common(reports: Sequence[Report], settings: Settings) -> dict[str, str]:
    city, what = safe(city_of(reports, settings)), "政府工作报告问答"
    return {
        "site": city + what,
        "heading": f'{city}<span class="wb-whole">{what}</span>',
        "icon": address("mark.svg"),
    }


def _report_item(report: Report) -> str:
    link = place_link(report, *report.body).partition("#")[0]
    said = report.year is None or str(report.year) in report.title
    year = "" if said else f'<span class="wb-year">{report.year}</span>'
    return f'<li><a href="{link}">{year}<span>{safe(report.title)}</span></a></li>'
