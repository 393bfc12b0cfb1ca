// Pictures that are chosen, pasted or dropped: upload at once, ask what they show meanwhile.

import { token } from "../sending.js";
import { insertBlock } from "./blocks.js";
import { placeOfBlock } from "./typing.js";

// One picture at a time.
export function takePictures(editor, area, form, say) {
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
    request.setRequestHeader("X-CSRFToken", token());
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
    bar.before(alt); // moved, it forgets what was typed: undo would go there first
    const [, isInStep] = placeOfBlock(area, area.selectionStart);
    insertBlock(area, ["", picture, isInStep ? "" : "\n"]);
    const end = area.selectionEnd + (isInStep ? 0 : 1);
    area.setSelectionRange(end, end);
    next();
  }

  // Save takes the picture along, described or not, and waits for one that is still being sent.
  function beforeSending(event) {
    insert();
    if (panel.hidden || error.textContent) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    say(editor.dataset.uploading, true);
  }

  put.addEventListener("click", insert);
  form.addEventListener("submit", beforeSending);
  cancel.addEventListener("click", () => { request?.abort(); next(); });
  alt.addEventListener("keydown", (event) => {
    if (event.key === "Enter") { event.preventDefault(); insert(); }
    if (event.key === "Escape") cancel.click();
  });
  // Anywhere in the form, and whatever file it is: the browser would leave the form to open it.
  form.addEventListener("dragover", (event) => {
    if (event.dataTransfer.types.includes("Files")) event.preventDefault();
  });
  form.addEventListener("drop", (event) => {
    const { files } = event.dataTransfer;
    if (!files.length) return;
    event.preventDefault();
    if (!offer(files)) say(editor.dataset.noPicture, true);
  });
  chooser.addEventListener("change", () => { offer(chooser.files); chooser.value = ""; });
  return { offer, choose: () => chooser.click() };
}
