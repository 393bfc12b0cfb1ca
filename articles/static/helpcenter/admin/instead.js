// Offers the articles that the site's search finds for what is typed. Without this script the field
// takes a title or an address.

const field = document.querySelector("input[list=instead-articles]");
const offered = document.querySelector("#instead-articles");
const QUIET = 250; // milliseconds without a key
let timer, asking;

async function ask() {
  asking?.abort();
  asking = new AbortController();
  const asked = `${offered.dataset.url}?${new URLSearchParams({ q: field.value })}`;
  try {
    const answer = await fetch(asked, { signal: asking.signal });
    if (answer.ok) offer((await answer.json()).articles);
  } catch (error) {
    if (error.name !== "AbortError") offer([]);
  }
}

function offer(articles) {
  offered.replaceChildren(
    ...articles.map(({ title, address }) => {
      const option = document.createElement("option");
      option.value = address;
      option.label = option.textContent = title;
      return option;
    }),
  );
}

field?.addEventListener("input", () => {
  clearTimeout(timer);
  // A choice from the list arrives as an input, too: there is nothing more to ask.
  const chosen = [...offered.options].some((option) => option.value === field.value);
  if (!chosen && field.value.trim().length > 1) timer = setTimeout(ask, QUIET);
});
