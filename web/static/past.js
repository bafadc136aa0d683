// The questions of this conversation, kept in the browser's own history entry: they outlive a reload, go with the tab,
// and nothing is stored besides. Answers are not kept: the server gives them again, from the report as it is now.

const MOST = 20;
let asked = history.state?.asked ?? [];

const keep = (more) => history.replaceState({ ...history.state, ...more }, "");

export const past = () => asked;
export const draft = () => history.state?.draft ?? "";

/** The questions that were answered; `{ alone: "…" }` for one that was asked without those before it. */
export function remember(questions) {
  asked = questions.slice(-MOST);
  keep({ asked, draft: "" });
}

/** A question that got no answer: Gradio reloads the page when the server is back, and it must not be lost. */
export function keepDraft(question) {
  keep({ draft: question });
}

/** Before a new conversation. An open report has a history entry of its own, before or behind this one: both forget. */
export async function forget() {
  asked = [];
  if (history.state?.reader) {
    const returned = new Promise((resolve) => addEventListener("popstate", resolve, { once: true }));
    history.back();
    await returned;
  }
  history.replaceState(null, "");
  // A new entry drops those that lie ahead; it has no state that the browser could carry over.
  history.pushState(null, "", location.pathname + location.search);
}

// Back and forward only open and close the report: the conversation is what it is now.
addEventListener("popstate", () => keep({ asked }));
