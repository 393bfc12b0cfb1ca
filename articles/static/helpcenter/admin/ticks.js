// One box that ticks all of a page, or none; without this script it stays away.

const all = document.querySelector("[data-ticks]");
const boxes = [...document.getElementsByName(all?.dataset.ticks ?? "")];

function show() {
  const ticked = boxes.filter((box) => box.checked).length;
  all.checked = ticked === boxes.length;
  all.indeterminate = ticked > 0 && ticked < boxes.length;
}

if (boxes.length > 1) {
  all.closest("label").hidden = false;
  all.addEventListener("change", () => boxes.forEach((box) => { box.checked = all.checked; }));
  boxes.forEach((box) => box.addEventListener("change", show));
  show(); // the browser keeps ticks where somebody comes back
}
