// The text of an article that may only be read: a page in a frame, as high as the text is and in
// the theme of the admin.
const frame = document.querySelector(".desk-reading");
const { dataset } = document.documentElement;

function fit() {
  const borders = frame.offsetHeight - frame.clientHeight;
  frame.style.height = `${frame.contentDocument.body.offsetHeight + borders}px`;
}

function dress() {
  frame.contentDocument.documentElement.dataset.theme = dataset.theme ?? "auto";
}

function show() {
  if (!frame.contentDocument.querySelector(".prose")) return;
  dress();
  new ResizeObserver(fit).observe(frame.contentDocument.body); // accordions open, pictures arrive
}

if (frame) {
  frame.addEventListener("load", show);
  show();
  new MutationObserver(dress).observe(document.documentElement, { attributeFilter: ["data-theme"] });
}
