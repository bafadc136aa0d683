// Lights ranges of a report: wraps exactly the characters of [start, end) in <mark>.
//
// Offsets are characters as Python counts them (code points), from the start of the report's source. Every element
// with data-s holds the source from that offset on, white space included (what is not shown is hidden, not removed).

/** "120-150,300-340" (with or without a passage before a colon) -> [[120, 150], [300, 340]] */
export function parseRanges(text) {
  return decodeURIComponent(text)
    .replace(/^#/, "")
    .split(",")
    .map((part) => /^(?:.*:)?(\d+)-(\d+)$/.exec(part))
    .filter(Boolean)
    .map((found) => [Number(found[1]), Number(found[2])])
    .filter(([start, end]) => start < end);
}

/** Take all light away; the text is as it was. */
export function unlight(article) {
  for (const mark of article.querySelectorAll("mark")) {
    const parent = mark.parentNode;
    mark.replaceWith(...mark.childNodes);
    parent.normalize();
  }
}

/** Light the ranges and nothing else; returns the first lit element that is seen, or null. */
export function light(article, ranges) {
  unlight(article);
  const marks = [];
  for (const block of article.querySelectorAll("[data-s]")) {
    const from = Number(block.dataset.s);
    for (const [start, end] of ranges) marks.push(...lightBlock(block, start - from, end - from));
  }
  const seen = marks.find((mark) => mark.getClientRects().length > 0) ?? null;
  if (seen) seen.tabIndex = -1;
  return seen;
}

function lightBlock(block, start, end) {
  const marks = [];
  let at = 0;
  for (const node of textNodes(block)) {
    const points = [...node.data];
    const a = Math.max(start - at, 0);
    const b = Math.min(end - at, points.length);
    at += points.length;
    if (a < b && !node.parentElement.closest("mark")) marks.push(wrap(node, points, a, b));
  }
  return marks;
}

function textNodes(block) {
  const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
  const nodes = [];
  while (walker.nextNode()) nodes.push(walker.currentNode);
  return nodes;
}

/** Wrap the code points [a, b) of a text node; the DOM counts UTF-16 units. */
function wrap(node, points, a, b) {
  const lit = node.splitText(points.slice(0, a).join("").length);
  lit.splitText(points.slice(a, b).join("").length);
  const mark = document.createElement("mark");
  lit.replaceWith(mark);
  mark.append(lit);
  return mark;
}

/** Bring the lit words into sight, a third from the top. */
export function show(element, scroller) {
  const box = element.getBoundingClientRect();
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  if (scroller) {
    const frame = scroller.getBoundingClientRect();
    scroller.scrollTo({ top: scroller.scrollTop + box.top - frame.top - frame.height / 3, behavior: still ? "auto" : "smooth" });
  } else {
    scrollTo({ top: scrollY + box.top - innerHeight / 3, behavior: "auto" });
  }
  element.focus({ preventScroll: true });
}
