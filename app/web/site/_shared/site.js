// What makes the pages quicker. Everything works without this: forms submit, links lead somewhere.

const PATIENCE = 150; // milliseconds without typing before suggestions are asked for

/* Suggestions: a combobox with a list, as in the ARIA Authoring Practices. */

function suggestFor(input) {
  const list = document.createElement("ul");
  list.id = `${input.id}-suggesties`;
  list.className = "suggestions";
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", "Suggesties");
  const status = Object.assign(document.createElement("p"), { className: "visually-hidden" });
  status.setAttribute("role", "status");
  input.after(list, status);
  for (const [name, value] of Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id })) {
    input.setAttribute(name, value);
  }

  let options = [];
  let active = -1;
  let timer;
  let asked = 0;

  const close = () => {
    asked += 1;
    list.hidden = true;
    active = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };

  const mark = (place) => {
    active = place;
    options.forEach((option, number) => option.element.setAttribute("aria-selected", String(number === place)));
    if (place < 0) return input.removeAttribute("aria-activedescendant");
    input.setAttribute("aria-activedescendant", options[place].element.id);
    options[place].element.scrollIntoView({ block: "nearest" });
  };

  const show = (found) => {
    options = found.map((one, number) => {
      const element = document.createElement("li");
      element.id = `${list.id}-${number}`;
      element.setAttribute("role", "option");
      element.setAttribute("aria-selected", "false");
      const sort = Object.assign(document.createElement("span"), { className: "suggestion-sort", textContent: one.sort });
      element.append(Object.assign(document.createElement("span"), { textContent: one.text }), " ", sort);
      // Before the field loses focus, which would close the list.
      element.addEventListener("mousedown", (event) => event.preventDefault());
      element.addEventListener("click", () => location.assign(one.href));
      return { ...one, element };
    });
    list.replaceChildren(...options.map((option) => option.element));
    list.hidden = options.length === 0;
    active = -1;
    input.removeAttribute("aria-activedescendant");
    input.setAttribute("aria-expanded", String(options.length > 0));
    status.textContent = options.length ? `${options.length} suggesties. Kies met pijl omlaag.` : "";
  };

  const ask = async () => {
    const mine = (asked += 1);
    const q = input.value.trim();
    if (q.length < 2) return close();
    try {
      const answer = await fetch(`/v1/suggestions?${new URLSearchParams({ q, limit: "4" })}`);
      if (!answer.ok) return close();
      const { items, terms, queries } = await answer.json();
      if (mine !== asked || document.activeElement !== input) return;
      show([
        ...queries.map((one) => ({ text: one.q, sort: "vaak gezocht", href: `/zoeken?${new URLSearchParams({ q: one.q })}` })),
        ...terms.map((one) => ({ text: one.label, sort: one.facetLabel, href: `/zoeken?${new URLSearchParams({ [one.facet]: one.value })}` })),
        ...items.map((one) => ({ text: one.title, sort: one.kind.label, href: `/item/${one.slug}` })),
      ].slice(0, 8));
    } catch {
      close();
    }
  };

  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, PATIENCE);
  });
  input.addEventListener("blur", close);
  input.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      close();
    } else if (event.key === "Enter" && active >= 0) {
      event.preventDefault();
      location.assign(options[active].href);
    } else if (event.key === "Enter") {
      clearTimeout(timer);
      close();
    } else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && !list.hidden) {
      event.preventDefault();
      const step = event.key === "ArrowDown" ? 1 : -1;
      // One place more than there are options: the field itself.
      mark(((active + 1 + step + options.length + 1) % (options.length + 1)) - 1);
    }
  });
}

for (const input of document.querySelectorAll("[data-suggest]")) suggestFor(input);
