// The link picker: a dialog that searches the articles, then offers the headings of the chosen one.
// The list follows the combobox pattern of the ARIA Authoring Practices.

import { chosen, lineStart, replace } from "./typing.js";

const PAUSE = 150; // ms after the last key
const ADDRESS = /^(?:https?:\/\/|mailto:|tel:|\/|#)\S*$|^www\.\S+$/i;
const LINK = /\[((?:[^[\]\\]|\\.)*)\]\(([^\s()]*)\)/g;

const escaped = (text) => text.replace(/[\\[\]]/g, "\\$&");
const quoted = (url) => url.replace(/[\s()<>]/g, (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`);

// The link around the caret, to be changed; else what is selected.
function atCaret(area) {
  const { selectionStart: start, selectionEnd: end, value } = area;
  const line = lineStart(area, start);
  for (const link of value.slice(line, value.indexOf("\n", end) + 1 || undefined).matchAll(LINK)) {
    const from = line + link.index, to = from + link[0].length;
    if (from <= start && end <= to) return { from, to, words: link[1], url: link[2] };
  }
  return { from: start, to: end, words: chosen(area).replace(/\s*\n\s*/g, " "), url: "" };
}

export function pickLinks(editor, area, form) {
  const dialog = editor.querySelector(".editor-links");
  const part = (name) => dialog.querySelector(name);
  const [box, list, status, named] = [".editor-links-box", ".editor-targets", ".editor-links-status", ".editor-chosen"].map(part);
  const words = dialog.dataset;
  let place, article, places = [], options = [], active = -1, searched, answering, waiting, asking;

  function open() {
    place = atCaret(area);
    article = undefined;
    box.value = place.url || (place.words.length <= 100 ? place.words : "");
    dialog.showModal();
    box.select();
    step();
  }

  function step() {
    named.hidden = !article;
    named.textContent = article?.title ?? "";
    box.placeholder = article ? words.askPlace : words.ask;
    box.setAttribute("aria-label", box.placeholder);
    search();
  }

  function search() {
    clearTimeout(waiting);
    asking?.abort();
    searched = box.value.trim();
    answering = look(searched);
  }

  async function look(text) {
    if (article) return show(places.filter(({ title }) => title.toLowerCase().includes(text.toLowerCase())));
    if (ADDRESS.test(text)) return show([{ title: words.outside, about: text, url: text }]);
    const signal = askAnew();
    const asked = new URLSearchParams({ q: text, locale: form.elements.locale?.value ?? area.dataset.locale });
    try {
      const found = await answer(`${words.articles}?${asked}`, signal);
      if (!signal.aborted) show(found.articles);
    } catch (error) {
      if (error.name !== "AbortError") show([], words.failed);
    }
  }

  // Enter means what was typed, also when its answer has not come yet.
  async function enter() {
    const text = box.value.trim();
    if (searched !== text) search();
    await answering;
    if (text === box.value.trim() && options[active]) take(options[active].target);
  }

  // Only the newest question is answered: typing, another choice and closing give up the one before.
  function askAnew() {
    asking?.abort();
    asking = new AbortController();
    return asking.signal;
  }

  async function answer(address, signal) {
    const response = await fetch(address, { signal, headers: { Accept: "application/json" } });
    if (!response.ok) throw new Error(response.status);
    return response.json();
  }

  function show(found, message) {
    options = found.map(option);
    list.replaceChildren(...options.map(({ row }) => row));
    list.scrollTop = 0;
    box.setAttribute("aria-expanded", String(options.length > 0));
    status.textContent = message ?? { 0: words.none, 1: words.one }[options.length] ?? words.many.replace("{}", options.length);
    choose(options.length ? 0 : -1);
  }

  function option(target, index) {
    const row = document.createElement("div");
    row.id = `${list.id}_${index}`;
    row.role = "option";
    row.className = "editor-target";
    if (target.level > 2) row.classList.add("deeper");
    const parts = [["title", target.title], ["about", target.about], ["state", target.state_name], ["locale", target.locale_name]];
    parts.filter(([, text]) => text).forEach(([name, text]) => {
      const span = document.createElement("span");
      span.className = name === "state" ? `state state-${target.state}` : name;
      span.textContent = text;
      row.append(span, " ");
    });
    row.addEventListener("click", ({ detail }) => { if (detail < 2) take(target); }); // or a double click takes two
    row.addEventListener("mousemove", () => { if (active !== index) choose(index); });
    return { row, target };
  }

  function choose(index) {
    options[active]?.row.setAttribute("aria-selected", "false");
    active = index;
    const row = options[active]?.row;
    options.forEach((one) => one.row.setAttribute("aria-selected", String(one.row === row)));
    row?.scrollIntoView({ block: "nearest" });
    if (row) box.setAttribute("aria-activedescendant", row.id);
    else box.removeAttribute("aria-activedescendant");
  }

  async function take(target) {
    if (!target.id) return insert(target);
    const signal = askAnew();
    try {
      const found = await answer(words.places.replace("/0/", `/${target.id}/`), signal);
      places = [{ title: words.whole, url: target.url }, ...found.places];
    } catch {
      places = [];
    }
    if (signal.aborted) return;
    article = target;
    if (places.length < 2) return insert(target);
    box.value = "";
    box.focus();
    step();
  }

  function insert({ url }) {
    const text = place.words || escaped(article?.title ?? url);
    dialog.close();
    replace(area, place.from, place.to, `[${text}](${quoted(/^www\./i.test(url) ? `https://${url}` : url)})`);
  }

  function back() {
    article = undefined;
    box.value = place.words;
    box.select();
    step();
  }

  box.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(search, article ? 0 : PAUSE);
  });
  box.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    const steps = { ArrowDown: active + 1, ArrowUp: active - 1 };
    if (event.key === "Enter") {
      event.preventDefault(); // or it would save the article
      enter();
    } else if (event.key in steps && options.length) {
      event.preventDefault();
      choose((steps[event.key] + options.length) % options.length);
    } else if (event.key === "Backspace" && article && !box.value) {
      event.preventDefault();
      back();
    }
  });
  dialog.addEventListener("cancel", (event) => {
    if (!article) return;
    event.preventDefault();
    back();
  });
  dialog.addEventListener("close", () => {
    clearTimeout(waiting);
    asking?.abort();
    list.before(box); // moved, it forgets what was typed: undo would go there first
    area.focus();
  });
  list.addEventListener("mousedown", (event) => event.preventDefault());
  part(".editor-close").addEventListener("click", () => dialog.close());
  return open;
}
