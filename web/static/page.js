// The chat page: hands questions to Gradio, opens the report beside the answer.
import "./display.js";
import "./labels.js";
import { ask, askAgain, lastQuestion, lastWasAlone, stop } from "./ask.js";
import { copyAnswer, copyQuote } from "./copy.js";
import { draft, forget, past } from "./past.js";
import { closeReader, followAddress, openMark } from "./reader.js";
import { sendVotes, vote } from "./votes.js";

const form = document.getElementById("wb-ask");
const box = document.getElementById("wb-question");
const editing = document.querySelector(".wb-editing");

function grow() {
  box.style.height = "auto";
  box.style.height = `${Math.min(box.scrollHeight, 160)}px`;
}

function send(question, redo = false, alone = false) {
  sendVotes();
  if (!ask(question, redo, alone)) return;
  edit("");
}

/** Put the last question back into the box, to be asked instead of what it was; "" ends that. */
function edit(question) {
  editing.hidden = !question;
  box.value = question;
  grow();
  if (question) box.focus();
}

async function beginAnew() {
  sendVotes();
  await forget();
  location.reload();
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  // The button says 停止 while an answer is long in coming; Enter never means that.
  if ("busy" in document.body.dataset) return event.submitter && stop();
  send(box.value, !editing.hidden);
});
box.addEventListener("input", grow);
box.addEventListener("keydown", (event) => {
  // Enter inside an input method chooses a word; it does not send.
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing && event.keyCode !== 229) {
    event.preventDefault();
    form.requestSubmit();
  }
});

const PRESSED = {
  ".wb-try": (button) => send(button.textContent),
  ".wb-copy": copyQuote,
  ".wb-copy-all": copyAnswer,
  ".wb-redo": () => send(lastQuestion(), true, lastWasAlone()),
  ".wb-ask-alone": () => send(lastQuestion(), true, true),
  ".wb-edit": () => edit(lastQuestion()),
  ".wb-unedit": () => (edit(""), box.focus()),
  ".wb-vote": vote,
};

// In the capture phase: Gradio opens links in new windows otherwise.
document.addEventListener(
  "click",
  (event) => {
    for (const [kind, press] of Object.entries(PRESSED)) {
      const pressed = event.target.closest?.(kind);
      if (pressed) return press(pressed);
    }
    const link = event.target.closest?.("a.wb-mark, a.wb-near, a.wb-new");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    event.stopPropagation();
    if (link.matches(".wb-new")) beginAnew();
    else openMark(link);
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
