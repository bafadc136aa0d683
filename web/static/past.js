// The questions of this conversation, kept in the browser's own history entry: they outlive a reload, go with the tab,
// and nothing is stored besides. Answers are not kept: the server gives them again, from the report as it is now.

const MOST = 20;
let asked = history.state?.asked ?? [];

const keep = (more) => history.replaceState({ ...history.state, ...more }, "");

export const past = () => asked;
export const draft = () => history.state?.draft ?? "";

export function remember(question) {
  asked = [...asked, question].slice(-MOST);
  keep({ asked, draft: "" });
}

/** A question that got no answer: Gradio reloads the page when the server is back, and it must not be lost. */
export function keepDraft(question) {
  keep({ draft: question });
}

/** Before a new conversation: the browser carries the state over when the address stays the same. */
export function forget() {
  asked = [];
  history.replaceState(null, "");
}

// Back and forward only open and close the report: the conversation is what it is now.
addEventListener("popstate", () => keep({ asked }));
