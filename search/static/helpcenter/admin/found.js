// "How it is found": the cards of the text as it stands in the form, shown in the public stylesheet.

function start(fold) {
  const form = document.getElementById("desk-found");
  const article = document.getElementById("article_form");
  const frame = fold.querySelector("iframe");
  const status = fold.querySelector("[role=status]");
  let asking;

  async function ask() {
    asking?.abort();
    asking = new AbortController();
    const asked = new FormData(article);
    new FormData(form).forEach((value, name) => asked.set(name, value));
    status.textContent = fold.dataset.asking;
    try {
      const answer = await fetch(form.action, { method: "POST", body: asked, signal: asking.signal });
      if (!answer.ok || answer.redirected) throw new Error(answer.status);
      frame.srcdoc = await answer.text();
      status.textContent = "";
    } catch (error) {
      if (error.name !== "AbortError") status.textContent = fold.dataset.failed;
    }
  }

  // As high as its page: cards do not scroll in a box of their own.
  function fit() {
    const page = frame.contentDocument?.documentElement;
    if (!page || frame.hidden) return;
    page.dataset.theme = document.documentElement.dataset.theme ?? "auto";
    frame.style.height = `${page.querySelector("main")?.scrollHeight ?? 0}px`;
  }

  frame.addEventListener("load", () => {
    frame.hidden = !frame.srcdoc;
    fit();
    new ResizeObserver(fit).observe(frame.contentDocument.body);
  });
  new MutationObserver(fit).observe(document.documentElement, { attributeFilter: ["data-theme"] });
  fold.addEventListener("toggle", () => { if (fold.open && !frame.srcdoc) ask(); });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    ask();
  });
}

document.querySelectorAll(".desk-found").forEach(start);
