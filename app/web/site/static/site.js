// What makes the pages quicker. Everything works without this: forms submit, links lead somewhere.

const NARROW = matchMedia("(max-width: 56rem)");
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

/* Results that change with a choice, without a new page. */

let loading;

async function load(href, { push = true, focus } = {}) {
  loading?.abort();
  loading = new AbortController();
  const results = document.getElementById("resultaten");
  results.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(href, { headers: { Accept: "text/html" }, signal: loading.signal });
    if (!answer.ok) return location.assign(href);
    swap(new DOMParser().parseFromString(await answer.text(), "text/html"));
    if (push) history.pushState(null, "", href);
    if (focus) document.getElementById("aantal").focus();
    results.removeAttribute("aria-busy");
  } catch (error) {
    if (error.name !== "AbortError") location.assign(href);
  }
}

/** Take over the results and facets of another page; keep focus, and which parts are folded out. */
function swap(page) {
  const focused = document.activeElement?.id;
  const folded = new Map([...document.querySelectorAll("details[data-keep]")].map((one) => [one.dataset.keep, one.open]));
  for (const one of page.querySelectorAll("details[data-keep]")) {
    if (folded.get(one.dataset.keep)) one.open = true;
    else if (folded.has(one.dataset.keep) && !one.querySelector(":checked")) one.open = false;
  }
  const heading = document.getElementById("aantal");
  const fresh = page.getElementById("aantal");
  const results = document.getElementById("resultaten");
  // The heading stays the same element, so that its change is announced.
  heading.textContent = fresh.textContent;
  fresh.remove();
  results.replaceChildren(heading, ...page.getElementById("resultaten").childNodes);
  document.querySelector(".filters-body").replaceChildren(...page.querySelector(".filters-body").childNodes);
  document.querySelector(".filters-summary").replaceChildren(...page.querySelector(".filters-summary").childNodes);
  document.title = page.title;
  prepare();
  if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
}

function addressOf(form) {
  const given = [...new FormData(form)].filter(([, value]) => value.trim());
  const text = new URLSearchParams(given).toString();
  return text ? `${form.getAttribute("action")}?${text}` : form.getAttribute("action");
}

function followChoices(form) {
  document.addEventListener("change", (event) => {
    if (event.target.form === form && event.target.matches("input[type=checkbox], select")) load(addressOf(form));
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (drawer?.open) drawer.close();
    load(addressOf(form), { focus: true });
  });
  document.addEventListener("click", (event) => {
    const link = event.target.closest(".chip, .chips-clear, .utrecht-pagination a");
    if (!link || event.metaKey || event.ctrlKey || event.shiftKey || event.button) return;
    event.preventDefault();
    load(link.getAttribute("href"), { focus: true });
  });
  // What the visitor typed and chose may differ from the address: the whole page is the sure way back.
  addEventListener("popstate", () => location.reload());
  document.addEventListener("click", countClick);
}

/** Tell that a result was opened, without who opened it: it counts for the words that were searched for. */
function countClick(event) {
  const link = event.target.closest(".results a[href^='/item/']");
  const q = new URLSearchParams(location.search).get("q");
  if (!link || !q) return;
  const body = JSON.stringify({ q, slug: link.getAttribute("href").slice("/item/".length) });
  const headers = { "Content-Type": "application/json" };
  fetch("/v1/clicks", { method: "POST", headers, body, keepalive: true, credentials: "omit" }).catch(() => {});
}

/* On a narrow screen the filters are a dialog over the page. */

let drawer;

function prepare() {
  const button = drawer?.querySelector(".drawer-close");
  if (button) button.textContent = `Toon ${document.getElementById("aantal").textContent.split(" voor ")[0].toLowerCase()}`;
}

function foldFilters() {
  const filters = document.querySelector("details.filters");
  const body = filters.querySelector(".filters-body");
  drawer = Object.assign(document.createElement("dialog"), { className: "drawer" });
  drawer.setAttribute("aria-label", "Filters");
  const button = Object.assign(document.createElement("button"), { type: "button", className: "utrecht-button utrecht-button--primary-action drawer-close" });
  button.addEventListener("click", () => drawer.close());
  drawer.append(button);
  filters.after(drawer);
  filters.querySelector("summary").addEventListener("click", (event) => {
    event.preventDefault();
    if (!NARROW.matches) return;
    drawer.prepend(body);
    drawer.showModal();
    prepare();
  });
  drawer.addEventListener("close", () => filters.append(body));
  NARROW.addEventListener("change", () => drawer.open && drawer.close());
  document.documentElement.classList.add("has-drawer");
}

for (const input of document.querySelectorAll("[data-suggest]")) suggestFor(input);
const form = document.getElementById("zoekformulier");
if (form) {
  foldFilters();
  followChoices(form);
  document.documentElement.classList.add("follows-choices");
}
