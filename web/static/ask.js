// Hands a question to Gradio and says what is going on. The box is ours and works before Gradio has loaded.

const PATIENCE_MS = 30_000;
const note = document.getElementById("wb-note");
const usual = note.innerHTML;
let busy = false;

const wire = () => document.querySelector("#wb-wire textarea, #wb-wire input");
const go = () => document.getElementById("wb-go");
const answers = () => document.querySelectorAll("#wb-log .wb-answer").length;
const log = document.querySelector("gradio-app");

/** Take a question; false where there is none, or one is being answered. */
export function ask(question) {
  question = question.trim();
  if (!question || busy) return false;
  busy = true;
  document.body.dataset.state = "talk";
  document.body.dataset.busy = "yes";
  document.querySelector("header .wb-new").hidden = false;
  if (!wire()) say("正在载入，马上就问…");
  run(question).catch(() => failed(question));
  return true;
}

async function run(question) {
  const before = answers();
  await until(() => wire() && go());
  say("");
  const field = wire();
  field.value = question;
  field.dispatchEvent(new Event("input", { bubbles: true }));
  // Gradio takes the value over in its next turn; pressed at once, the button would send the old one.
  await new Promise((done) => setTimeout(done, 30));
  go().click();
  await until(() => answers() > before);
  done();
}

function done() {
  busy = false;
  delete document.body.dataset.busy;
  const questions = document.querySelectorAll("#wb-log .user-row");
  questions[questions.length - 1]?.scrollIntoView({ block: "start", behavior: calm() ? "auto" : "smooth" });
}

function failed(question) {
  busy = false;
  delete document.body.dataset.busy;
  document.getElementById("wb-question").value = question;
  say(navigator.onLine ? "没有等到回答，请再问一次。" : "网络断开了。连上后请再问一次。", true);
}

/** Resolves when `test` holds; looked at whenever the page changes, rejected when patience ends. */
function until(test) {
  return new Promise((resolve, reject) => {
    const end = (how, value) => {
      observer.disconnect();
      clearTimeout(timer);
      how(value);
    };
    const look = () => test() && end(resolve);
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

// Gradio labels each bubble with its raw markup; a screen reader should hear who speaks.
new MutationObserver(() => {
  for (const bubble of log.querySelectorAll("#wb-log [aria-label*='message']")) {
    bubble.setAttribute("aria-label", bubble.closest(".user, .user-row") ? "您的问题" : "问报的回答");
  }
}).observe(log, { childList: true, subtree: true });
