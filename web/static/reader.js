// The report beside the answer: opened by a citation mark, kept in the address so that reload, back and forward work.
import { light, parseRanges, show } from "./light.js";

const reader = document.getElementById("wb-reader");
const text = reader.querySelector(".wb-reader-text");
const name = reader.querySelector(".wb-reader-name");
const openLink = reader.querySelector(".wb-reader-open");
const marksNav = reader.querySelector(".wb-reader-marks");
const contents = document.getElementById("wb-contents");
const contentsButton = reader.querySelector(".wb-reader-contents");
const narrow = matchMedia("(max-width: 67.49rem)");
const fetched = new Map();
let opener = null;

/** Open the report at a mark of an answer; the answer's other marks are offered above the text. */
export function openMark(mark) {
  opener = mark;
  const siblings = mark.closest(".wb-answer")?.querySelectorAll("a.wb-mark") ?? [mark];
  offer([...siblings]);
  const place = placeOf(mark.getAttribute("href"));
  const address = `#r/${place.stem}/${place.range}`;
  if (reader.hidden) history.pushState({ ...history.state, reader: true }, "", address);
  else history.replaceState(history.state, "", address);
  open(place);
}

export function closeReader() {
  if (reader.hidden) return;
  if (history.state?.reader) return history.back();
  history.replaceState({ ...history.state, reader: false }, "", location.pathname + location.search);
  followAddress();
}

/** Make the page agree with its address. */
export function followAddress() {
  const found = /^#r\/([^/]+)\/(.+)$/.exec(location.hash);
  if (found) open({ stem: found[1], range: found[2] });
  else hide();
}

/** "/r/<stem>#<range>" -> its two parts; the stem stays encoded. */
function placeOf(href) {
  const found = /\/r\/([^#/]+)#(.+)$/.exec(href);
  return { stem: found[1], range: found[2] };
}

async function open({ stem, range }) {
  reader.hidden = false;
  showContents(false);
  document.body.dataset.reader = "open";
  setModal();
  openLink.href = `/r/${stem}#${range}`;
  pointOut(`/r/${stem}#${range}`);
  try {
    const { article, outline } = await fetchReport(stem);
    if (text.firstElementChild !== article) text.replaceChildren(article);
    if (contents.firstElementChild !== outline) contents.replaceChildren(outline);
    name.textContent = article.querySelector("h1").textContent;
    const first = light(article, parseRanges(range));
    if (first) show(first, text);
    else trouble("这处文字不在当前的报告里，报告可能已经更新。");
  } catch {
    trouble("原文没有载入成功，请关闭后再点一次。");
  }
}

/** The mark in the answer, and its twin above the text, show which quotation is lit. */
function pointOut(href) {
  for (const mark of document.querySelectorAll("#wb-log :is(a.wb-mark, a.wb-near), .wb-reader-marks button")) {
    mark.ariaCurrent = (mark.dataset.href ?? mark.getAttribute("href")) === href ? "true" : null;
  }
}

function trouble(words) {
  const said = document.createElement("p");
  said.className = "wb-trouble";
  said.role = "alert";
  said.textContent = words;
  text.prepend(said);
}

function hide() {
  if (reader.hidden) return;
  reader.hidden = true;
  delete document.body.dataset.reader;
  setModal();
  pointOut(null);
  opener?.focus({ preventScroll: true });
  opener?.scrollIntoView({ block: "nearest" });
}

/** One request a report; what could not be had is asked for again next time. */
function fetchReport(stem) {
  if (!fetched.has(stem)) {
    const asked = fetch(`/r/${stem}`)
      .then((response) => (response.ok ? response.text() : Promise.reject(new Error(String(response.status)))))
      .then((page) => new DOMParser().parseFromString(page, "text/html"))
      .then((page) => ({
        article: page.querySelector(".wb-report-text"),
        outline: page.querySelector(".wb-outline ol"),
      }));
    asked.catch(() => fetched.delete(stem));
    fetched.set(stem, asked);
  }
  return fetched.get(stem);
}

function showContents(wanted) {
  contents.hidden = !wanted;
  contentsButton.ariaExpanded = String(wanted);
}

function offer(marks) {
  const chips = new Map();
  for (const mark of marks) {
    const chip = document.createElement("button");
    chip.type = "button";
    chip.dataset.href = mark.getAttribute("href");
    chip.textContent = mark.textContent;
    chip.ariaLabel = `引文${chip.textContent}`;
    chip.addEventListener("click", () => openMark(mark));
    chips.set(chip.dataset.href, chip);
  }
  marksNav.replaceChildren(...chips.values());
  marksNav.hidden = chips.size < 2;
}

/** On a narrow screen the report covers the page: what lies under it must be out of reach. */
function setModal() {
  const covers = !reader.hidden && narrow.matches;
  for (const part of document.querySelectorAll(".wb-top, .wb-main")) part.inert = covers;
  reader.role = covers ? "dialog" : "complementary";
  reader.ariaModal = covers ? "true" : null;
}

reader.querySelector(".wb-reader-close").addEventListener("click", closeReader);
contentsButton.addEventListener("click", () => showContents(contents.hidden));
// Followed by the browser, a link of the outline would change the address, and the address says what is lit.
contents.addEventListener("click", (event) => {
  const link = event.target.closest("a");
  if (!link) return;
  event.preventDefault();
  showContents(false);
  const heading = document.getElementById(link.hash.slice(1));
  heading.tabIndex = -1;
  heading.scrollIntoView({ block: "start" });
  heading.focus({ preventScroll: true });
});
narrow.addEventListener("change", setModal);
addEventListener("popstate", followAddress);
