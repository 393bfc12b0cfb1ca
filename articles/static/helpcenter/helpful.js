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
