// The report on a page of its own: lights what the address names, /r/<report>#<start>-<end>[,<start>-<end>...].
import "./display.js";
import { light, parseRanges, show, unlight } from "./light.js";

const article = document.querySelector(".wb-report-text");
const note = document.getElementById("wb-lit-note");

function fromAddress() {
  const ranges = parseRanges(location.hash);
  // A link to a heading of the outline leaves the light as it is.
  if (!ranges.length) return;
  const first = light(article, ranges);
  note.hidden = Boolean(first);
  if (first) show(first);
  else note.textContent = "这个链接指向的文字不在这份报告里，报告可能已经更新。";
}

addEventListener("hashchange", fromAddress);
addEventListener("keydown", (event) => event.key === "Escape" && unlight(article));
// On a narrow screen the outline would push the text off the first view.
if (matchMedia("(max-width: 60rem)").matches) document.querySelector(".wb-outline details").open = false;
fromAddress();
