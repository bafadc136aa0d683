// 有用 or 没用, with one optional word. Sent once for an answer: with the word when it is given, without it when the
// person goes on or away.
import { questionOf } from "./ask.js";

const MAX_WORD = 200;
const pending = new Map();

/** A thumb was pressed: mark it, and offer the word. Pressed again, it is taken back. */
export function vote(button) {
  const votes = button.closest(".wb-votes");
  const was = button.ariaPressed === "true";
  for (const other of votes.querySelectorAll(".wb-vote")) other.ariaPressed = String(other === button && !was);
  votes.nextElementSibling?.remove();
  if (was) return pending.delete(votes);
  const turn = button.closest(".wb-turn");
  pending.set(votes, {
    question: questionOf(button.closest(".message-row")),
    status: /wb-(\w+)$/.exec(turn.querySelector(".wb-answer").className)[1],
    useful: button.classList.contains("wb-useful"),
  });
  const form = wordForm(votes);
  votes.after(form);
  form.querySelector("input").focus();
}

function wordForm(votes) {
  const form = document.createElement("form");
  form.className = "wb-word";
  form.autocomplete = "off";
  const label = document.createElement("label");
  label.textContent = "愿意说一句原因吗？（可不填；会原样给工作人员看，请不要写个人信息）";
  const input = document.createElement("input");
  input.maxLength = MAX_WORD;
  const send = document.createElement("button");
  send.textContent = "提交";
  label.append(input);
  form.append(label, send);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    post(votes, input.value.trim());
  });
  return form;
}

/** Judgements whose word was never sent go without it. */
export function sendVotes() {
  for (const votes of pending.keys()) post(votes, "");
}

async function post(votes, word) {
  const judgement = pending.get(votes);
  const body = JSON.stringify({ ...judgement, word });
  pending.delete(votes);
  const headers = { "content-type": "application/json" };
  const form = votes.nextElementSibling;
  const hadFocus = form.contains(document.activeElement);
  const kept = await fetch("/api/feedback", { method: "POST", body, headers, keepalive: true }).catch(() => null);
  const said = document.createElement("p");
  said.className = "wb-thanks";
  said.role = "status";
  form.querySelector(".wb-thanks")?.remove();
  const isRefused = word && kept?.status === 422 && form.isConnected;
  if (isRefused) {
    // The word is what was refused: it can be put right, and the judgement goes without it otherwise.
    pending.set(votes, judgement);
    form.append(said);
  } else {
    form.replaceWith(said);
  }
  for (const button of votes.querySelectorAll(".wb-vote")) button.disabled = Boolean(kept?.ok);
  said.textContent = kept?.ok ? "已收到，谢谢。" : await faultOf(kept);
  said.tabIndex = -1;
  if (!hadFocus) return;
  (isRefused ? form.querySelector("input") : said).focus({ preventScroll: true });
  said.scrollIntoView({ block: "nearest" });
}

/** The server's own sentence, where it gave one. */
async function faultOf(response) {
  const told = await response?.json().catch(() => null);
  return told?.error ?? "没有送到，请过一会儿再试。";
}

addEventListener("pagehide", sendVotes);
