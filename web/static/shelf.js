// The shelf page: drag and drop with progress, and the state of what is being read and ingested. The page works without
// it: then the browser sends the files, and the page reloads itself while something is being done.
const PAGE = "/staff/shelf";
const KINDS = /\.(txt|md|html?|docx?|wps|rtf|odt|pdf|ofd|png|jpe?g|tiff?|bmp|webp|zip)$/i;

const shelf = document.querySelector("#wb-shelf");
const drop = document.querySelector("#wb-drop");
const input = document.querySelector("#wb-file");
const sending = document.querySelector("#wb-sending");
const news = document.querySelector("#wb-news");
const csrf = document.querySelector('meta[name="csrf"]').content;
const maxMb = Number(shelf.dataset.maxMb);

let edited = false;
let uploading = 0;

// ---- sending files

drop.classList.add("wb-scripted"); // the browser's own field, in its own language, gives way to its label
document.querySelector("#wb-can-drop").hidden = false;
document.querySelector("#wb-send").hidden = true;

input.addEventListener("change", () => {
  sendAll([...input.files]);
  input.value = "";
});

drop.addEventListener("submit", (event) => {
  event.preventDefault();
  sendAll([...input.files]);
});

for (const kind of ["dragenter", "dragover"]) {
  addEventListener(kind, (event) => {
    if (![...event.dataTransfer.types].includes("Files")) return;
    event.preventDefault(); // a file dropped beside the field must not replace the page
    drop.classList.toggle("wb-over", drop.contains(event.target));
  });
}

addEventListener("dragleave", (event) => {
  if (!event.relatedTarget) drop.classList.remove("wb-over");
});

addEventListener("drop", (event) => {
  if (!event.dataTransfer.files.length) return;
  event.preventDefault();
  drop.classList.remove("wb-over");
  if (drop.contains(event.target)) sendAll([...event.dataTransfer.files]);
});

async function sendAll(files) {
  uploading += 1;
  const faults = [];
  for (const file of files) {
    const fault = await show(file);
    if (fault) faults.push(fault);
  }
  uploading -= 1;
  if (!uploading && faults.length < files.length) renew(faults.length > 0);
}

/** One line of the list, and the sending of its file; gives what went wrong, or "". */
async function show(file) {
  const line = document.createElement("li");
  const name = document.createElement("span");
  const bar = document.createElement("progress");
  name.textContent = file.name;
  bar.max = 1;
  bar.value = 0;
  bar.ariaLabel = `${file.name} 上传进度`;
  line.append(name, bar);
  sending.append(line);
  const fault = refusal(file) || (await send(file, bar));
  if (fault) {
    const said = document.createElement("span");
    said.className = "wb-trouble-line";
    said.textContent = fault.startsWith(file.name) ? fault : `${file.name}：${fault}`;
    line.replaceChildren(said);
  }
  return fault;
}

function refusal(file) {
  if (!KINDS.test(file.name)) return "只能上传文本、网页、Word、WPS、PDF、OFD 文件，或 PNG、JPEG、TIFF 图片，请另存为其中一种再试";
  if (file.size > maxMb * 1024 * 1024) return `文件超过上限 ${maxMb} MB，请去掉图片或只保留报告正文后再试`;
  return "";
}

function send(file, bar) {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    const body = new FormData();
    body.append("file", file);
    request.open("POST", `${PAGE}/files`);
    request.setRequestHeader("x-csrf", csrf);
    request.responseType = "json";
    request.upload.onprogress = (event) => {
      bar.value = event.total ? event.loaded / event.total : 0;
    };
    request.onload = () => {
      if (request.status === 401) location.assign(`/staff/login?next=${encodeURIComponent(PAGE)}`);
      resolve(request.response?.error ?? (request.status < 400 ? "" : "没有传上去，请再试一次"));
    };
    request.onerror = () => resolve("网络中断，没有传上去，请再试一次");
    request.send(body);
  });
}

// ---- what is being done

document.querySelector("#wb-waiting-form")?.addEventListener("input", () => {
  edited = true;
});

/** Show the page anew; where that would lose what a person typed or has to read, say that there is news instead. */
function renew(hasFaults = false) {
  if (edited || uploading || hasFaults) {
    news.hidden = false;
    return;
  }
  location.reload();
}

function draw(state) {
  const step = document.querySelector("#wb-step");
  const bar = document.querySelector("#wb-progress");
  if (state.running && step) {
    step.textContent = state.total ? `${state.step}，${state.done}/${state.total}` : state.step;
    if (state.total) {
      bar.max = state.total;
      bar.value = state.done;
    }
  }
  for (const [id, [done, total]] of Object.entries(state.reading)) {
    const card = document.querySelector(`[data-id="${id}"]`);
    const pages = card?.querySelector(".wb-pages");
    if (!pages || !total) continue;
    if (total > 1) pages.textContent = `第 ${done} 页，共 ${total} 页`;
    Object.assign(card.querySelector("progress"), { max: total, value: done });
  }
}

async function watch() {
  try {
    const answer = await fetch(`${PAGE}/state`, { headers: { accept: "application/json" } });
    if (answer.status === 401) return location.reload();
    const state = await answer.json();
    draw(state);
    if (state.changes !== Number(shelf.dataset.changes)) {
      renew();
      if (!news.hidden) return;
    }
  } catch {
    // The server restarts, or the network is away: ask again.
  }
  setTimeout(watch, 1000);
}

if (shelf.dataset.busy) setTimeout(watch, 500);
