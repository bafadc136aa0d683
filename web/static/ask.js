// Hands a question to Gradio and says what is going on. The box is ours and works before Gradio has loaded.

import { keepDraft, remember } from "./past.js";

/** Longer where a language model may write: the server knows for how long. */
const PATIENCE_MS = 1000 * Number(document.body.dataset.patience || 45);
const SETTLE_MS = 3_000;
const STEPS = [
  [700, () => offerStop(true)],
  [4_000, () => say("还在查找和核对，请再等一等，也可以停止。")],
  [15_000, () => say("这次比平常久。可以再等一等，也可以停止后重问。")],
];
const box = document.getElementById("wb-question");
const button = document.querySelector(".wb-send");
const saying = document.getElementById("wb-say");
const log = document.querySelector("gradio-app");
let busy = false;
let timers = [];
let pressed = "wb-go";
let interrupt = () => {};

const wire = () => document.querySelector("#wb-wire textarea, #wb-wire input");
const lastRow = () => [...log.querySelectorAll("#wb-log .message-row")].at(-1);
const lastTurn = () => lastRow()?.querySelector(".wb-turn");
const growing = () => lastRow()?.querySelector(".wb-growing");

/** Take a question; false where there is none, or one is being answered. redo: it replaces the last one. alone: it
 *  does so too, and is read without the questions before it. */
export function ask(question, redo = false, alone = false) {
  question = question.trim();
  if (!question || busy) return false;
  begin();
  if (!wire()) say("正在载入，马上就问…");
  // A last question whose answer never came is replaced too.
  const replaces = redo || (lastRow() && !lastTurn());
  pressed = alone ? "wb-alone" : replaces ? "wb-redo" : "wb-go";
  hand(question, pressed).then(
    () => finished(question),
    (error) => failed(question, error.message),
  );
  return true;
}

/** Ask the questions of before once more, after a reload. */
export async function askAgain(questions) {
  begin();
  say("正在取回刚才的对话…");
  await hand(JSON.stringify(questions), "wb-again").then(done, (error) => failed("", error.message));
}

/** Wait no longer. Only what is visibly slow can be stopped: a second press of the button is not meant as that. */
export function stop() {
  if ("slow" in document.body.dataset) interrupt(new Error("stopped"));
}

/** The question asked last, as it was typed. */
export const lastQuestion = () => questionOf(lastRow());

/** Whether it was asked without the questions before it. */
export const lastWasAlone = () => wasAlone(lastRow());

/** The question that a row of the conversation holds, or that it answers. */
export const questionOf = (row) => asking(row)?.querySelector(".message-content")?.textContent.trim() ?? "";

const wasAlone = (row) => Boolean(asking(row)?.querySelector(".wb-alone"));

function asking(row) {
  while (row && !row.matches(".user-row")) row = row.previousElementSibling;
  return row;
}

export function say(words, alarm = false) {
  saying.classList.toggle("wb-alarm", alarm);
  if (saying.textContent !== words) saying.textContent = words;
}

export const calm = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

function begin() {
  busy = true;
  timers = STEPS.map(([after, step]) => setTimeout(step, after));
  document.body.dataset.state = "talk";
  document.body.dataset.busy = "";
  delete document.body.dataset.failed;
  document.querySelector("header .wb-new").hidden = false;
}

function offerStop(offered) {
  document.body.toggleAttribute("data-slow", offered);
  button.textContent = offered ? "停止" : "提问";
}

/** Write into Gradio's hidden field, press its hidden button, wait for a reply that was not there before. */
async function hand(words, buttonId) {
  const before = lastTurn()?.className;
  forgetFaults();
  await until(() => wire() && document.getElementById(buttonId));
  if (buttonId !== "wb-again") say("");
  const field = wire();
  field.value = words;
  field.dispatchEvent(new Event("input", { bubbles: true }));
  // Gradio takes the value over in its next turn; pressed at once, the button would send the old one.
  await new Promise((resolve) => setTimeout(resolve, 30));
  document.getElementById(buttonId).click();
  const isWhole = () => lastTurn() && lastTurn().className !== before;
  await until(() => isWhole() || growing());
  if (growing()) grow();
  await until(isWhole);
}

function finished(question) {
  const answered = [...log.querySelectorAll("#wb-log .bot-row")].filter((row) => row.querySelector(".wb-turn") && !row.querySelector(".wb-none"));
  remember(answered.map((row) => (wasAlone(row) ? { alone: questionOf(row) } : questionOf(row))));
  if (lastTurn().querySelector(".wb-none")) keepDraft(question);
  done();
}

/** The quotations are there and can be read, while a language model still writes above them. */
function grow() {
  timers.forEach(clearTimeout);
  say("");
  offerStop(true);
  showQuestion();
  document.body.dataset.growing = "";
}

function done() {
  // Who reads the quotations already is not called back to the question.
  const isRead = "growing" in document.body.dataset;
  release();
  say("");
  if (!isRead) showQuestion();
}

function showQuestion() {
  const question = [...log.querySelectorAll("#wb-log .user-row")].at(-1);
  question?.scrollIntoView({ block: "start", behavior: calm() ? "auto" : "smooth" });
  // The button that was pressed may be gone with the answer it stood under.
  if (question && document.activeElement === document.body) {
    question.tabIndex = -1;
    question.focus({ preventScroll: true });
  }
}

function release() {
  busy = false;
  timers.forEach(clearTimeout);
  offerStop(false);
  delete document.body.dataset.busy;
  delete document.body.dataset.growing;
}

/** Give the question back and say why. Gradio tells faults in English, in a toast that is kept out of sight. */
async function failed(question, reason) {
  // What can be read stays, as the answer: whether the person stopped it or it took too long.
  if ((reason === "stopped" || growing()) && (await stopped())) return question ? finished(question) : done();
  release();
  document.body.dataset.failed = "";
  box.value ||= question;
  keepDraft(box.value);
  if (reason === "stopped") say("已停止。");
  else if (!navigator.onLine) say("网络断开了。连上后请再问一次。", true);
  else if (/busy|full/i.test(reason)) say("现在提问的人很多，请过一会儿再问。", true);
  else say("没有得到回答，请再问一次。", true);
}

/** Let the server drop the answer; true where the conversation says so in the answer's place. */
async function stopped() {
  const waiting = log.querySelector("#wb-log .message-row:last-child .wb-pending");
  document.getElementById(`${pressed}-stop`)?.click();
  return waiting && (await until(lastTurn, SETTLE_MS).then(() => true, () => false));
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
function until(test, patience = PATIENCE_MS) {
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
    const timer = setTimeout(() => end(reject, new Error("no answer")), patience);
    interrupt = (error) => end(reject, error);
    observer.observe(log, { childList: true, subtree: true });
    look();
  });
}

addEventListener("offline", () => say("网络断开了。写下的问题会留在框里，连上后再问。", true));
addEventListener("online", () => say("网络恢复了，可以继续提问。"));
box.addEventListener("input", () => navigator.onLine || keepDraft(box.value));
