// The Markdown editor: preview, pictures, blocks of the help center, words, unsaved changes.
// Everything is an addition: without this script the form is a plain textarea that saves.

const blocks = {
  note: ["> [!NOTE]\n> ", "What readers should know.", "\n"],
  warning: ["> [!WARNING]\n> ", "What can go wrong.", "\n"],
  steps: ["::: steps\n1. ", "First step", "\n2. Second step\n:::\n"],
  details: ["::: details ", "A question?", "\nIts answer.\n:::\n"],
  tabs: [
    ":::: tabs\n::: tab On the app\n", "What to do on the app.",
    "\n:::\n::: tab On the web\nWhat to do on the web.\n:::\n::::\n",
  ],
  action: ["::: action ", "Self-service tool", "\nFor quick access, use the button below.\n\n[Open the tool](https://)\n:::\n"],
  table: ["| ", "Heading", " | Heading |\n| --- | --- |\n| Cell | Cell |\n"],
  video: ["::: video ", "https://", " What it shows\n:::\n"],
};

// The browser's own editing command: unlike setting `value`, it keeps undo.
function type(area, text) {
  area.focus();
  if (!document.execCommand("insertText", false, text)) {
    area.setRangeText(text, area.selectionStart, area.selectionEnd, "end");
    area.dispatchEvent(new Event("input", { bubbles: true }));
  }
}

// A block stands between empty lines; what was selected takes the place of its first words.
function insertBlock(area, [before, sample, after]) {
  const start = area.selectionStart;
  const chosen = area.value.slice(start, area.selectionEnd);
  const above = area.value.slice(0, start);
  const gap = !above || above.endsWith("\n\n") ? "" : above.endsWith("\n") ? "\n" : "\n\n";
  type(area, gap + before + (chosen || sample) + after);
  const from = start + gap.length + before.length;
  area.setSelectionRange(from, from + (chosen || sample).length);
}

function later(milliseconds, deed) {
  let timer;
  return () => {
    clearTimeout(timer);
    timer = setTimeout(deed, milliseconds);
  };
}

function showPreview(editor, area, form, say) {
  const pane = editor.querySelector(".markdownx-preview");
  const frame = pane.querySelector("iframe");
  let asking;
  pane.hidden = false;

  async function ask() {
    asking?.abort();
    asking = new AbortController();
    const asked = new FormData();
    asked.set("content", area.value);
    asked.set("locale", form.elements.locale?.value ?? "");
    try {
      const answer = await fetch(area.dataset.markdownxUrlsPath, {
        method: "POST",
        body: asked,
        headers: { "X-CSRFToken": form.elements.csrfmiddlewaretoken.value },
        signal: asking.signal,
      });
      if (!answer.ok) throw new Error(answer.status);
      draw(await answer.text());
      say(editor.dataset.hint);
    } catch (error) {
      if (error.name !== "AbortError") say(editor.dataset.noPreview, true);
    }
  }

  // The answer was sanitised for visitors; besides, no script runs inside the sandboxed frame.
  function draw(html) {
    const page = frame.contentDocument;
    page.documentElement.dataset.theme = document.documentElement.dataset.theme ?? "auto";
    page.querySelector(".prose").innerHTML = html;
  }

  function follow() {
    const page = frame.contentDocument.documentElement;
    const share = area.scrollTop / Math.max(1, area.scrollHeight - area.clientHeight);
    page.scrollTop = share * (page.scrollHeight - page.clientHeight);
  }

  area.addEventListener("input", later(Number(area.dataset.markdownxLatency) || 500, ask));
  area.addEventListener("scroll", follow, { passive: true });
  new MutationObserver(ask).observe(document.documentElement, { attributeFilter: ["data-theme"] });
  if (frame.contentDocument?.querySelector(".prose")) ask();
  frame.addEventListener("load", ask);
}

