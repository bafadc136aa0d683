// Gradio takes aria-label out of messages and labels each bubble with its raw markup; a screen reader should hear who
// speaks, and what a number does.
const log = document.querySelector("gradio-app");

function label() {
  for (const bubble of log.querySelectorAll("#wb-log [aria-label*='message']")) {
    bubble.setAttribute("role", "group");
    bubble.setAttribute("aria-label", bubble.closest(".user-row") ? "您的问题" : "问报的回答");
  }
  for (const mark of log.querySelectorAll("a.wb-mark:not([aria-label])")) {
    mark.setAttribute("aria-label", `引文${mark.textContent}，打开原文`);
    mark.removeAttribute("target");
    const copy = mark.closest(".wb-quote")?.nextElementSibling.querySelector(".wb-copy");
    copy?.setAttribute("aria-label", `复制引文${mark.textContent}`);
  }
  for (const votes of log.querySelectorAll(".wb-votes:not([role])")) {
    votes.setAttribute("role", "group");
    votes.setAttribute("aria-label", "这个回答对您有用吗");
    for (const vote of votes.querySelectorAll("button")) vote.ariaPressed = "false";
  }
  log.querySelector("[role='log']")?.setAttribute("aria-label", "对话");
}

new MutationObserver(label).observe(log, { childList: true, subtree: true });
