// Putting items on the list without a new page. What is on it is in the cookie that the service keeps; this only reads it.

const onList = () => new Set((document.cookie.match(/(?:^|; )mijn-lijst=([a-z0-9.-]+)/)?.[1] ?? "").split(".").filter(Boolean));

const status = Object.assign(document.createElement("p"), { className: "visually-hidden" });
status.setAttribute("role", "status");
const number = Object.assign(document.createElement("span"), { className: "list-number" });

/** Every button says whether its item is on the list, and the link in the header how many there are. */
function mark() {
  const slugs = onList();
  for (const form of document.querySelectorAll(".to-list")) {
    const listed = slugs.has(form.elements.zet.value);
    form.elements.zet.hidden = listed;
    form.querySelector(".to-list-done").hidden = !listed;
  }
  number.replaceChildren();
  if (slugs.size) number.append(String(slugs.size), Object.assign(document.createElement("span"), { className: "visually-hidden", textContent: slugs.size === 1 ? " keuze" : " keuzes" }));
}

async function put(form) {
  const button = form.elements.zet;
  try {
    // The answer leads to the list's page; only the cookie that comes with it is wanted.
    await fetch(form.action, { method: "POST", body: new URLSearchParams({ zet: button.value }), redirect: "manual" });
  } catch {
    // Told below: the item is not on the list.
  }
  if (!onList().has(button.value)) {
    form.dataset.plain = "";
    form.requestSubmit(button); // the page that answers says why
    return;
  }
  mark();
  const done = form.querySelector(".to-list-done");
  done.focus();
  const count = onList().size;
  status.textContent = `${done.textContent.trim()}. U hebt ${count === 1 ? "1 keuze" : `${count} keuzes`}.`;
}

// One after the other: each answer sets the whole cookie, from the cookie that was sent.
let last = Promise.resolve();

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.matches(".list-form")) {
    // A double click is one wish.
    if ("sent" in form.dataset) event.preventDefault();
    form.dataset.sent = "";
  }
  if (!form.matches(".to-list") || "plain" in form.dataset) return;
  event.preventDefault();
  last = last.then(() => put(form));
});
document.body.append(status);
document.querySelector(".site-nav-list").append(number);
mark();
// Results come and go with a choice, and a page that comes back from memory may be of before.
new MutationObserver((changes) => changes.some((change) => change.addedNodes.length) && mark()).observe(document.getElementById("hoofdinhoud"), { childList: true, subtree: true });
addEventListener("pageshow", () => {
  mark();
  for (const form of document.querySelectorAll(".list-form")) delete form.dataset.sent;
});
