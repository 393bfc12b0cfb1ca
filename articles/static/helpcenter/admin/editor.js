// The Markdown editor: toolbar, shortcuts, words, unsaved changes; editor/ has a file per subject.
// Everything is an addition: without this script the form is a plain textarea that saves.

import { insertNamed } from "./editor/blocks.js";
import { pickLinks } from "./editor/link_picker.js";
import { takePastes } from "./editor/paste.js";
import { takePictures } from "./editor/pictures.js";
import { showPreview } from "./editor/preview.js";
import { typeLists } from "./editor/typing.js";
import { contentOf } from "./sending.js";

function countWords(editor, area) {
  const count = editor.querySelector(".editor-words");
  const show = () => {
    const words = area.value.match(/\S+/g)?.length ?? 0;
    count.textContent = `${words} ${words === 1 ? count.dataset.one : count.dataset.many}`;
  };
  area.addEventListener("input", show);
  show();
}

function warnBeforeLeaving(form) {
  const sent = () => new URLSearchParams(contentOf(form)).toString();
  const failed = document.querySelector(".errornote"); // what came back with errors is not saved
  let before, saving = false;
  setTimeout(() => { before = failed ? "" : sent(); }); // the admin's scripts fill in first
  form.addEventListener("submit", () => { saving = true; });
  addEventListener("beforeunload", (event) => {
    // `kept`: unsaved.js has it on the server.
    const lost = !saving && !form.dataset.kept && before !== undefined && sent() !== before;
    if (lost) event.preventDefault();
  });
}

// "Ctrl+Shift+8", whatever that key types on this keyboard; Command is Control.
function keysOf(event) {
  if (event.getModifierState("AltGraph")) return "";
  const digit = /^Digit(\d)$/.exec(event.code)?.[1];
  const held = [
    (event.ctrlKey || event.metaKey) && "Ctrl", event.altKey && "Alt", event.shiftKey && "Shift",
  ];
  return [...held.filter(Boolean), digit ?? event.key.toUpperCase()].join("+");
}

const isApple = /Mac|iPhone|iPad/.test(navigator.platform);
const shown = (keys) => (isApple ? keys.replace("Ctrl+", "⌘").replace("Alt+", "⌥").replace("Shift+", "⇧") : keys);

function listenForShortcuts(editor, area) {
  const buttons = [...editor.querySelectorAll("[data-keys]")];
  const named = new Map(buttons.map((button) => [button.dataset.keys, button]));
  named.forEach((button, keys) => {
    button.title += ` (${shown(keys)})`;
    button.setAttribute("aria-keyshortcuts", `${keys.replace("Ctrl", "Control")} ${keys.replace("Ctrl", "Meta")}`);
  });
  if (isApple) editor.querySelectorAll("kbd").forEach((keys) => { keys.textContent = shown(keys.textContent); });
  area.addEventListener("keydown", (event) => {
    const button = event.isComposing || event.repeat ? undefined : named.get(keysOf(event));
    if (!button) return;
    event.preventDefault();
    button.click();
  });
}

// Who tabs out of the whole-window view leaves it: nothing in focus is ever hidden behind it.
function fillWindow(editor, button, area) {
  const isFull = () => editor.classList.contains("full");
  const toggle = (full) => {
    editor.style.setProperty("--bar", `${document.querySelector(".submit-row")?.offsetHeight ?? 0}px`);
    editor.classList.toggle("full", full);
    document.body.classList.toggle("is-writing", full);
    button.setAttribute("aria-pressed", String(full));
  };
  button.setAttribute("aria-pressed", "false");
  addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !isFull() || event.defaultPrevented || editor.querySelector("dialog[open]")) return;
    toggle(false);
    area.focus();
  });
  addEventListener("focusin", ({ target }) => {
    if (isFull() && !target.closest(".editor, .submit-row, dialog")) toggle(false);
  });
  return () => {
    toggle(!isFull());
    area.focus();
  };
}

function openHelp(editor, area) {
  const dialog = editor.querySelector(".editor-help");
  dialog.querySelector(".editor-close").addEventListener("click", () => dialog.close());
  dialog.addEventListener("close", () => area.focus());
  return () => dialog.showModal();
}

function start(editor) {
  const area = editor.querySelector("textarea");
  const form = area.form;
  const status = editor.querySelector(".editor-status");
  const toolbar = editor.querySelector("markdown-toolbar");
  const foot = editor.querySelector(".editor-foot");
  toolbar.hidden = foot.hidden = false;
  const say = (text, wrong = false) => {
    if (status.textContent !== text) status.textContent = text;
    status.classList.toggle("wrong", wrong);
  };
  // What was said of a paste or a picture stays until the author goes on.
  const goOn = () => { if (status.textContent !== editor.dataset.noPreview) say(editor.dataset.hint); };
  goOn();
  area.addEventListener("input", goOn);
  const pictures = takePictures(editor, area, form, say);
  const deeds = {
    picture: pictures.choose,
    link: pickLinks(editor, area, form),
    full: fillWindow(editor, toolbar.querySelector("[data-do=full]"), area),
    help: openHelp(editor, area),
  };
  toolbar.addEventListener("click", (event) => {
    const { insert, do: deed } = event.target.closest("button")?.dataset ?? {};
    if (deed) deeds[deed]();
    else if (insert) insertNamed(area, insert);
  });
  addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && !event.shiftKey && event.key === "s") {
      event.preventDefault();
      form.requestSubmit(form.elements._save);
    }
  });
  typeLists(area);
  takePastes(editor, area, { offer: pictures.offer, say });
  listenForShortcuts(editor, area);
  countWords(editor, area);
  showPreview(editor, area, form, say);
  warnBeforeLeaving(form);
}

document.querySelectorAll(".editor").forEach(start);
