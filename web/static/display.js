// How the page is shown: 标准, 大字, 高对比 or both. Kept in the address (?show=large) and carried along by every link, so
// that it holds on the next page and nothing is stored.
const select = document.querySelector(".wb-show select");
const root = document.documentElement;
const WAYS = { large: ["large"], contrast: ["contrast"], both: ["large", "contrast"] };

const chosen = () => new URLSearchParams(location.search).get("show") ?? "";

function apply() {
  for (const part of ["large", "contrast"]) root.toggleAttribute(`data-${part}`, (WAYS[chosen()] ?? []).includes(part));
  select.value = chosen() in WAYS ? chosen() : "";
}

function withWay(address) {
  const url = new URL(address, location.href);
  if (chosen()) url.searchParams.set("show", chosen());
  else url.searchParams.delete("show");
  return url;
}

select.addEventListener("change", () => {
  const url = new URL(location.href);
  if (select.value) url.searchParams.set("show", select.value);
  else url.searchParams.delete("show");
  history.replaceState(history.state, "", url);
  apply();
});

// The address is put back at once: what is copied from a link is the permanent link and nothing else.
function carry(event) {
  const link = event.target.closest?.("a[href^='/']");
  if (!link || !chosen()) return;
  const before = link.getAttribute("href");
  link.href = withWay(before);
  setTimeout(() => link.setAttribute("href", before));
}

for (const kind of ["click", "auxclick"]) document.addEventListener(kind, carry);
apply();
