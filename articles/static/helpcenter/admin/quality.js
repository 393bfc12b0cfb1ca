// The problems of the text, listed while somebody writes. Without this script the list is that of
// the last Save.

import { post } from "./sending.js";

const QUIET = 900; // milliseconds without a key

function start(section) {
  const area = section.closest(".editor").querySelector("textarea");
  const form = area.form;
  const part = (name) => section.querySelector(name);
  const [lines, count, status] = [".problem-lines", ".problem-count", ".problem-status"].map(part);
  let timer, asking;

  async function ask() {
    asking?.abort();
    asking = new AbortController();
    const asked = new FormData();
    for (const name of ["title", "slug", "summary", "locale", "translation_of"]) {
      asked.set(name, form.elements[name]?.value ?? "");
    }
    asked.set("body", area.value);
    asked.set("article", section.dataset.article);
    try {
      const answer = await post(section.dataset.url, asked, { signal: asking.signal });
      if (!answer.ok || answer.redirected) throw new Error(answer.status);
      show(await answer.text());
    } catch (error) {
      if (error.name !== "AbortError") status.textContent = section.dataset.stale;
    }
  }

  // The site's own template wrote the answer and escaped what was typed.
  function show(html) {
    lines.innerHTML = html;
    count.textContent = lines.querySelectorAll(".problem-list > li").length;
    status.textContent = "";
  }

  function soon() {
    clearTimeout(timer);
    timer = setTimeout(ask, QUIET);
  }

  // Choosing text does not scroll to it, but focusing does, where the selection has an end only.
  function lead(number) {
    const before = area.value.split("\n").slice(0, number - 1).join("\n");
    const start = before.length + (number > 1 ? 1 : 0);
    const end = area.value.indexOf("\n", start);
    area.blur();
    area.setSelectionRange(start, start);
    area.focus();
    area.setSelectionRange(start, end < 0 ? area.value.length : end);
    area.scrollIntoView({ block: "center" });
  }

  form.addEventListener("input", (event) => {
    if (["title", "slug", "summary", "body", "locale"].includes(event.target.name)) soon();
  });
  section.addEventListener("click", (event) => {
    const line = event.target.closest(".problem-line");
    if (!line) return;
    event.preventDefault();
    lead(Number(line.dataset.line));
  });
}

document.querySelectorAll(".editor-problems").forEach(start);
