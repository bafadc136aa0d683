// The chat page: hands questions to Gradio, opens the report beside the answer.
import "./large.js";
import { ask, askAgain } from "./ask.js";
import { copyQuote } from "./copy.js";
import { draft, forget, past } from "./past.js";
import { closeReader, followAddress, openMark } from "./reader.js";

const form = document.getElementById("wb-ask");
const box = document.getElementById("wb-question");

function grow() {
  box.style.height = "auto";
  box.style.height = `${Math.min(box.scrollHeight, 160)}px`;
}

function send(question) {
  if (!ask(question)) return;
  box.value = "";
  grow();
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  send(box.value);
});
box.addEventListener("input", grow);
box.addEventListener("keydown", (event) => {
  // Enter inside an input method chooses a word; it does not send.
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing && event.keyCode !== 229) {
    event.preventDefault();
    form.requestSubmit();
  }
});

// In the capture phase: Gradio opens links in new windows otherwise.
document.addEventListener(
  "click",
  (event) => {
    const tried = event.target.closest?.(".wb-try");
    if (tried) return send(tried.textContent);
    const copy = event.target.closest?.(".wb-copy");
    if (copy) return copyQuote(copy);
    if (event.target.closest?.(".wb-new")) return forget();
    const mark = event.target.closest?.("a.wb-mark");
    if (!mark || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    event.stopPropagation();
    openMark(mark);
  },
  true,
);
document.addEventListener("keydown", (event) => event.key === "Escape" && closeReader());

// From here on the page listens itself; what was typed or asked before is taken up, after what was asked before a reload.
for (const kind of ["submit", "keydown", "click"]) document.removeEventListener(kind, window.wenbaoEarly);
followAddress();
box.value ||= draft();
grow();
if (past().length) await askAgain(past());
if (window.wenbaoAsked) send(window.wenbaoAsked);
