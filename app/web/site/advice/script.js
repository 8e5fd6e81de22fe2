// What makes the school guide quicker: how many were chosen. Everything works without this.

const chosen = document.querySelector(".chosen");
if (chosen) {
  const form = document.getElementById("keuzehulp");
  form.classList.add("way-on-in-sight");
  // A browser scrolls to what has focus only when it is out of the window, not when the buttons lie over it. Under a pointer nothing moves.
  form.addEventListener("focusin", ({ target }) => {
    if (target.matches(".choice :focus-visible")) target.closest(".choice").scrollIntoView({ block: "nearest", behavior: "instant" });
  });
  form.addEventListener("change", () => {
    const count = form.querySelectorAll(":checked").length;
    const most = Number(chosen.dataset.most);
    chosen.textContent = `${count} van hoogstens ${most} gekozen${count > most ? `: haal er ${count - most} weg` : ""}`;
  });
}
