// Typing for the author, so that the browser's own undo takes every change back.

// What is selected is replaced. Setting `value` would empty the undo history.
export function type(area, text) {
  area.focus();
  const done = text
    ? document.execCommand("insertText", false, text)
    : area.selectionStart === area.selectionEnd || document.execCommand("delete");
  if (!done) {
    area.setRangeText(text, area.selectionStart, area.selectionEnd, "end");
    area.dispatchEvent(new Event("input", { bubbles: true }));
  }
}

export function replace(area, start, end, text) {
  area.setSelectionRange(start, end);
  type(area, text);
}

export const chosen = (area) => area.value.slice(area.selectionStart, area.selectionEnd);

export const lineStart = (area, at) => (at ? area.value.lastIndexOf("\n", at - 1) + 1 : 0);

// Where the lines begin and end that the selection touches.
export function wholeLines(area) {
  const start = lineStart(area, area.selectionStart);
  const end = area.value.indexOf("\n", Math.max(area.selectionStart, area.selectionEnd - 1));
  return [start, end < 0 ? area.value.length : end];
}

const ITEM = /^([ \t>]*)([-*+]|\d{1,8}[.)])([ \t]+)(\[[ xX]\][ \t]+)?/;
const PICTURE = /^ +!\[.*\]\(.*\)$/;
const QUOTE = /^(?:[ \t]*>)+[ \t]?/;

// The spaces that keep a block in the item of a list at whose text, or below it, `at` stands.
export function inItem(area, at) {
  const before = area.value.slice(lineStart(area, at), at);
  const [, indent, mark, gap] = ITEM.exec(before) ?? [];
  if (mark === undefined) return /^ +(?=\S)/.exec(before)?.[0] ?? "";
  const width = (indent + mark + gap).length;
  return indent.includes(">") || !before.slice(width).trim() ? "" : " ".repeat(width);
}

// The item that has no text but what stands between `at` and `end`.
export function emptyItem(area, at, end = at) {
  const before = area.value.slice(lineStart(area, at), at);
  const item = ITEM.exec(before);
  const rest = area.value.slice(end).split("\n", 1)[0];
  return item?.[0] === before && !before.includes(">") && !rest.trim() ? item : null;
}

// Where a block begins that is put in at `at`, and the spaces that keep it in its item. The empty
// item that Enter began below a step gives way: what comes there still belongs to the step.
export function placeOfBlock(area, at, end = at) {
  const item = emptyItem(area, at, end);
  const above = area.value.slice(0, lineStart(area, at));
  const around = item && nearestItem(above.split("\n"), item[1].length);
  if (!around) return [at, inItem(area, at)];
  const [, indent, mark, gap] = around;
  return [above.trimEnd().length, " ".repeat((indent + mark + gap).length)];
}

// A text whose further lines are as far in as its first one.
export const keptIn = (text, spaces) => text.replace(/\n(?=[^\n])/g, `\n${spaces}`);

// Enter goes on with a list or a quote; on an empty item it ends them.
function goOn(area, event) {
  const at = area.selectionStart;
  const start = lineStart(area, at);
  const before = area.value.slice(start, at);
  const item = ITEM.exec(PICTURE.test(before) ? itemAbove(area, start) : before);
  const lead = (item ?? QUOTE.exec(before))?.[0];
  if (!lead || at !== area.selectionEnd) return;
  event.preventDefault();
  const rest = area.value.slice(at).split("\n", 1)[0];
  if (before === lead && !rest.trim()) return replace(area, start, at, afterEmpty(area, start, item));
  type(area, `\n${item ? following(item) : lead}`);
}

const following = ([, indent, mark, gap, task]) => indent + next(mark) + gap + (task ? "[ ] " : "");

// The next item of the list around; else an empty line, or what is typed would still be of the item.
function afterEmpty(area, start, item) {
  const above = linesAbove(area, start);
  const around = item && nearestItem(above, item[1].length - 1);
  if (around) return following(around);
  return above.at(-1)?.trim() ? "\n" : "";
}

const linesAbove = (area, start) => area.value.slice(0, start).split("\n").slice(0, -1);

// The last item among `lines` that is at most `depth` letters in; what stands at their left ends lists.
function nearestItem(lines, depth) {
  const from = lines.findLastIndex((line) => /^\S/.test(line) && !ITEM.test(line)) + 1;
  return lines.slice(from).map((line) => ITEM.exec(line)).findLast((item) => item?.[1].length <= depth);
}

// A picture is the end of its step.
const itemAbove = (area, at) => area.value.slice(0, at).trimEnd().split("\n").at(-1);

const next = (mark) => mark.replace(/\d+/, (number) => Number(number) + 1);

// As far as the text of the item above begins, so that what moves belongs to it.
function step(area, start) {
  const [, , mark, gap] = ITEM.exec(itemAbove(area, start)) ?? [];
  return mark ? mark.length + gap.length : 3; // "1. "
}

// An item with its number in the list that it is in now; one that begins inside an item begins with 1.
function numbered(line, above) {
  const item = ITEM.exec(line);
  if (!item || !/\d/.test(item[2])) return line;
  const before = nearestItem(above, item[1].length);
  const isNext = before?.[1] === item[1] && /\d/.test(before[2]);
  return line.replace(/\d+/, isNext ? parseInt(before[2], 10) + 1 : 1);
}

function move(area, further) {
  const [start, end] = wholeLines(area);
  const width = step(area, start);
  const lines = area.value.slice(start, end).split("\n");
  const above = linesAbove(area, start);
  const moved = lines.map((line) => {
    const there = further ? " ".repeat(width) + line : line.replace(new RegExp(`^(?: {1,${width}}|\\t)`), "");
    above.push(line.trim() ? numbered(there, above) : line);
    return above.at(-1);
  });
  const { selectionStart, selectionEnd } = area;
  replace(area, start, end, moved.join("\n"));
  const one = moved[0].length - lines[0].length;
  const all = area.selectionEnd - end;
  if (selectionStart === selectionEnd) {
    const caret = Math.max(start, selectionStart + one);
    area.setSelectionRange(caret, caret);
  } else area.setSelectionRange(start, end + all);
}

// Tab and Shift+Tab stay the browser's: they leave the text.
export function typeLists(area) {
  area.addEventListener("keydown", (event) => {
    if (event.isComposing || event.altKey) return;
    const command = event.ctrlKey || event.metaKey;
    if (event.key === "Enter" && !command && !event.shiftKey) goOn(area, event);
    const bracket = ["]", "["].indexOf(event.key);
    if (!command || event.shiftKey || bracket < 0) return;
    event.preventDefault();
    move(area, bracket === 0);
  });
}
