// Unsaved work: kept on the server whenever typing pauses, and in this browser while the server
// cannot be reached or nobody is signed in. What one user typed is never offered to another: every
// place in the browser's storage is named after the user, and the server refuses another one's.

import { contentOf, post } from "./sending.js";

const PAUSE = 2000;
const AGAIN = 15000;
const LOOK = 5000; // some of the admin's widgets change a field without telling
const PATIENCE = 20000;
const MAX_AT_LEAVING = 60000; // characters that a browser sends from a page that is closed
const OLDEST = 90 * 24 * 3600 * 1000;

const box = document.querySelector("#unsaved");
const form = box?.closest("form");
const status = document.querySelector(".unsaved-status");
const key = form?.elements.unsaved_key;
const mine = `helpcenter:unsaved:${box?.dataset.user}:`;

let before; // what the form held when it was opened
let kept; // what the server has
let timer, asking, again = false, leaving = false;

const text = () => new URLSearchParams(contentOf(form)).toString();

function say(words, wrong = false) {
  if (status.textContent !== words) status.textContent = words;
  status.classList.toggle("wrong", wrong);
}

function send(data, named, article, age = 0, options = {}) {
  data.set("user", box.dataset.user);
  data.set("article", article);
  data.set("key", named);
  data.set("age", Math.max(0, Math.round(age / 1000)));
  return post(box.dataset.keep, data, { redirect: "manual", ...options });
}

// This browser's own store --------------------------------------------------------------------------

const place = () => `${mine}${box.dataset.article}:${key.value}`;

function keepHere() {
  try {
    localStorage.setItem(place(), JSON.stringify({ at: Date.now(), data: [...contentOf(form)] }));
    return true;
  } catch {
    return false; // full, or forbidden
  }
}

function forgetHere() {
  try {
    localStorage.removeItem(place());
  } catch {
    // Nothing was kept.
  }
}

// What this browser kept goes to the server now, which knows what was saved or discarded since.
async function handOver() {
  const places = Object.keys(localStorage).filter((name) => name.startsWith(mine));
  let found = false;
  for (const name of places) {
    const [article, named] = name.slice(mine.length).split(":");
    const { at, data } = JSON.parse(localStorage.getItem(name));
    const sent = new FormData();
    for (const [field, value] of data) sent.append(field, value);
    const answer = await send(sent, named, article, Date.now() - at);
    if (!answer.ok) {
      if (Date.now() - at > OLDEST) localStorage.removeItem(name);
      continue;
    }
    localStorage.removeItem(name);
    const isOffered = named === key.value || document.querySelector(`[data-key="${named}"]`);
    found ||= !(await answer.json()).settled && article === box.dataset.article && !isOffered;
  }
  if (found && text() === before) location.reload(); // the page offers it
}

// While typing --------------------------------------------------------------------------------------

function later(pause = PAUSE) {
  clearTimeout(timer);
  timer = setTimeout(keep, pause);
}

function notKept(words, error = "") {
  say(error || [words, keepHere() && box.dataset.here].filter(Boolean).join(" "), true);
  later(AGAIN);
}

// The form was saved from another window or with the browser's Back: what is typed now is new work.
function newKey() {
  key.value = [...crypto.getRandomValues(new Uint8Array(8))]
    .map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

async function forget() {
  const data = new FormData();
  data.set("article", box.dataset.article);
  data.set("discard", key.value);
  data.set("quiet", "1");
  await post(box.dataset.discard, data, { redirect: "manual" });
  forgetHere();
  newKey();
}

// One request at a time: an older text must not arrive behind a newer one.
async function keep() {
  clearTimeout(timer);
  timer = 0;
  const now = text();
  if (leaving || now === kept) return;
  delete form.dataset.kept;
  if (asking) {
    again = true;
    return;
  }
  asking = new AbortController();
  const limit = setTimeout(() => asking.abort(), PATIENCE);
  try {
    await put(now, asking.signal);
  } catch {
    if (!leaving) notKept(box.dataset.offline);
  }
  clearTimeout(limit);
  asking = undefined;
  if (again) later(0);
  again = false;
}

async function put(now, signal) {
  const isUnchanged = now === before && !("restored" in box.dataset);
  if (isUnchanged) {
    if (kept !== undefined && kept !== before) await forget();
    forgetHere();
    say("");
  } else {
    const answer = await send(contentOf(form), key.value, box.dataset.article, 0, { signal });
    if (answer.type === "opaqueredirect" || [401, 403, 409].includes(answer.status)) {
      return notKept(box.dataset.signedOut);
    }
    const told = await answer.json();
    if (!answer.ok) return notKept(box.dataset.refused, told.error);
    if (told.settled) {
      newKey();
      again = true;
      return;
    }
    forgetHere();
    say(told.kept);
  }
  kept = now;
  if (text() === now) form.dataset.kept = "yes";
}

// A page that is closed or saved: what the server does not have yet, this browser keeps. ------------

function leave() {
  const now = text();
  if (leaving || now === kept || now === before) return;
  keepHere();
  if (now.length < MAX_AT_LEAVING) {
    const data = new URLSearchParams(now);
    send(data, key.value, box.dataset.article, 0, { keepalive: true }).catch(() => {});
  }
}

function submit() {
  leaving = true;
  clearTimeout(timer);
  asking?.abort();
  keepHere();
}

function start() {
  before = document.querySelector(".errornote") ? "" : text();
  if ("restored" in box.dataset) {
    kept = before;
    form.dataset.kept = "yes";
  }
  const typed = () => {
    delete form.dataset.kept;
    later();
  };
  form.addEventListener("input", typed);
  form.addEventListener("change", typed);
  form.addEventListener("submit", submit);
  addEventListener("pagehide", leave);
  addEventListener("pageshow", (event) => { if (event.persisted) leaving = false; });
  addEventListener("online", keep);
  document.addEventListener("visibilitychange", keep);
  setInterval(() => { if (!timer && !document.hidden) keep(); }, LOOK);
  handOver().catch(() => {}).finally(() => { if (before === "") later(); });
}

if (box) setTimeout(start); // the admin's own scripts fill in first
