// Wenbao's widget: a button in a corner of any page, and behind it an iframe with our light page. docs/widget.md
// <script src="https://…/widget.js" data-title="问政府工作报告" data-color="#0b5" defer></script>
(() => {
  const script = document.currentScript || document.querySelector('script[src*="/widget.js"]');
  const once = Symbol.for("wenbao.widget");
  if (!script || window[once]) return; // the line stands on the page twice
  window[once] = true;

  const given = script.dataset;
  const say = (zh, en) => (/^en/i.test(given.lang) ? en : zh);
  const title = given.title || say("问政府工作报告", "Ask the government work report");
  const page = new URL("embed", script.src);
  const narrow = matchMedia("(max-width: 480px), (max-height: 480px)");
  const root = document.documentElement;
  let frame, timer, back, overflow;
  let isReady = false;
  let question = given.question || "";
  let lives = 50; // a page that keeps taking us out gets its way in the end

  // Built node by node, styled by a sheet object and by properties: neither needs 'unsafe-inline' or innerHTML.
  const make = (tag, attributes, ...children) => {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    element.append(...children);
    return element;
  };
  const draw = (path) => {
    const [svg, line] = ["svg", "path"].map((tag) => document.createElementNS("http://www.w3.org/2000/svg", tag));
    svg.setAttribute("viewBox", "0 0 24 24");
    svg.setAttribute("aria-hidden", "true");
    line.setAttribute("d", path);
    svg.append(line);
    return svg;
  };

  const host = make("wenbao-widget", { popover: "manual", lang: say("zh-CN", "en") });
  const shadow = host.attachShadow({ mode: "open" });
  const button = make(
    "button",
    { type: "button", class: "open", "aria-haspopup": "dialog" },
    draw("M4 4h16v12H11l-5 4v-4H4zM8 8.5h8M8 12h5"),
    make("span", {}, title),
  );
  const words = make("p", { role: "status" });
  const again = make("button", { type: "button" }, say("重试", "Try again"));
  const full = make("a", { href: new URL("./", page), target: "_blank", rel: "noopener" }, say("在新窗口打开", "Open in a new window"));
  const shut = make("button", { type: "button" }, say("关闭", "Close"));
  const wait = make("div", { class: "wait" }, words, again, full, shut);
  const panel = make("div", { class: "panel", role: "dialog", "aria-modal": "true", "aria-label": title, tabindex: "-1" }, wait);
  const top = /top/.test(given.position) ? "top" : "bottom";
  const side = /left/.test(given.position) ? "left" : "right";
  const css = `
    /* !important inside a shadow tree wins over !important outside of it */
    :host { all: initial !important; display: block !important; position: fixed !important; z-index: 2147483647 !important; direction: ltr !important; color-scheme: light dark !important }
    :host::backdrop { display: none !important }
    * { box-sizing: border-box; font: 16px/1.5 "PingFang SC", "HarmonyOS Sans SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif }
    [hidden] { display: none !important }
    .open, .panel { position: fixed; ${top}: 24px; ${side}: 24px; box-shadow: 0 2px 6px rgb(0 0 0 / 20%), 0 8px 28px rgb(0 0 0 / 22%) }
    .open { display: flex; align-items: center; gap: 8px; max-width: calc(100vw - 48px); min-height: 48px; padding: 0 20px 0 16px; border: 1px solid transparent; border-radius: 24px; cursor: pointer }
    .open span { overflow: hidden; font-weight: 600; text-overflow: ellipsis; white-space: nowrap }
    svg { flex: none; width: 24px; fill: none; stroke: currentcolor; stroke-width: 1.8; stroke-linejoin: round; stroke-linecap: round }
    :focus-visible { outline: 3px solid #fff; box-shadow: 0 0 0 6px #17202e }
    .panel { width: 400px; height: 640px; max-width: calc(100vw - 48px); max-height: calc(100vh - 48px); overflow: hidden; outline: 0; border: 1px solid #8884; border-radius: 12px; background: #f5f7fa; color: #17202e }
    iframe { position: absolute; inset: 0; width: 100%; height: 100%; border: 0 }
    .wait { display: grid; gap: 12px; align-content: center; justify-items: center; height: 100%; padding: 24px; text-align: center }
    .wait p { margin: 0 }
    .wait button, a { position: relative; min-height: 44px; padding: 8px 20px; border: 1px solid; border-radius: 8px; background: none; color: #0b4ea2; cursor: pointer; text-decoration: none }
    @media (prefers-color-scheme: dark) { .panel { background: #12171e; color: #e6eaf0 } .wait button, a { color: #8fbcff } }
    @media ${narrow.media} { .panel { inset: 0; width: 100%; height: 100%; max-width: none; max-height: none; border: 0; border-radius: 0 } }
    @media print { .open, .panel { display: none } }`;
  try {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    shadow.adoptedStyleSheets = [sheet];
  } catch {
    const style = make("style", {}, css);
    style.nonce = script.nonce;
    shadow.append(style);
  }
  shadow.append(button, panel);
  panel.hidden = true;

  /** Black or white on the site's colour, whichever is read better. */
  const paint = () => {
    button.style.background = "#0b4ea2";
    button.style.background = given.color;
    const [r, g, b] = getComputedStyle(button).backgroundColor.match(/[\d.]+/g).map((v) => (v / 255 <= 0.04 ? v / 3295 : ((v / 255 + 0.055) / 1.055) ** 2.4));
    button.style.color = 0.2126 * r + 0.7152 * g + 0.0722 * b > 0.179 ? "#000" : "#fff";
  };

  // In <html>, not <body>: pages that swap their body on navigation leave it alone, and no transform moves it. The
  // top layer is above every z-index; browsers without it have the highest z-index.
  const attach = () => {
    if (host.isConnected || !lives--) return;
    isReady = false; // moved, an iframe loads again
    waiting(false);
    document.documentElement.append(host);
    watcher.observe(document, { childList: true });
    watcher.observe(document.documentElement, { childList: true });
    host.showPopover?.();
  };
  const watcher = new MutationObserver(attach);

  const tell = (message) => frame.contentWindow.postMessage({ wenbao: "show", ...message }, page.origin);

  const waiting = (isOver) => {
    words.textContent = isOver
      ? say("问答没有打开：网络不通，或这个网站不在问报的允许名单里。", "It did not open: no connection, or this site is not on the list of sites that may show it.")
      : say("正在打开…", "Opening…");
    again.hidden = full.hidden = !isOver;
    wait.hidden = isReady;
    if (frame) frame.hidden = !isReady;
  };

  /** Options travel behind #: they reach no server and no log. */
  const load = () => {
    if (frame) return;
    const { color = "", greeting = "", report = "", lang = "" } = given;
    page.hash = new URLSearchParams({ title, color, greeting, report, lang, host: location.origin });
    frame = make("iframe", { src: page, title, allow: "clipboard-write" });
    const late = () => isReady || waiting(true);
    frame.onload = () => setTimeout(late, 2000); // refused pages load too, and say nothing
    timer = setTimeout(late, 20000);
    waiting(false);
    panel.append(frame);
  };

  const show = () => {
    if (document.activeElement === host) frame.focus();
    tell({ question, focus: document.activeElement === host });
    question = "";
  };

  const open = (asked) => {
    question = asked || question;
    load();
    if (panel.hidden) {
      back = document.activeElement;
      panel.hidden = false;
      button.hidden = true;
      overflow = root.style.overflow;
      if (narrow.matches) root.style.overflow = "hidden";
      panel.focus();
    }
    if (isReady) show();
  };

  const close = () => {
    if (panel.hidden) return;
    panel.hidden = true;
    button.hidden = false;
    root.style.overflow = overflow;
    (back && back !== host && back !== document.body && back.isConnected ? back : button).focus();
  };

  const linked = (link) => {
    const asked = new URLSearchParams(link.hash.slice(1)).get("wenbao");
    if (asked !== null) open(asked);
    return asked !== null;
  };

  button.onclick = () => open();
  button.onpointerenter = button.onfocus = load; // there before it is pressed
  shut.onclick = close;
  again.onclick = () => {
    clearTimeout(timer);
    frame.remove();
    frame = null;
    load();
    panel.focus();
  };
  panel.onkeydown = (event) => {
    const stops = [again, full, shut].filter((stop) => !stop.hidden);
    if (event.key !== "Tab" || isReady) return;
    event.preventDefault();
    stops[(stops.indexOf(shadow.activeElement) + (event.shiftKey ? stops.length - 1 : 1)) % stops.length].focus();
  };
  addEventListener("keydown", (event) => event.key === "Escape" && !event.isComposing && !event.defaultPrevented && close());
  addEventListener("message", (event) => {
    if (event.origin !== page.origin || !frame || event.source !== frame.contentWindow) return;
    if (event.data.wenbao === "close") close();
    if (event.data.wenbao !== "ready") return;
    isReady = true;
    waiting(false);
    if (!panel.hidden) show();
  });
  addEventListener("hashchange", () => linked(location));
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[href*='#wenbao=']");
    if (link && link.href.split("#")[0] === location.href.split("#")[0] && linked(link)) event.preventDefault();
  });

  const start = () => {
    attach();
    paint();
    linked(location);
  };
  if (document.readyState === "loading") addEventListener("DOMContentLoaded", start);
  else start();
})();
