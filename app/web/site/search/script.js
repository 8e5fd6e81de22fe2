// What makes the search page quicker. Everything works without this: the form submits, links lead somewhere.

const NARROW = matchMedia("(max-width: 56rem)");
const LONG = 12; // with more values than these, a facet can be searched

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

/** What was chosen to compare, also where the results no longer show it. */
const compared = new Set();

function keepCompared() {
  const bar = document.getElementById("vergelijk");
  if (!bar) return;
  for (const input of bar.querySelectorAll("[type=hidden]")) input.remove();
  for (const slug of compared) {
    const box = document.getElementById(`vergelijk-${slug}`);
    if (box) box.checked = true;
    else bar.append(Object.assign(document.createElement("input"), { type: "hidden", name: "item", value: slug }));
  }
  const count = compared.size;
  bar.classList.toggle("compare-bar--chosen", count > 0);
  bar.querySelector(".compare-hint").textContent =
    count === 0 ? "Kies twee tot vier resultaten." : count === 1 ? "1 gekozen. Kies er nog een bij." : count > 4 ? `${count} gekozen. Haal er ${count - 4} weg.` : `${count} gekozen.`;
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
    if (event.target.matches(".card-choice input")) {
      compared[event.target.checked ? "add" : "delete"](event.target.value);
      keepCompared();
    }
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

/** What has to be done anew when facets and results were taken over from another page. */
function prepare() {
  for (const facet of document.querySelectorAll(".facet")) searchWithin(facet);
  keepCompared();
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
  const head = Object.assign(document.createElement("div"), { className: "drawer-head" });
  const title = Object.assign(document.createElement("h2"), { className: "utrecht-heading-3", textContent: "Filters" });
  const away = Object.assign(document.createElement("button"), { type: "button", className: "utrecht-button utrecht-button--secondary-action", textContent: "Sluit" });
  away.addEventListener("click", () => drawer.close());
  head.append(title, away);
  drawer.append(head, button);
  filters.after(drawer);
  filters.querySelector("summary").addEventListener("click", (event) => {
    event.preventDefault();
    if (!NARROW.matches) return;
    head.after(body);
    drawer.showModal();
    prepare();
  });
  drawer.addEventListener("close", () => filters.append(body));
  NARROW.addEventListener("change", () => drawer.open && drawer.close());
  document.documentElement.classList.add("has-drawer");
}

/* A long facet has a field of its own, that leaves the values with those letters. */

const sought = new Map(); // by facet, so that it outlives a change of results

function searchWithin(facet) {
  const values = [...facet.querySelectorAll(".facet-value")];
  if (values.length <= LONG || facet.querySelector(".facet-search")) return;
  const name = facet.querySelector("legend").textContent;
  const field = Object.assign(document.createElement("input"), { type: "search", className: "utrecht-textbox utrecht-textbox--html-input facet-search", placeholder: "Zoek hierin" });
  field.id = `${facet.dataset.keep}-zoek`;
  field.setAttribute("aria-label", `Zoek in: ${name}`);
  field.autocomplete = "off";
  field.value = sought.get(field.id) ?? "";
  const status = Object.assign(document.createElement("p"), { className: "facet-search-status hint" });
  status.setAttribute("role", "status");
  facet.querySelector("legend").after(field, status);
  const filter = () => {
    sought.set(field.id, field.value);
    const wanted = plain(field.value);
    for (const value of values) value.hidden = wanted !== "" && !plain(value.textContent).includes(wanted);
    for (const fold of facet.querySelectorAll("fieldset details")) {
      fold.hidden = wanted !== "" && !fold.querySelector(".facet-value:not([hidden])");
      // The own label of a value stands before its fold: only what is inside counts.
      if (wanted && [...fold.querySelectorAll(".facet-choice label")].some((label) => plain(label.textContent).includes(wanted))) fold.open = true;
    }
    const left = values.filter((value) => wanted && plain(value.querySelector("label").textContent).includes(wanted)).length;
    status.textContent = wanted === "" ? "" : left === 1 ? "1 keuze past" : `${left || "Geen"} keuzes passen`;
  };
  field.addEventListener("input", filter);
  if (field.value) filter();
}

/** Letters as people compare them: without capitals and accents. */
function plain(text) {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().trim();
}

const form = document.getElementById("zoekformulier");
foldFilters();
followChoices(form);
// A page that comes back may have boxes ticked already.
for (const box of document.querySelectorAll(".card-choice :checked")) compared.add(box.value);
prepare();
document.documentElement.classList.add("follows-choices");
