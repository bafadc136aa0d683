// How the desk is shown. A cookie keeps it: forms and redirects would lose what stands in an address.
const select = document.querySelector(".wb-show select");

select.addEventListener("change", () => {
  document.cookie = `wenbao_show=${select.value}; path=/staff; max-age=31536000; samesite=strict`;
  for (const part of ["large", "contrast"]) {
    document.documentElement.toggleAttribute(`data-${part}`, [part, "both"].includes(select.value));
  }
});