// One picture at a time: upload at once, ask what it shows meanwhile, then put it into the text.
function takePictures(editor, area, form) {
  const panel = editor.querySelector(".editor-picture");
  const part = (name) => panel.querySelector(name);
  const [thumb, alt, bar, error] = [".editor-thumb", "input", "progress", ".editor-error"].map(part);
  const [put, cancel] = [".editor-put", ".editor-cancel"].map(part);
  const chooser = editor.querySelector(".editor-file");
  const waiting = [];
  let request, markdown;

  function offer(files) {
    const pictures = [...files].filter((file) => file.type.startsWith("image/"));
    waiting.push(...pictures);
    if (panel.hidden) next();
    return pictures.length > 0;
  }

  function next() {
    const picture = waiting.shift();
    panel.hidden = !picture;
    if (!picture) return area.focus();
    markdown = "";
    put.disabled = true;
    error.textContent = alt.value = "";
    bar.value = 0;
    bar.hidden = false;
    thumb.hidden = true;
    alt.focus();
    upload(picture);
  }

  function upload(picture) {
    const body = new FormData();
    body.set("image", picture);
    request = new XMLHttpRequest(); // fetch cannot tell how much was sent
    request.open("POST", area.dataset.markdownxUploadUrlsPath);
    request.setRequestHeader("X-CSRFToken", form.elements.csrfmiddlewaretoken.value);
    request.responseType = "json";
    request.upload.onprogress = (sent) => { bar.value = (100 * sent.loaded) / sent.total; };
    request.onload = () => arrived(request);
    request.onerror = () => fail(editor.dataset.noUpload);
    request.send(body);
  }

  function arrived({ status, response }) {
    if (status !== 200) return fail(response?.image?.join(" ") ?? editor.dataset.noUpload);
    bar.hidden = true;
    markdown = response.image_code;
    thumb.src = markdown.slice(markdown.indexOf("(") + 1, -1);
    thumb.hidden = false;
    put.disabled = false;
  }

  function fail(message) {
    bar.hidden = true;
    error.textContent = message;
    cancel.focus();
  }

  function insert() {
    if (!markdown) return;
    const words = alt.value.replace(/\s+/g, " ").trim().replace(/[\\[\]]/g, "\\$&");
    const picture = markdown.replace("![]", () => `![${words}]`);
    markdown = "";
    insertBlock(area, ["", picture, "\n"]);
    area.setSelectionRange(area.selectionEnd + 1, area.selectionEnd + 1);
    next();
  }

  put.addEventListener("click", insert);
  cancel.addEventListener("click", () => { request?.abort(); next(); });
  alt.addEventListener("keydown", (event) => {
    if (event.key === "Enter") { event.preventDefault(); insert(); }
    if (event.key === "Escape") cancel.click();
  });
  area.addEventListener("paste", (event) => {
    if (offer(event.clipboardData.files)) event.preventDefault();
  });
  area.addEventListener("dragover", (event) => {
    if (event.dataTransfer.types.includes("Files")) event.preventDefault();
  });
  area.addEventListener("drop", (event) => {
    if (offer(event.dataTransfer.files)) event.preventDefault();
  });
  chooser.addEventListener("change", () => { offer(chooser.files); chooser.value = ""; });
  return () => chooser.click();
}

function countWords(editor, area) {
  const count = editor.querySelector(".editor-words");
  const show = () => {
    const words = area.value.match(/\S+/g)?.length ?? 0;
    count.textContent = `${words} ${words === 1 ? count.dataset.one : count.dataset.many}`;
  };
  area.addEventListener("input", show);
  show();
}

// What the form would send now, to tell whether anything was changed.
function sent(form) {
  const data = new FormData(form);
  for (const name of ["csrfmiddlewaretoken", "unsaved_key"]) data.delete(name);
  return new URLSearchParams(data).toString();
}

function warnBeforeLeaving(form) {
  const failed = document.querySelector(".errornote"); // what came back with errors is not saved
  let before, saving = false;
  setTimeout(() => { before = failed ? "" : sent(form); }); // the admin's scripts fill in first
  form.addEventListener("submit", () => { saving = true; });
  addEventListener("beforeunload", (event) => {
    // `kept`: unsaved.js has it on the server.
    const lost = !saving && !form.dataset.kept && before !== undefined && sent(form) !== before;
    if (lost) event.preventDefault();
  });
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
  const choosePicture = takePictures(editor, area, form);
  toolbar.addEventListener("click", (event) => {
    const name = event.target.closest("[data-insert]")?.dataset.insert;
    if (name === "picture") choosePicture();
    else if (name) insertBlock(area, blocks[name]);
  });
  addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && !event.shiftKey && event.key === "s") {
      event.preventDefault();
      form.requestSubmit(form.elements._save);
    }
  });
  countWords(editor, area);
  showPreview(editor, area, form, say);
  warnBeforeLeaving(form);
}

document.querySelectorAll(".editor").forEach(start);
