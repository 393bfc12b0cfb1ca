// Suggestions while a question is typed: the combobox pattern of the ARIA Authoring Practices.
// The form works without; a line of the list is a link, so it opens as any link does.

const PAUSE = 150; // ms after the last key
const FEWEST = 2;
const REMEMBERED = 50;

const announcer = document.getElementById("page:announcer");

function combobox(form, number) {
  const input = form.querySelector("input[type=search]");
  const list = document.createElement("div");
  const { suggest, suggestions, one, many, none, all } = form.dataset;
  const answers = new Map();
  let waiting, asking, shown = "", options = [], active = -1;

  list.id = `page:suggestions-${number}`;
  list.className = "suggestions";
  list.role = "listbox";
  list.hidden = true;
  list.setAttribute("aria-label", suggestions);
  form.append(list);
  const attributes = { role: "combobox", "aria-autocomplete": "list", "aria-controls": list.id, "aria-expanded": "false" };
  Object.entries(attributes).forEach(([name, value]) => input.setAttribute(name, value));

  const typed = () => input.value.trim().replace(/\s+/g, " ");
  const isOpen = () => !list.hidden;

  const choose = (index) => {
    options[active]?.setAttribute("aria-selected", "false");
    active = index;
    options[active]?.setAttribute("aria-selected", "true");
    options[active]?.scrollIntoView({ block: "nearest" });
    if (active < 0) input.removeAttribute("aria-activedescendant");
    else input.setAttribute("aria-activedescendant", options[active].id);
  };

  const toggle = (open) => {
    list.hidden = !open;
    input.setAttribute("aria-expanded", String(open));
    if (!open) choose(-1);
  };

  const close = () => {
    clearTimeout(waiting);
    asking?.abort();
    toggle(false);
  };

  const option = ({ parts, url, section, kind }, index) => {
    const link = document.createElement("a");
    const text = document.createElement("span");
    link.id = `${list.id}-${index}`;
    link.role = "option";
    link.className = `suggestion suggestion-${kind}`;
    link.href = url;
    link.tabIndex = -1;
    link.setAttribute("aria-selected", "false");
    parts.forEach(([part, matches]) => {
      const node = matches ? document.createElement("mark") : document.createTextNode(part);
      if (matches) node.textContent = part;
      text.append(node);
    });
    link.append(text);
    if (section) {
      const where = document.createElement("span");
      where.className = "suggestion-section";
      where.textContent = section;
      link.append(" ", where);
    }
    return link;
  };

  const searchFor = (text) => {
    const fields = new URLSearchParams(new FormData(form));
    fields.set("q", text);
    return `${form.action}?${fields}`;
  };

  const show = (text, found) => {
    const [before, after] = all.split("{}");
    const last = { parts: [[before, false], [text, true], [after, false]], url: searchFor(text), kind: "all" };
    shown = text;
    options = (found.length ? [...found, last] : []).map(option);
    active = -1;
    input.removeAttribute("aria-activedescendant");
    list.replaceChildren(...options);
    list.scrollTop = 0;
    toggle(options.length > 0);
    const told = { 0: none, 1: one }[found.length] ?? many.replace("{}", found.length);
    if (announcer.textContent !== told) announcer.textContent = told;
  };

  const ask = async () => {
    const text = typed();
    asking?.abort();
    if ([...text].length < FEWEST) return close();
    if (answers.has(text)) return show(text, answers.get(text));
    asking = new AbortController();
    const { signal } = asking;
    try {
      const response = await fetch(`${suggest}?${new URLSearchParams({ q: text })}`, { signal });
      if (!response.ok) return;
      const found = (await response.json()).suggestions;
      if (answers.size >= REMEMBERED) answers.clear();
      answers.set(text, found);
      if (!signal.aborted && text === typed() && document.activeElement === input) show(text, found);
    } catch {
      // Typed on, or the network is away: the form itself still works.
    }
  };

  input.addEventListener("input", (event) => {
    clearTimeout(waiting);
    choose(-1); // it answered the question before
    if (!event.isComposing) waiting = setTimeout(ask, PAUSE);
  });
  input.addEventListener("compositionend", () => {
    clearTimeout(waiting);
    waiting = setTimeout(ask, PAUSE);
  });

  input.addEventListener("keydown", (event) => {
    if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    const { key } = event;
    if (key === "Escape" && isOpen()) {
      event.preventDefault(); // or it would empty the box
      close();
    } else if (key === "Enter" && active >= 0) {
      event.preventDefault();
      options[active].click();
    } else if (key === "ArrowDown" && !isOpen() && shown && shown === typed() && options.length) {
      event.preventDefault();
      toggle(true);
    } else if (isOpen()) {
      const end = options.length - 1;
      const steps = {
        ArrowDown: active === end ? -1 : active + 1,
        ArrowUp: active < 0 ? end : active - 1,
        ...(active >= 0 && { Home: 0, End: end }), // else they move in the text
      };
      if (!(key in steps)) return;
      event.preventDefault();
      choose(steps[key]);
    }
  });

  // Pressing on a line must not take the focus away before the click arrives.
  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("mousemove", (event) => {
    const index = options.indexOf(event.target.closest(".suggestion"));
    if (index >= 0 && index !== active) choose(index);
  });
  list.addEventListener("click", () => close());
  form.addEventListener("submit", close);
  form.addEventListener("focusout", (event) => {
    if (!form.contains(event.relatedTarget)) close();
  });
  addEventListener("pageshow", close); // back from an article, the list is not open
}

document.querySelectorAll("form[data-suggest]").forEach(combobox);
