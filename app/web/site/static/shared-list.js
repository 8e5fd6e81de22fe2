// Buttons that copy a link or print a list. Without this the links stand in fields, and browsers print by themselves.

for (const field of document.querySelectorAll("[data-copy]")) {
  const button = Object.assign(document.createElement("button"), { type: "button", className: "utrecht-button utrecht-button--secondary-action", textContent: "Kopieer" });
  button.setAttribute("aria-describedby", field.id);
  const told = Object.assign(document.createElement("span"), { className: "list-copied" });
  told.setAttribute("role", "status");
  const row = Object.assign(document.createElement("div"), { className: "list-copy" });
  field.before(row);
  row.append(field, button);
  row.after(told);
  field.addEventListener("focus", () => field.select());
  button.setAttribute("aria-label", `Kopieer de ${field.id}`);
  button.removeAttribute("aria-describedby");
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(field.value);
      told.textContent = "Gekopieerd.";
    } catch {
      field.focus();
      told.textContent = "Kopiëren lukt niet vanzelf. De link is geselecteerd: druk op Ctrl en C.";
    }
  });
}

const print = document.querySelector("[data-print]");
if (print) {
  print.hidden = false;
  print.addEventListener("click", () => window.print());
}
