// Copies a quotation, or a whole answer, with its sources, the way they are cited in a document.

/** “……”（云岭市2025年报告 › 一、2024年工作回顾，https://…/r/…#12-34） */
export async function copyQuote(button) {
  const card = button.closest(".wb-from");
  const { words, where, link } = source(card);
  await tell(button, "复制", `${words}（${where}，${link}）`);
}

/** What is said, with [1] where a number stands, and below it each numbered source. */
export async function copyAnswer(button) {
  const answer = button.closest(".wb-turn").querySelector(".wb-answer");
  const said = [...answer.querySelectorAll(":scope > p, .wb-said, .wb-quote p")].map(numbered);
  const sources = [...answer.querySelectorAll(".wb-from")].map(source);
  const listed = sources.map(({ number, where, link }) => `[${number}] ${where}，${link}`);
  await tell(button, "复制回答", [...said, ...listed].join("\n"));
}

/** The text of an element with its numbers in brackets, without what can only be pressed. */
function numbered(element) {
  const copy = element.cloneNode(true);
  for (const button of copy.querySelectorAll("button")) button.remove();
  for (const mark of copy.querySelectorAll("a.wb-mark")) mark.textContent = `[${mark.textContent}]`;
  for (const link of copy.querySelectorAll("a.wb-near")) link.textContent += `，${link.href}`;
  return copy.textContent.trim();
}

function source(card) {
  const quote = card.previousElementSibling.querySelector("p").cloneNode(true);
  const mark = quote.querySelector("a.wb-mark");
  mark.remove();
  const where = card.querySelector(".wb-path").textContent.replaceAll("\u00a0", " ");
  return { words: quote.textContent.trim(), number: mark.textContent, where, link: mark.href };
}

async function tell(button, name, text) {
  button.textContent = (await put(text)) ? "已复制" : "没能复制";
  setTimeout(() => (button.textContent = name), 2000);
}

export async function put(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return putOldWay(text);
  }
}

/** On plain http, as in many intranets, browsers offer no clipboard. */
function putOldWay(text) {
  const area = document.createElement("textarea");
  area.value = text;
  area.className = "wb-unseen";
  document.body.append(area);
  area.select();
  const done = document.execCommand("copy");
  area.remove();
  return done;
}
