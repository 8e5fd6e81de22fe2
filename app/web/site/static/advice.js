// What makes the school guide quicker: how many were chosen, and buttons to copy and to print. Everything works without this.

/** A button that copies a text, and says that it did. */
function copier(label, text) {
  const button = Object.assign(document.createElement("button"), { type: "button", className: "utrecht-button utrecht-button--secondary-action", textContent: label });
  const status = Object.assign(document.createElement("span"), { className: "copied" });
  status.setAttribute("role", "status");
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(text);
      status.textContent = "Gekopieerd";
    } catch {
      status.textContent = "Kopiëren lukt niet. Selecteer de tekst en kopieer die zelf.";
    }
  });
  const row = Object.assign(document.createElement("p"), { className: "copy" });
  row.append(button, " ", status);
  return row;
}

for (const text of document.querySelectorAll(".rationale-text")) text.after(copier("Kopieer de tekst", text.textContent));

const ways = document.querySelector(".keep-ways");
if (ways) {
  const print = Object.assign(document.createElement("button"), { type: "button", className: "utrecht-button utrecht-button--secondary-action", textContent: "Druk dit advies af" });
  print.addEventListener("click", () => window.print());
  ways.append(...copier("Kopieer het adres", ways.dataset.address).childNodes, print);
}

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
