// Who else has the article open: asked while this window is looked at, told at the top of the form.
const line = document.querySelector("#presence");
const form = line?.closest("form");
const EVERY = 25000;

function told(...more) {
  const data = new FormData();
  data.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
  data.set("version", form.elements.version?.value ?? "");
  for (const name of more) data.set(name, "1");
  return data;
}

async function ask() {
  if (document.hidden) return;
  try {
    const answer = await fetch(line.dataset.url, { method: "POST", body: told(), redirect: "manual" });
    if (!answer.ok) return;
    const text = (await answer.json()).told;
    if (line.textContent !== text) line.textContent = text;
  } catch {
    // Without a connection nobody can be seen.
  }
}

if (line) {
  setInterval(ask, EVERY);
  document.addEventListener("visibilitychange", ask);
  addEventListener("pageshow", (event) => { if (event.persisted) ask(); });
  addEventListener("pagehide", () => navigator.sendBeacon(line.dataset.url, told("leave")));
}
