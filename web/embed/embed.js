// The light page: asks POST /api/ask and shows the answer with its sources. Alone, in an iframe, or behind widget.js.
// Everything shown is set as text, never as HTML. Nothing is stored: the conversation goes with the page.
(() => {
  /** Longer where a language model may write: the server knows for how long. */
  const PATIENCE_MS = 1000 * Number(document.body.dataset.patience);
  const MOST_TURNS = 20;

  const options = new URLSearchParams(location.hash.slice(1));
  const isFramed = parent !== window;
  /** Origin of the page that widget.js runs on; it alone is spoken to. */
  const host = isFramed ? options.get("host") : null;
  const isEnglish = /^en/i.test(options.get("lang"));
  const say = (zh, en) => (isEnglish ? en : zh);
  const at = (id) => document.getElementById(id);
  const [box, log, send] = [at("question"), at("log"), at("send")];
  const names = new Map([...at("reports").querySelectorAll("a")].map((link) => [link.dataset.report, link.textContent]));
  const starters = [...at("hello").querySelectorAll(".try")].slice(0, 3).map((starter) => starter.textContent);

  let asked = [];
  let running = null;
  let report = ""; // the one that is asked; all of them where it is empty
  let cards = 0;

  const make = (tag, attributes, ...children) => {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    element.append(...children.filter(Boolean));
    return element;
  };

  // ------------------------------------------------------------ text

  const isWide = (char) => char === "×" || char >= "\u2e80" || "“”‘’—…·".includes(char);

  /** Broken lines whole again: as web/plain.py does it. */
  const tidy = (text) =>
    text.trim().replace(/\s+/g, (run, i, all) => (isWide(all[i - 1]) || isWide(all[i + run.length]) ? "" : " "));

  const bare = (text) => text.normalize("NFKC").replace(/\s/g, "").replace(/[?.。!]+$/, "");

  const paragraph = (kind, text) => text && make("p", { class: kind }, tidy(text));

  // ------------------------------------------------------------ an answer

  /** `alone` asks the question once more without those before it; left out while the answer is still written. */
  function shown(answer, question, alone) {
    const byNumber = new Map(answer.citations.map((citation) => [citation.number, citation]));
    const searched = answer.citations.length > 0 || answer.status === "not_found";
    const read = !answer.taken && searched && bare(answer.question) !== bare(question) && `按这个问题查找：${answer.question}`;
    const isLost = !answer.claims.length && !answer.suggestions.length && answer.status !== "declined";
    const claims = answer.claims.map((claim) => claimed(claim, claim.citations.map((number) => byNumber.get(number))));
    return [
      answer.taken ? leaning(answer.taken, alone) : paragraph("read", read),
      written(answer, byNumber),
      paragraph("lead", answer.lead),
      claims.length > 0 && make("ol", { class: "claims" }, ...claims),
      answer.nearest && nearest(answer.nearest),
      paragraph("advice", answer.advice),
      paragraph("origin", answer.origin),
      ...next(isLost ? starters : answer.suggestions),
    ].filter(Boolean);
  }

  /** What a language model wrote, marked as such; the quotations stand below it. */
  function written(answer, byNumber) {
    if (!answer.written.length) return null;
    const items = answer.written.map((claim) => claimed(claim, claim.citations.map((number) => byNumber.get(number))));
    return make("section", { class: "written" }, paragraph("lead", "归纳"), make("ul", { class: "claims" }, ...items), paragraph("origin", answer.label));
  }

  /** That the question was read with those before it, what was taken over, and the way out of that. */
  function leaning(taken, alone) {
    const line = make("p", { class: "read" }, make("span", {}, `接着上一问：“${tidy(taken)}”`), " ");
    if (!alone) return line;
    const button = make("button", { type: "button", class: "alone" }, "单独问这一句");
    button.addEventListener("click", alone);
    line.append(button);
    return line;
  }

  /** Where an answer would have stood: a place to look at, which is no answer. */
  function nearest({ words, where, link }) {
    return make("p", { class: "nearest" }, words, make("a", { href: link, target: "_blank", rel: "noopener" }, where.map(tidy).join("\u00a0› ")));
  }

  /** The words, then a button for each source with what kind of statement it is; the sources unfold below. */
  function claimed(claim, citations) {
    const quote = tidy(citations[0]?.quote ?? "");
    const words = tidy(claim.text) === `“${quote}”` ? quote : tidy(claim.text);
    const marks = citations.map((citation) => source(citation, words));
    const said = make("p", { class: "said" }, words.slice(0, -1));
    const [last, ...others] = marks;
    // The last character never parts from the first number.
    said.append(make("span", { class: "end" }, words.slice(-1), last?.mark), ...others.map((other) => other.mark));
    return make("li", {}, said, ...marks.map((mark) => mark.kind), ...marks.map((mark) => mark.card));
  }

  function source(citation, words) {
    const id = `card-${++cards}`;
    const label = `引文${citation.number}，打开原文`;
    const mark = make("button", { type: "button", class: "mark", "aria-expanded": "false", "aria-controls": id, "aria-label": label }, String(citation.number));
    const card = make("div", { class: "card", id }, ...carded(citation, words));
    card.hidden = true;
    mark.addEventListener("click", () => {
      card.hidden = !card.hidden;
      mark.setAttribute("aria-expanded", String(!card.hidden));
      if (!card.hidden) reveal(card);
    });
    return { mark, card, kind: kinds(citation) };
  }

  function kinds(citation) {
    const badges = [
      citation.period_label && make("span", { class: `badge ${citation.period}` }, citation.period_label),
      citation.masked && make("span", { class: "badge masked" }, "数字已隐去"),
      citation.recognised && make("span", { class: "badge masked" }, `由扫描件识别${citation.page ? `，第${citation.page}页` : ""}`),
    ].filter(Boolean);
    return badges.length > 0 && make("p", { class: "kinds" }, ...badges);
  }

  function carded(citation, words) {
    const quote = tidy(citation.quote);
    const where = [names.get(citation.report) ?? citation.title, ...citation.path].map(tidy).join(" › ");
    const link = make("a", { href: citation.link, target: "_blank", rel: "noopener" }, "在报告中查看");
    const copy = make("button", { type: "button", "aria-label": `复制引文${citation.number}` }, "复制");
    copy.addEventListener("click", async () => {
      copy.textContent = (await put(`“${quote}”（${where}，${link.href}）`)) ? "已复制" : "没能复制";
      setTimeout(() => (copy.textContent = "复制"), 2000);
    });
    return [
      make("p", { class: "where" }, where),
      !words.includes(quote) && make("blockquote", {}, quote),
      make("p", { class: "does" }, link, copy),
    ];
  }

  function next(questions) {
    if (!questions.length) return [];
    const items = questions.map((question) => make("li", {}, make("button", { type: "button", class: "try" }, question)));
    return [make("div", { class: "next" }, make("p", {}, "还可以问"), make("ul", {}, ...items))];
  }

  // ------------------------------------------------------------ asking

  /** alone: it is read without the questions before it, and what comes after follows on from it. */
  async function ask(question, alone = false) {
    question = question.trim();
    if (!question || running) return;
    const answer = make("div", { class: "answer" }, make("p", { class: "pending" }, "正在报告原文中查找…"));
    const words = make("p", { class: "asked" }, make("span", { class: "unseen" }, "您的问题："), question);
    const turn = make("article", {}, words, answer);
    begin(turn);
    let read = null; // what can be read of the answer while a language model still writes: it stays, whatever happens
    const whole = (told) => {
      answer.classList.add(told.status);
      answer.replaceChildren(...shown(told, question, () => askInPlace(turn, question, true)));
      asked = [...(alone ? [] : asked), question].slice(-MOST_TURNS);
    };
    try {
      const told = await fetched(question, alone ? [] : asked, (step) => (answer.firstChild.textContent = step), (soFar) => {
        read = soFar;
        answer.replaceChildren(make("p", { class: "pending" }, "正在归纳并逐句核对，可以先看原文…"), ...shown({ ...soFar, suggestions: [] }, question));
      });
      if (!turn.isConnected) return; // a new conversation has begun
      whole(told);
    } catch (error) {
      if (!turn.isConnected) return;
      if (read) return whole(read), end(turn, true);
      answer.classList.add("fault");
      answer.replaceChildren(...faulty(error, () => askInPlace(turn, question, alone)));
    }
    end(turn, Boolean(read));
  }

  /** Once more, in the place of a turn. What was pressed goes away with it. */
  function askInPlace(turn, question, alone) {
    if (running) return;
    turn.remove();
    at("scroll").focus({ preventScroll: true });
    ask(question, alone);
  }

  function begin(turn) {
    running = new AbortController();
    // Only the last answer leads on.
    for (const old of log.querySelectorAll(".next, .alone")) old.remove();
    at("hello").hidden = true;
    at("new").hidden = false;
    send.textContent = say("停止", "Stop");
    log.append(turn);
    reveal(turn, true);
  }

  /** isRead: who reads already is not called back to the question. */
  function end(turn, isRead) {
    running = null;
    send.textContent = say("提问", "Ask");
    if (!isRead) reveal(turn, true);
  }

  /** The last event of the stream is the answer; `onStep` gets the words of those before it, `onPart` what a
   *  language model has written so far. */
  async function fetched(question, earlier, onStep, onPart) {
    const controller = running;
    const timer = setTimeout(() => controller.abort(new Fault("等了很久没有得到回答，请再问一次。")), PATIENCE_MS);
    try {
      const response = await fetch("api/ask", {
        method: "POST",
        headers: { "content-type": "application/json", accept: "text/event-stream" },
        body: JSON.stringify({ question, history: earlier.map((one) => ({ question: one })), report }),
        signal: controller.signal,
      });
      if (!response.ok) throw new Fault((await response.json().catch(() => ({}))).error);
      for await (const { event, data } of events(response.body)) {
        if (event === "step") onStep(data.text);
        else if (event === "partial") onPart(data);
        else if (event === "answer") return data;
        else throw new Fault(data.error);
      }
      throw new Fault();
    } finally {
      clearTimeout(timer);
    }
  }

  class Fault extends Error {}

  async function* events(body) {
    const reader = body.pipeThrough(new TextDecoderStream()).getReader();
    for (let text = ""; ; ) {
      const { done, value } = await reader.read();
      if (done) return;
      const blocks = (text + value).split("\n\n");
      text = blocks.pop();
      for (const block of blocks) {
        const fields = Object.fromEntries(block.split("\n").map((line) => line.split(/: (.*)/s)));
        if (fields.data) yield { event: fields.event, data: JSON.parse(fields.data) };
      }
    }
  }

  function faulty(error, retry) {
    let words = "没有得到回答，请再问一次。";
    if (error.name === "AbortError") words = "已停止。";
    else if (!navigator.onLine) words = "网络断开了。连上后请再问一次。";
    else if (error instanceof Fault && error.message) words = error.message;
    else if (!(error instanceof Fault)) words = "连不上服务，请稍后再试。";
    const again = make("button", { type: "button" }, "重试");
    again.addEventListener("click", retry);
    return [make("p", {}, words), again];
  }

  function startOver() {
    running?.abort();
    running = null;
    asked = [];
    log.replaceChildren();
    at("hello").hidden = false;
    at("new").hidden = true;
    send.textContent = say("提问", "Ask");
    at("scroll").scrollTop = 0;
    settle();
  }

  // ------------------------------------------------------------ the page

  /** Scrolls our own pane only: scrollIntoView would also move the page that we stand on. */
  function reveal(element, toTop = false) {
    const pane = at("scroll");
    const [inner, outer] = [element.getBoundingClientRect(), pane.getBoundingClientRect()];
    const by = toTop ? inner.top - outer.top - 12 : Math.min(inner.top - outer.top, Math.max(0, inner.bottom - outer.bottom));
    pane.scrollTop += by;
  }

  /** Where the focus begins. A finger would bring the keyboard up over what is to be read. */
  function settle() {
    (matchMedia("(pointer: coarse)").matches ? at("scroll") : box).focus({ preventScroll: true });
  }

  async function put(text) {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      return putOldWay(text);
    }
  }

  /** On plain http, as in many intranets, browsers offer no clipboard. */
  function putOldWay(text) {
    const focused = document.activeElement;
    const area = make("textarea", { class: "unseen" });
    area.value = text;
    document.body.append(area);
    area.select();
    const done = document.execCommand("copy");
    area.remove();
    focused.focus({ preventScroll: true });
    return done;
  }

  function grow() {
    box.style.height = "auto";
    box.style.height = `${Math.min(box.scrollHeight + 2, 120)}px`;
  }

  function tellHost(what) {
    try {
      if (host) parent.postMessage({ wenbao: what }, host);
    } catch {
      // no origin at all: then nobody is told
    }
  }

  /** Where the widget holds the focus, Tab goes round; in a plain iframe it must be able to leave. */
  function goRound(event) {
    const stops = [...document.querySelectorAll("button, a[href], textarea, main")].filter((stop) => stop.getClientRects().length);
    const edge = event.shiftKey ? stops[0] : stops[stops.length - 1];
    if (document.activeElement !== edge && document.activeElement !== document.body) return;
    event.preventDefault();
    (event.shiftKey ? stops[stops.length - 1] : stops[0]).focus();
  }

  /** Black or white on the site's colour, whichever is read better. */
  function paint(color) {
    const top = document.querySelector("header");
    if (!CSS.supports("color", color)) return;
    top.style.background = color;
    const [r, g, b] = getComputedStyle(top).backgroundColor.match(/[\d.]+/g).map((v) => (v / 255 <= 0.04 ? v / 3295 : ((v / 255 + 0.055) / 1.055) ** 2.4));
    const ink = 0.2126 * r + 0.7152 * g + 0.0722 * b > 0.179 ? "#000" : "#fff";
    for (const element of [top, send]) Object.assign(element.style, { background: color, color: ink });
  }

  /** Words and colour of the site, taken from a frame only: `frame-ancestors` lets no stranger be one, while a link
   * with words of its own could make this page say anything. */
  function dress() {
    if (isEnglish) {
      document.documentElement.lang = "en";
      for (const element of document.querySelectorAll("[data-en]")) element.textContent = element.dataset.en;
      box.placeholder = "Your question, in Chinese";
      for (const element of document.querySelectorAll("[data-en-label]")) element.setAttribute("aria-label", element.dataset.enLabel);
    }
    if (!isFramed) return;
    if (options.get("title")) document.title = at("title").textContent = options.get("title").slice(0, 40);
    if (options.get("greeting")) at("greeting").textContent = options.get("greeting").slice(0, 300);
    paint(options.get("color") ?? "");
    at("close").hidden = !host;
  }

  /** The one report that is asked, if it is there; its link stands below the question box. */
  function pointAt(stem) {
    const link = [...at("reports").querySelectorAll("a")].find((one) => one.dataset.report === stem);
    if (!link) return;
    report = stem;
    Object.assign(at("report"), { href: link.href, textContent: `${link.textContent}${say("原文", "")}`, hidden: false });
    for (const item of at("reports").children) item.hidden = !item.contains(link);
  }

  at("ask").addEventListener("submit", (event) => {
    event.preventDefault();
    if (running) return running.abort();
    ask(box.value);
    box.value = "";
    grow();
  });
  box.addEventListener("input", grow);
  box.addEventListener("keydown", (event) => {
    // Enter inside an input method chooses a word; it does not send.
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === 229) return;
    event.preventDefault();
    if (!running) at("ask").requestSubmit();
  });
  document.addEventListener("click", (event) => {
    const tried = event.target.closest(".try");
    if (!tried || running) return;
    at("scroll").focus({ preventScroll: true }); // what was pressed goes away
    ask(tried.textContent);
  });
  document.addEventListener("keydown", (event) => {
    if (!host || event.isComposing) return;
    if (event.key === "Escape") tellHost("close");
    if (event.key === "Tab") goRound(event);
  });
  at("new").addEventListener("click", startOver);
  at("close").addEventListener("click", () => tellHost("close"));
  at("large").addEventListener("click", (event) => {
    event.currentTarget.setAttribute("aria-pressed", String(document.documentElement.toggleAttribute("data-large")));
  });
  addEventListener("message", ({ origin, source, data }) => {
    if (!host || origin !== host || source !== parent || data?.wenbao !== "show") return;
    if (data.focus) settle();
    if (typeof data.question === "string") ask(data.question);
  });

  dress();
  pointAt(options.get("report"));
  if (options.get("question")) ask(options.get("question"));
  tellHost("ready");
})();
