// What is pasted: pictures are uploaded, formatted text becomes Markdown, an address on a selection
// becomes its link. Ctrl+Shift+V always pastes plain text.

import { post } from "../sending.js";
import { chosen, emptyItem, keptIn, lineStart, placeOfBlock, replace, type } from "./typing.js";

// What Markdown can say; text that a program only coloured is pasted as it is.
const FORMATTED = "h1, h2, h3, h4, h5, h6, b, strong, i, em, a[href], ul, ol, table, blockquote, pre, details,"
  + " [data-style*='font-weight'], [data-style*='font-style'], [data-style*='mso-list']";
const PLAYERS = "iframe[src], video, audio";
// The code that a site gives to put its video into another page: its text is what is meant.
const EMBED = /^\s*<(iframe|video|audio)\s[^]*<\/\1>\s*$/i;
const MAX_PASTED = 250_000; // as editor.py has it
const STYLES = /(?:font-weight|font-style|mso-list):[^;]*/gi;

// Even a document that nobody sees may hold no styles under this page's security policy.
const unstyled = (html) => html
  .replace(/<style[\s\S]*?<\/style>/gi, "")
  .replace(/(<[a-z][^<>]*?\s)style=/gi, "$1data-style=");

export function takePastes(editor, area, { offer, say }) {
  let isPlain = false;

  area.addEventListener("keydown", (event) => {
    isPlain = event.shiftKey && (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "v";
  });

  area.addEventListener("paste", (event) => {
    const { clipboardData: data } = event;
    const text = data.getData("text/plain");
    const html = isPlain ? "" : formatted(EMBED.test(text) ? text : data.getData("text/html"));
    if (html) {
      event.preventDefault();
      convert(html, text);
    } else if (offer(data.files)) event.preventDefault();
    else if (linkTo(text)) event.preventDefault();
    isPlain = false;
  });

  // Word also puts a picture of the text on the clipboard; a copied picture has no text.
  function formatted(html) {
    if (!html || html.length > 4 * MAX_PASTED) return "";
    const page = new DOMParser().parseFromString(unstyled(html), "text/html").body;
    const says = page.textContent.trim() && page.querySelector(FORMATTED);
    if (!says && !page.querySelector(PLAYERS)) return "";
    page.querySelectorAll("[data-style], [lang]").forEach(slim);
    return page.innerHTML.length <= MAX_PASTED ? page.innerHTML : "";
  }

  // Nine tenths of what a word processor sends are styles that nobody asks for.
  function slim(element) {
    const said = element.dataset.style?.match(STYLES)?.join(";");
    ["lang", "data-style"].forEach((name) => element.removeAttribute(name));
    if (said) element.dataset.style = said;
  }

  // The plain text stands there at once, so that nothing is lost when the form is sent meanwhile.
  async function convert(html, text) {
    const asked = new FormData();
    asked.set("html", html);
    const start = area.selectionStart;
    type(area, text);
    const plain = { text: area.value.slice(start, area.selectionEnd), start, length: area.value.length };
    say(editor.dataset.converting);
    try {
      const answer = await post(editor.dataset.pastePath, asked);
      if (!answer.ok) throw new Error(answer.status);
      const { markdown, pictures } = await answer.json();
      if (markdown) exchange(plain, markdown);
      say(pictures ? editor.dataset.picturesLeft : editor.dataset.pasted);
    } catch {
      say(editor.dataset.hint);
    }
  }

  // Where the author has changed it since it stays, and so does the place where they type now.
  function exchange(plain, markdown) {
    const before = area.value.length;
    const places = [plain.start, plain.start + before - plain.length]; // typed below, or above it
    const start = places.find((place) => area.value.startsWith(plain.text, place));
    if (start === undefined) return;
    const end = start + plain.text.length;
    const { selectionStart: from, selectionEnd: to, ownerDocument: { activeElement: focused } } = area;
    const [begin, fit] = fitted(markdown, start, end);
    replace(area, begin, end, fit);
    const grown = area.value.length - before;
    const moved = (place) => (place >= end ? place + grown : Math.min(place, begin));
    area.setSelectionRange(moved(from), moved(to));
    if (focused !== area) focused.focus();
  }

  // Where it begins and how it stands there. A paragraph or more does not run into the line in which
  // it is pasted; the text of an empty item it becomes, and a list takes the place of one.
  function fitted(markdown, start, end) {
    const below = area.value.slice(end);
    const isList = /^(?:[-*+] |\d+[.)] )/.test(markdown);
    const isText = !isList && !/^(?:#|>|\||:::)/.test(markdown);
    if (!markdown.includes("\n") && isText) return [start, markdown];
    const close = !below || below.startsWith("\n\n") ? "" : below.startsWith("\n") ? "\n" : "\n\n";
    const item = emptyItem(area, start, end);
    if (item && isText) return [start, keptIn(markdown, " ".repeat(item[0].length)) + close];
    if (item && isList) {
      return [lineStart(area, start), item[1] + keptIn(markdown, item[1]) + close];
    }
    const [begin, spaces] = isList ? [start, ""] : placeOfBlock(area, start, end);
    const above = area.value.slice(0, begin);
    const gap = !above || above.endsWith("\n\n") ? "" : above.endsWith("\n") ? "\n" : "\n\n";
    return [begin, gap + spaces + keptIn(markdown, spaces) + close];
  }

  function linkTo(address) {
    const words = chosen(area);
    if (isPlain || !words.trim() || words.includes("\n") || !/^https?:\/\/[^\s()<>]+$/.test(address.trim())) return false;
    if (/^https?:\/\//.test(words)) return false; // one address takes the place of another
    type(area, `[${words}](${address.trim()})`);
    return true;
  }
}
