// Copies a quotation with its source, the way it is cited in a document.

/** “……”（云岭市2025年报告 › 一、2024年工作回顾，https://…/r/…#12-34） */
export async function copyQuote(button) {
  const card = button.closest(".wb-from");
  const quote = card.previousElementSibling.querySelector("p").cloneNode(true);
  const mark = quote.querySelector("a.wb-mark");
  mark.remove();
  const where = card.querySelector(".wb-path").textContent.replaceAll("\u00a0", " ");
  const text = `${quote.textContent.trim()}（${where}，${mark.href}）`;
  button.textContent = (await put(text)) ? "已复制" : "没能复制";
  setTimeout(() => (button.textContent = "复制"), 2000);
}

async function put(text) {
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
