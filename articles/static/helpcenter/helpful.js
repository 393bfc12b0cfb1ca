// "Was this helpful?" without leaving the article: the answer's page says the next words.

async function send(form, button) {
  const sent = new FormData(form, button);
  const answer = await fetch(form.action, { method: "POST", body: new URLSearchParams(sent) });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const next = page.querySelector(".helpful");
  if (!next) throw new Error(String(answer.status));
  const heading = next.querySelector("h1");
  const smaller = page.createElement("h2");
  smaller.append(...heading.childNodes);
  smaller.id = heading.id;
  smaller.tabIndex = -1;
  heading.replaceWith(smaller);
  form.closest(".helpful").replaceWith(document.adoptNode(next));
  (next.querySelector("textarea") ?? smaller).focus({ preventScroll: true });
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  // What follows an answer on its own page is an ordinary form.
  if (!form.matches("[data-helpful]") || !form.closest(".article")) return;
  event.preventDefault();
  if (form.ariaBusy === "true") return;
  form.ariaBusy = "true";
  send(form, event.submitter).catch(() => {
    form.ariaBusy = null;
    // Without the helper: the browser sends it and shows what comes.
    form.removeAttribute("data-helpful");
    form.requestSubmit(event.submitter);
  });
});

// An answer inside an accordion asks like the whole article.
const ofArticle = document.querySelector(".article-foot [data-answers]");
for (const anchor of ofArticle?.dataset.answers.split(" ").filter(Boolean) ?? []) {
  const body = document.getElementById(anchor)?.querySelector(":scope > .accordion-body");
  if (!body) continue;
  const asks = ofArticle.cloneNode(true);
  const heading = document.createElement("p");
  const field = Object.assign(document.createElement("input"), { type: "hidden", name: "answer", value: anchor });
  heading.append(...asks.querySelector("h2").childNodes);
  heading.id = `page:helpful${anchor}`;
  asks.querySelector("h2").replaceWith(heading);
  asks.setAttribute("aria-labelledby", heading.id);
  asks.role = "group"; // there may be twenty, and a landmark leads to one
  asks.removeAttribute("data-answers");
  asks.querySelector("form").prepend(field);
  body.append(asks);
}
