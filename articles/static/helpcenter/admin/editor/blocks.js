// The blocks of the help center. What is selected becomes part of the block.

import { chosen, keptIn, placeOfBlock, replace, wholeLines } from "./typing.js";

const LIST = /^(?:[-*+]|\d{1,8}[.)])[ \t]+/;

const quoted = (text) => text.split("\n").map((line) => `> ${line}`.trimEnd()).join("\n");

const callout = (kind, sample) => (text) => [`> [!${kind}]\n`, quoted(text || sample).slice(2), "\n", "> "];

// A list, of whatever kind, or else every line becomes a step; what stands below one stays there.
function numbered(text) {
  const lines = text.split("\n");
  const isList = lines.some((line) => LIST.test(line));
  let number = 0, width = 0;
  return lines.map((line) => {
    const mark = LIST.exec(line)?.[0] ?? "";
    if (!line.trim() || (isList && !mark && !number)) return line;
    if (isList && !mark) return " ".repeat(`${number}. `.length) + line.slice(Math.min(width, /^ */.exec(line)[0].length));
    number += 1;
    width = mark.length;
    return `${number}. ${line.slice(mark.length).trimStart()}`;
  }).join("\n");
}

function cells(text) {
  const rows = text.split("\n").filter((line) => line.trim()).map((line) => line.split("\t"));
  const width = Math.max(...rows.map((row) => row.length));
  const drawn = rows.map((row) =>
    `| ${[...row, ...Array(width - row.length).fill("")].map((cell) => cell.trim().replaceAll("|", "\\|")).join(" | ")} |`);
  drawn.splice(1, 0, `|${" --- |".repeat(width)}`);
  return drawn.join("\n");
}

// Each returns [before, what is selected then, after], and what stands before the second at its lines.
const blocks = {
  note: callout("NOTE", "What readers should know."),
  tip: callout("TIP", "What makes it easier."),
  important: callout("IMPORTANT", "What must not be missed."),
  warning: callout("WARNING", "What can go wrong."),
  steps: (text) => (text ? ["::: steps\n", numbered(text), "\n:::\n"] : ["::: steps\n1. ", "First step", "\n2. Second step\n:::\n"]),
  details(text) {
    const [title, ...body] = text.split("\n");
    const answer = body.join("\n").trim();
    return ["::: details ", title.replace(/^[#\s]+/, "") || "A question?", `\n${answer || "Its answer."}\n:::\n`];
  },
  tabs: (text) => [
    ":::: tabs\n::: tab On the app\n", text || "What to do on the app.",
    "\n:::\n::: tab On the web\nWhat to do on the web.\n:::\n::::\n",
  ],
  action: (text) => (/^\[.*\]\(.*\)$/.test(text)
    ? ["::: action ", "Self-service tool", `\nFor quick access, use the button below.\n\n${text}\n:::\n`]
    : ["::: action ", text || "Self-service tool", "\nFor quick access, use the button below.\n\n[Open the tool](https://)\n:::\n"]),
  table: (text) => (text.includes("\t") ? ["", cells(text), "\n"] : ["| ", text || "Heading", " | Heading |\n| --- | --- |\n| Cell | Cell |\n"]),
  video: (text) => (/^https?:\/\/\S+$/.test(text)
    ? [`::: video ${text} `, "What it shows", "\n:::\n"] : ["::: video ", "https://", " What it shows\n:::\n"]),
};

// A block stands between empty lines, and below a step it stays in that step.
export function insertBlock(area, [before, middle, after, lead = ""]) {
  const [start, spaces] = placeOfBlock(area, area.selectionStart);
  const above = area.value.slice(0, start);
  const below = area.value.slice(area.selectionEnd);
  const gap = !above || above.endsWith("\n\n") ? "" : above.endsWith("\n") ? "\n" : "\n\n";
  const isApart = below.startsWith("\n\n");
  const end = (isApart ? after.replace(/\n$/, "") : after) + (below && !below.startsWith("\n") ? "\n" : "");
  const block = gap + spaces + keptIn(before + lead + middle, spaces);
  replace(area, start, area.selectionEnd, block + keptIn(end, spaces));
  const to = start + block.length;
  area.setSelectionRange(to - keptIn(middle, spaces).length, to);
}

export function insertNamed(area, name) {
  if (chosen(area).trim().includes("\n")) area.setSelectionRange(...wholeLines(area));
  insertBlock(area, blocks[name](chosen(area).replace(/^\n+|\s+$/g, "")));
}
