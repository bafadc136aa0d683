// 找原文: copying with the source, ticking all. The page works without it.
import { put } from "./copy.js";

const SECONDS = 2;
const picks = [...document.querySelectorAll('[name="pick"]')];
const every = document.getElementById("wb-every");
const picked = document.getElementById("wb-picked");

for (const button of document.querySelectorAll(".wb-copy-source")) {
  button.hidden = false;
  button.addEventListener("click", () => copy(button));
}

async function copy(button) {
  const name = button.textContent;
  const link = button.parentElement.querySelector("a").href;
  button.textContent = (await put(`${button.dataset.text}\n${link}`)) ? "已复制" : "没能复制";
  setTimeout(() => (button.textContent = name), SECONDS * 1000);
}

if (every) {
  document.getElementById("wb-every-line").hidden = false;
  every.addEventListener("change", () => {
    for (const pick of picks) pick.checked = every.checked;
    tell();
  });
  for (const pick of picks) pick.addEventListener("change", tell);
  tell();
}

function tell() {
  const count = picks.filter((pick) => pick.checked).length;
  every.checked = count === picks.length;
  every.indeterminate = count > 0 && count < picks.length;
  picked.textContent = count ? `导出选中的${count}句` : `导出全部${picks.length}句；只要几句就先勾选`;
}

const found = document.getElementById("wb-found");
if (found) found.focus({ preventScroll: true });
