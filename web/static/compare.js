// 年度对照: shows only what holds a word. Nothing is sent: all of it is in the page.
const box = document.querySelector(".wb-sift");
const input = document.querySelector("#wb-sift");
const told = document.querySelector("#wb-sifted");

const plain = (text) => text.normalize("NFKC").toLowerCase().replace(/\s+/g, "");

if (box) {
  const rows = [...document.querySelectorAll("[data-sift]")].map((row) => [row, plain(row.textContent)]);
  const holders = [...document.querySelectorAll(".wb-group, .wb-part")];
  const sift = () => {
    const word = plain(input.value);
    let shown = 0;
    for (const [row, text] of rows) {
      row.hidden = word !== "" && !text.includes(word);
      shown += row.hidden ? 0 : 1;
    }
    for (const holder of holders) {
      const held = holder.querySelectorAll("[data-sift]");
      holder.hidden = word !== "" && held.length > 0 && [...held].every((row) => row.hidden);
    }
    for (const more of document.querySelectorAll(".wb-more")) {
      more.hidden = word !== "" && !more.querySelector("[data-sift]:not([hidden])");
      more.open = word !== "" && !more.hidden;
    }
    told.textContent = word === "" ? "" : shown ? `含“${input.value.trim()}”的有${shown}条。` : `没有含“${input.value.trim()}”的。`;
  };
  box.hidden = false;
  input.addEventListener("input", sift);
  sift();
}
