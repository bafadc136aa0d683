// Hands a question to Gradio and says what is going on. The box is ours and works before Gradio has loaded.

import { keepDraft, remember } from "./past.js";

const PATIENCE_MS = 30_000;
const note = document.getElementById("wb-note");
const usual = note.innerHTML;
let busy = false;

const wire = () => document.querySelector("#wb-wire textarea, #wb-wire input");
const answers = () => document.querySelectorAll("#wb-log .wb-answer").length;
const log = document.querySelector("gradio-app");

/** Take a question; false where there is none, or one is being answered. */
export function ask(question) {
  question = question.trim();
  if (!question || busy) return false;
  begin();
  if (!wire()) say("正在载入，马上就问…");
  hand(question, "wb-go", 1).then(
    () => remember(question),
    (error) => failed(question, error.message),
  );
  return true;
}

/** Ask the questions of before once more, after a reload. */
export async function askAgain(questions) {
  begin();
  say("正在取回刚才的对话…");
  await hand(JSON.stringify(questions), "wb-again", questions.length).catch((error) => failed("", error.message));
}

function begin() {
  busy = true;
  document.body.dataset.state = "talk";
  document.body.dataset.busy = "yes";
  delete document.body.dataset.failed;
  document.querySelector("header .wb-new").hidden = false;
}

/** Write into Gradio's hidden field, press its hidden button, wait for the answers. */
async function hand(words, buttonId, awaited) {
  const before = answers();
  forgetFaults();
  await until(() => wire() && document.getElementById(buttonId));
  if (buttonId === "wb-go") say("");
  const field = wire();
  field.value = words;
  field.dispatchEvent(new Event("input", { bubbles: true }));
  // Gradio takes the value over in its next turn; pressed at once, the button would send the old one.
  await new Promise((resolve) => setTimeout(resolve, 30));
  document.getElementById(buttonId).click();
  await until(() => answers() >= before + awaited);
  say("");
  done();
}

function done() {
  busy = false;
  delete document.body.dataset.busy;
  const questions = document.querySelectorAll("#wb-log .user-row");
  questions[questions.length - 1]?.scrollIntoView({ block: "start", behavior: calm() ? "auto" : "smooth" });
}

/** Give the question back and say why. Gradio tells faults in English, in a toast that is kept out of sight. */
function failed(question, reason) {
  busy = false;
  delete document.body.dataset.busy;
  document.body.dataset.failed = "yes";
  const box = document.getElementById("wb-question");
  box.value ||= question;
  keepDraft(box.value);
  if (!navigator.onLine) say("网络断开了。连上后请再问一次。", true);
  else if (/busy|full/i.test(reason)) say("现在提问的人很多，请过一会儿再问。", true);
  else say("没有得到回答，请再问一次。", true);
}

const toasts = () => [...log.querySelectorAll(".toast-item")];
const told = new WeakSet();
const fault = () => toasts().find((toast) => !told.has(toast))?.textContent;

/** Faults of before say nothing about the question that is asked now; they fade slowly. */
function forgetFaults() {
  for (const toast of toasts()) {
    told.add(toast);
    toast.querySelector(".toast-close")?.click();
  }
}

/** Resolves when `test` holds; looked at whenever the page changes, rejected when patience ends. */
function until(test) {
  return new Promise((resolve, reject) => {
    const end = (how, value) => {
      observer.disconnect();
      clearTimeout(timer);
      how(value);
    };
    const look = () => {
      if (test()) end(resolve);
      else if (fault()) end(reject, new Error(fault()));
    };
    const observer = new MutationObserver(look);
    const timer = setTimeout(() => end(reject, new Error("no answer")), PATIENCE_MS);
    observer.observe(log, { childList: true, subtree: true });
    look();
  });
}

function say(words, alarm = false) {
  note.classList.toggle("wb-alarm", alarm);
  if (words) note.textContent = words;
  else note.innerHTML = usual;
}

export const calm = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

// Gradio takes aria-label out of messages and labels each bubble with its raw markup; a screen reader should hear
// who speaks, and what a number does.
new MutationObserver(() => {
  for (const bubble of log.querySelectorAll("#wb-log [aria-label*='message']")) {
    bubble.setAttribute("aria-label", bubble.closest(".user-row") ? "您的问题" : "问报的回答");
  }
  for (const mark of log.querySelectorAll("a.wb-mark:not([aria-label])")) {
    mark.setAttribute("aria-label", `引文${mark.textContent}，打开原文`);
    mark.removeAttribute("target");
    const copy = mark.closest(".wb-quote")?.nextElementSibling.querySelector(".wb-copy");
    copy?.setAttribute("aria-label", `复制引文${mark.textContent}`);
  }
  log.querySelector("[role='log']")?.setAttribute("aria-label", "对话");
}).observe(log, { childList: true, subtree: true });
