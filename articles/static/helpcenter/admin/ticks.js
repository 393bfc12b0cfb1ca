// The first box of a part of the page ticks all the others in it, or none. A part may hold parts: all
// articles, an article with its places. Without this script the box for all of them stays away, and
// an article without its tick is left alone whatever its places say.

const [everything, ...articles] = document.querySelectorAll("[data-ticks]");
const parts = [...articles, everything].map((part) => [...part.querySelectorAll("[type=checkbox]")]);

function show() {
  for (const [first, ...boxes] of parts.filter((part) => part.length > 1)) {
    const ticked = boxes.filter((box) => box.checked).length;
    first.checked = ticked > 0;
    first.indeterminate = boxes.some((box) => box.checked ? box.indeterminate : ticked > 0);
  }
}

everything.addEventListener("change", ({ target }) => {
  const part = parts.find(([first]) => first === target) ?? [];
  part.forEach((box) => { box.checked = target.checked; });
  show();
});
everything.querySelector(".desk-all").hidden = articles.length < 2;
show(); // the browser keeps ticks where somebody comes back
