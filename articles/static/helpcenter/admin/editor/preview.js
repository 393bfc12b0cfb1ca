// The preview beside the text: the public stylesheet, as wide as on a desktop or a phone, at the
// place where the author writes.

import { post } from "../sending.js";

const VIEW = "helpcenter:editor-view";
const WIDTHS = { desktop: 648, phone: 375 }; // the column of an article with its margins
const SMALLEST = 0.45;

function later(milliseconds, deed) {
  let timer;
  return () => {
    clearTimeout(timer);
    timer = setTimeout(deed, milliseconds);
  };
}

function storedView() {
  try {
    return localStorage.getItem(VIEW);
  } catch {
    return null;
  }
}

function storeView(view) {
  try {
    localStorage.setItem(VIEW, view);
  } catch {
    // Private windows may refuse; the choice then holds for this page only.
  }
}

// How far down each line of the text begins, however it is wrapped.
function lineTops(area) {
  const mirror = document.createElement("div");
  mirror.className = "editor-mirror";
  mirror.setAttribute("aria-hidden", "true");
  mirror.style.width = `${area.clientWidth}px`;
  mirror.append(...area.value.split("\n").map((line) => {
    const row = document.createElement("div");
    row.textContent = line || "\u200b";
    return row;
  }));
  area.after(mirror);
  const tops = [...mirror.children].map((row) => row.offsetTop);
  mirror.remove();
  return tops;
}

// The line at `top`, with its share that lies above: 12.5 is the middle of the 13th line.
function lineAt(tops, top) {
  let line = 0;
  while (line + 1 < tops.length && tops[line + 1] <= top) line += 1;
  const height = (tops[line + 1] ?? tops[line] + 24) - tops[line];
  return line + Math.min(1, Math.max(0, (top - tops[line]) / height));
}

// Where that line is shown: between the two blocks of the page that begin around it.
function placeOf(line, page) {
  const top = page.getBoundingClientRect().top;
  const last = [Infinity, page.scrollHeight];
  let above = [0, 0], below = last;
  for (const block of page.querySelectorAll("[data-line]")) {
    if (!block.checkVisibility()) continue;
    const place = [Number(block.dataset.line), block.getBoundingClientRect().top - top];
    if (place[0] <= line && place[1] >= above[1]) above = place;
    else if (place[0] > line && place[0] < below[0]) below = place;
  }
  if (below === last) return above[1];
  return above[1] + ((line - above[0]) / (below[0] - above[0])) * (below[1] - above[1]);
}

function keepInStep(area, frame) {
  let tops;
  const forget = () => { tops = undefined; };
  area.addEventListener("input", forget);
  new ResizeObserver(forget).observe(area);
  return () => {
    const page = frame.contentDocument.documentElement;
    const furthest = area.scrollHeight - area.clientHeight;
    tops ??= lineTops(area);
    if (area.scrollTop <= 0) page.scrollTop = 0;
    else if (area.scrollTop >= furthest - 2) page.scrollTop = page.scrollHeight;
    else page.scrollTop = placeOf(lineAt(tops, area.scrollTop + tops[0]), page) - 16;
  };
}

// A frame as wide as the visitor's page, drawn smaller where there is less room.
function fit(editor, pane, frame) {
  const width = WIDTHS[editor.dataset.view];
  if (!width || !pane.clientWidth) return;
  const scale = Math.max(SMALLEST, Math.min(1, pane.clientWidth / width));
  const isScaled = editor.dataset.view === "desktop" && scale < 1;
  frame.style.width = isScaled ? `${pane.clientWidth / scale}px` : "";
  frame.style.height = isScaled ? `${pane.clientHeight / scale}px` : "";
  frame.style.transform = isScaled ? `scale(${scale})` : "";
}

export function showPreview(editor, area, form, say) {
  const pane = editor.querySelector(".markdownx-preview");
  const frame = pane.querySelector("iframe");
  const status = editor.querySelector(".editor-status");
  const views = [...editor.querySelectorAll("[data-view]")];
  const follow = keepInStep(area, frame);
  let asking;

  const isShown = () => editor.dataset.view !== "off";
  const refit = () => fit(editor, pane, frame);

  function choose(view) {
    editor.dataset.view = view;
    pane.hidden = view === "off";
    views.forEach((button) => button.setAttribute("aria-pressed", String(button.dataset.view === view)));
    refit();
    if (isShown() && frame.contentDocument?.querySelector(".prose")) ask();
  }

  async function ask() {
    asking?.abort();
    if (!isShown()) return;
    asking = new AbortController();
    const asked = new FormData();
    const locale = form.elements.locale?.value ?? area.dataset.locale;
    asked.set("content", area.value);
    asked.set("locale", locale);
    try {
      const answer = await post(area.dataset.markdownxUrlsPath, asked, { signal: asking.signal });
      if (!answer.ok) throw new Error(answer.status);
      draw(await answer.text(), locale);
      if (status.textContent === editor.dataset.noPreview) say(editor.dataset.hint);
    } catch (error) {
      if (error.name !== "AbortError") say(editor.dataset.noPreview, true);
    }
  }

  // The answer was sanitised for visitors; besides, no script runs inside the sandboxed frame.
  function draw(html, locale) {
    const page = frame.contentDocument;
    page.documentElement.lang = locale;
    page.documentElement.dir = area.dataset.rtl.split(" ").includes(locale) ? "rtl" : "ltr";
    const text = page.querySelector(".prose");
    const open = new Set([...text.querySelectorAll("details[open]")].map((fold) => fold.id));
    page.documentElement.dataset.theme = document.documentElement.dataset.theme ?? "auto";
    text.innerHTML = html;
    text.querySelectorAll("details").forEach((fold) => { fold.open = open.has(fold.id); });
    unfold(text);
    follow();
  }

  // The accordion in which the author writes stands open.
  function unfold(text) {
    const line = area.value.slice(0, area.selectionStart).split("\n").length - 1;
    const before = [...text.querySelectorAll("[data-line]")].filter((block) => block.dataset.line <= line);
    const fold = before.at(-1)?.closest("details");
    if (fold && document.activeElement === area) fold.open = true;
  }

  area.addEventListener("input", later(Number(area.dataset.markdownxLatency), ask));
  form.elements.locale?.addEventListener("change", ask);
  area.addEventListener("scroll", follow, { passive: true });
  new MutationObserver(ask).observe(document.documentElement, { attributeFilter: ["data-theme"] });
  new ResizeObserver(refit).observe(pane);
  views.forEach((button) => button.addEventListener("click", () => {
    choose(button.dataset.view);
    storeView(button.dataset.view);
  }));
  const view = storedView();
  choose(views.some((button) => button.dataset.view === view) ? view : "desktop");
  frame.addEventListener("load", ask);
}
