// Large type for those who need it; nothing is stored, so it holds for this page.
const button = document.querySelector(".wb-large");

button.addEventListener("click", () => {
  const on = document.documentElement.toggleAttribute("data-large");
  button.ariaPressed = String(on);
});
