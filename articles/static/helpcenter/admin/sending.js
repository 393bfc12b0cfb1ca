// How the forms of the desk are sent: as whoever is signed in now, and once. One that comes back with
// errors begins at the first of them, which may stand far down.

const TWICE = 5000; // milliseconds in which a second press is taken for a double click
const sent = new WeakMap();
const fields = document.getElementsByName("csrfmiddlewaretoken");

// Somebody who signed in again in another window has a new token there.
export function token() {
  const cookie = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/);
  return cookie ? cookie[1] : fields[0]?.value;
}

// A request of a script, sent like a form.
export function post(address, body, options = {}) {
  return fetch(address, { method: "POST", body, headers: { "X-CSRFToken": token() }, ...options });
}

// What a form holds of the work in it, and not of this one opening of it.
export function contentOf(form) {
  const data = new FormData(form);
  for (const name of ["csrfmiddlewaretoken", "unsaved_key", "article"]) data.delete(name);
  return data;
}

function renew() {
  for (const field of fields) field.value = token();
}

addEventListener("focus", renew);
addEventListener("pageshow", renew);

// The second of two requests would meet what the first has done, and say that somebody else did it.
function refuseTwice(event) {
  if (event.timeStamp - (sent.get(event.target) ?? -TWICE) >= TWICE) return;
  event.preventDefault();
  event.stopImmediatePropagation();
}

function note({ target, submitter, defaultPrevented, timeStamp }) {
  if (target.method === "post" && !submitter?.formTarget && !defaultPrevented) sent.set(target, timeStamp);
}

// Before the listeners of a form itself, and after them.
addEventListener("submit", refuseTwice, true);
addEventListener("submit", renew, true);
addEventListener("submit", note);

addEventListener("load", () => {
  const wrong = document.querySelector('[aria-invalid="true"], .errors :is(input, select, textarea)');
  (wrong?.nextElementSibling?.querySelector(".select2-selection") ?? wrong)?.focus();
});
