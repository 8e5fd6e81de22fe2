// Buttons that copy a text or print the page. They are hidden in the page, because without this they do nothing.

for (const button of document.querySelectorAll("[data-copies]")) {
  const source = button.closest(".copyable").querySelector(".copyable-text");
  const told = button.nextElementSibling;
  button.hidden = false;
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(source.value ?? source.textContent);
      told.textContent = "Gekopieerd.";
    } catch {
      if (source.select) source.select();
      else getSelection().selectAllChildren(source);
      told.textContent = "Kopiëren lukt niet vanzelf. De tekst is geselecteerd: druk op Ctrl en C.";
    }
  });
}

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
