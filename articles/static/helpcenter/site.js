// What a page gains with JavaScript; every page works without.

const root = document.documentElement;
const announcer = document.getElementById("page:announcer");
const words = announcer.dataset;

const all = (selector, within = document) => [...within.querySelectorAll(selector)];

const announce = (text) => {
  announcer.textContent = "";
  requestAnimationFrame(() => (announcer.textContent = text));
};

// Colour scheme -----------------------------------------------------------------------------------

const systemDark = matchMedia("(prefers-color-scheme: dark)");
const isDark = () => (root.dataset.theme ? root.dataset.theme === "dark" : systemDark.matches);

function themeSwitch(button) {
  const show = () => button.setAttribute("aria-pressed", String(isDark()));
  button.addEventListener("click", () => {
    root.dataset.theme = isDark() ? "light" : "dark";
    keptChoices.write("theme", root.dataset.theme);
    show();
  });
  systemDark.addEventListener("change", show);
  show();
}

// Shortcuts ---------------------------------------------------------------------------------------

let slashFocuses = keptChoices.read("slash") !== "off";
const fingersAlone = matchMedia("(any-pointer: coarse) and (not (any-pointer: fine))"); // as in site.css

function shortcutSwitch(button) {
  const show = () => {
    button.setAttribute("aria-pressed", String(slashFocuses));
    root.classList.toggle("no-slash", !slashFocuses);
  };
  button.addEventListener("click", () => {
    slashFocuses = !slashFocuses;
    keptChoices.write("slash", slashFocuses ? "on" : "off");
    show();
  });
  show();
}

function isTyping(target) {
  return target instanceof HTMLElement && (target.isContentEditable || target.matches("input, textarea, select"));
}

document.addEventListener("keydown", (event) => {
  if (isTyping(event.composedPath()[0]) || event.altKey || event.isComposing) return;
  const slash = event.key === "/" && slashFocuses && !fingersAlone.matches && !event.ctrlKey && !event.metaKey;
  const commandK = event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey) && !event.shiftKey;
  const box = all("input[type=search]").find((input) => input.offsetParent);
  const sign = document.querySelector(".search-link");
  if (!(box ?? sign) || !(slash || commandK)) return;
  event.preventDefault();
  if (!box) return sign.click();
  box.focus();
  box.select();
});

// On a narrow screen the box covers the header while somebody is in it; without this the sign that
// brings it leads home.
function searchBehind(sign) {
  const form = document.querySelector(".top .search");
  sign.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    root.classList.add("searching");
    form.elements.q.focus();
  });
  form.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !event.defaultPrevented) sign.focus();
  });
  form.addEventListener("focusout", ({ relatedTarget }) => form.contains(relatedTarget) || root.classList.remove("searching"));
}

// App/web tabs ------------------------------------------------------------------------------------

const tabGroups = [];

function tabGroup(group) {
  const panels = all(":scope > .tab", group);
  const list = document.createElement("div");
  list.role = "tablist";
  const buttons = panels.map((panel) => {
    const title = panel.querySelector(":scope > .tab-title");
    const button = document.createElement("button");
    button.type = "button";
    button.role = "tab";
    button.textContent = title.textContent;
    button.id = `page:tab-${tabGroups.length}-${panel.dataset.tab}`;
    panel.role = "tabpanel";
    panel.setAttribute("aria-labelledby", button.id);
    list.append(button);
    return button;
  });
  const show = (chosen) => {
    panels.forEach((panel, i) => {
      if (panel === chosen) panel.removeAttribute("hidden");
      else panel.setAttribute("hidden", "until-found"); // found by the browser's own search
      buttons[i].setAttribute("aria-selected", String(panel === chosen));
      buttons[i].tabIndex = panel === chosen ? 0 : -1;
    });
  };
  const choose = (index) => {
    keptChoices.write("tab", panels[index].dataset.tab);
    const before = list.getBoundingClientRect().top;
    tabGroups.forEach((other) => other.showNamed(panels[index].dataset.tab));
    show(panels[index]);
    scrollBy(0, list.getBoundingClientRect().top - before); // groups above may have grown
  };
  const showNamed = (name) => {
    const panel = panels.find((one) => one.dataset.tab === name);
    if (panel) show(panel);
  };
  buttons.forEach((button, i) => button.addEventListener("click", () => choose(i)));
  panels.forEach((panel) => panel.addEventListener("beforematch", () => show(panel)));
  list.addEventListener("keydown", (event) => {
    const now = buttons.indexOf(document.activeElement);
    const forward = getComputedStyle(list).direction === "rtl" ? "ArrowLeft" : "ArrowRight";
    const steps = { Home: -now, End: buttons.length - 1 - now, ArrowLeft: -1, ArrowRight: 1 };
    if (!(event.key in steps)) return;
    event.preventDefault();
    const step = event.key.startsWith("Arrow") ? (event.key === forward ? 1 : -1) : steps[event.key];
    const next = (now + step + buttons.length) % buttons.length;
    buttons[next].focus();
    choose(next);
  });
  show(panels[0]);
  group.prepend(list);
  group.classList.add("ready");
  tabGroups.push({ show, showNamed, panels });
  showNamed(keptChoices.read("tab"));
}

// Links to something folded away ------------------------------------------------------------------

function fragment(hash = location.hash) {
  try {
    return decodeURIComponent(hash.slice(1));
  } catch {
    return "";
  }
}

// Safari before 17.4 does not tell.
const isShown = (element) => element.checkVisibility?.() ?? true;

function unfold() {
  const target = document.getElementById(fragment());
  if (!target) return;
  for (let node = target; node; node = node.parentElement) {
    if (node.matches("details")) node.open = true;
    if (node.matches(".tab")) tabGroups.find((group) => group.panels.includes(node))?.show(node);
  }
  // A tab's title gives way to its button.
  (isShown(target) ? target : target.closest(".tabs") ?? target).scrollIntoView();
}

function unfoldForPrint() {
  const folded = all("details:not([open])");
  all("img[loading=lazy]").forEach((image) => (image.loading = "eager"));
  folded.forEach((details) => (details.open = true));
  addEventListener("afterprint", () => folded.forEach((details) => (details.open = false)), { once: true });
}

// Copying -----------------------------------------------------------------------------------------

async function copy(text, said) {
  try {
    await navigator.clipboard.writeText(text);
    announce(said);
    return true;
  } catch {
    return false;
  }
}

function copying(control, text, said) {
  control.addEventListener("click", async () => {
    if (!(await copy(text, said))) return;
    control.classList.add("copied");
    setTimeout(() => control.classList.remove("copied"), 1600);
  });
}

const copyLink = (anchor) => copying(anchor, anchor.href, words.linkCopied);

function copyCode(pre) {
  const frame = document.createElement("div");
  const button = document.createElement("button");
  frame.className = "code";
  button.type = "button";
  button.textContent = words.copy;
  copying(button, pre.textContent, words.copied);
  pre.replaceWith(frame);
  frame.append(pre, button);
}

// Wide tables -------------------------------------------------------------------------------------

// The names of the rows stay in view where a table goes on beyond its edge, unless they would take
// half of the room that there is.
function keepNames(frame) {
  const columns = all("th", frame);
  if (columns.length < 3) return;
  const look = () => {
    const goesOn = frame.scrollWidth > frame.clientWidth;
    frame.classList.toggle("keeps-names", goesOn && columns[0].offsetWidth < frame.clientWidth / 2);
  };
  new ResizeObserver(look).observe(frame);
}

// Pictures that enlarge ---------------------------------------------------------------------------

function enlarge(link) {
  link.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || !HTMLDialogElement.prototype.showModal) return;
    event.preventDefault();
    const dialog = document.createElement("dialog");
    const picture = new Image();
    const close = document.createElement("button");
    const caption = link.parentElement.querySelector("figcaption");
    dialog.className = "picture";
    picture.src = link.href;
    picture.alt = link.querySelector("img").alt;
    close.type = "button";
    close.setAttribute("aria-label", words.close);
    dialog.setAttribute("aria-label", picture.alt || link.getAttribute("aria-label"));
    dialog.append(close, picture);
    if (caption) dialog.append(Object.assign(document.createElement("p"), { textContent: caption.textContent }));
    dialog.addEventListener("click", () => dialog.close());
    dialog.addEventListener("close", () => dialog.remove());
    document.body.append(dialog);
    dialog.showModal(); // Esc closes it, and the focus goes back to the link
  });
}

// Videos ------------------------------------------------------------------------------------------

// Nothing of a video is loaded before somebody asks for it.
function playHere(link) {
  link.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const address = link.dataset.player;
    const isFile = /\.(mp4|webm)$/.test(address);
    const player = document.createElement(isFile ? "video" : "iframe");
    const frame = document.createElement("div");
    const title = link.firstChild.textContent;
    frame.className = "player";
    if (isFile) Object.assign(player, { src: address, controls: true, autoplay: true, ariaLabel: title });
    else Object.assign(player, { src: `${address}${address.includes("?") ? "&" : "?"}autoplay=1`, title, allow: "autoplay; fullscreen; picture-in-picture; encrypted-media" });
    frame.append(player);
    link.closest(".video").replaceWith(frame);
    player.focus();
  });
}

// Contents that follow the scroll -----------------------------------------------------------------

// A column stands open for good, so the keyboard does not stop at its summary.
function column(details) {
  const wide = matchMedia("(min-width: 1040px)");
  const fold = () => {
    details.open = wide.matches;
    details.firstElementChild.tabIndex = wide.matches ? -1 : 0;
  };
  wide.addEventListener("change", fold);
  fold();
}

const LINE = 140; // px from the top: a heading above it has been reached

function contents(details) {
  const links = new Map(
    all("a", details)
      .map((link) => [document.getElementById(fragment(link.hash)), link])
      .filter(([heading]) => heading)
  );
  let current;
  const follow = () => {
    const top = (heading) => heading.getBoundingClientRect().top;
    const seen = [...links.keys()].filter(isShown);
    const passed = seen.filter((heading) => top(heading) < LINE);
    // What a link led to counts as reached when the page cannot scroll further.
    const atEnd = scrollY > 0 && innerHeight + scrollY >= document.body.scrollHeight - 2;
    const chosen = seen.find((heading) => atEnd && heading.id === fragment() && top(heading) > 0);
    const link = links.get(chosen ?? (atEnd ? seen : passed).at(-1) ?? seen[0]);
    if (link === current) return;
    current?.removeAttribute("aria-current");
    link?.setAttribute("aria-current", "location");
    current = link;
    const box = link?.getBoundingClientRect(), frame = details.getBoundingClientRect();
    if (box && (box.top < frame.top || box.bottom > frame.bottom)) details.scrollTop += box.top - frame.top - frame.height / 2;
  };
  // Called when a heading crosses the line, and when the end of the page comes or goes.
  const observer = new IntersectionObserver(follow, { rootMargin: `-${LINE}px 0px 0px` });
  [...links.keys(), document.querySelector(".bottom")].forEach((element) => observer.observe(element));
  addEventListener("scrollend", follow);
  addEventListener("hashchange", follow);
  follow();
}

// Contact -----------------------------------------------------------------------------------------

// The question that was asked last in this tab goes along; the server never hears of it before.
function contact(link) {
  let question;
  try {
    question = sessionStorage.getItem("helpcenter:question");
  } catch {
    return;
  }
  if (!question) return;
  const mail = link.protocol === "mailto:";
  const said = mail ? `\n\n${link.dataset.contact.replace("{}", question)}` : question;
  const parts = link.search.slice(1).split("&").filter(Boolean);
  const body = parts.findIndex((part) => part.startsWith("body="));
  if (mail && body >= 0) parts[body] += encodeURIComponent(said);
  else parts.push(`${mail ? "body" : "question"}=${encodeURIComponent(said)}`);
  link.search = parts.join("&");
}

function remember(input) {
  try {
    if (input.value) sessionStorage.setItem("helpcenter:question", input.value);
  } catch {
    // A browser that keeps nothing: the contact link then names the article only.
  }
}

// Staff -------------------------------------------------------------------------------------------

// Whoever signed in to the admin has the hint; nobody else asks for the bar.
async function staffBar(page) {
  if (!document.cookie.includes("helpcenter_staff=1")) return;
  const answer = await fetch(page.dataset.staff);
  if (answer.status === 200) page.closest("main").insertAdjacentHTML("afterbegin", await answer.text());
}

// Lists -------------------------------------------------------------------------------------------

// On a phone the strip of tabs scrolls; it starts with the chosen one in view.
function showCurrent(strip) {
  const current = strip.querySelector("[aria-current]");
  if (current) strip.scrollLeft = current.offsetLeft + current.offsetWidth / 2 - strip.clientWidth / 2;
}

// -------------------------------------------------------------------------------------------------

const menu = document.querySelector(".locale-menu");
if (menu) {
  const leave = (target) => menu.contains(target) || (menu.open = false);
  document.addEventListener("click", ({ target }) => leave(target));
  document.addEventListener("focusin", ({ target }) => leave(target));
  menu.addEventListener("keydown", ({ key }) => {
    if (key !== "Escape" || !menu.open) return;
    menu.open = false;
    menu.firstElementChild.focus();
  });
}
all("[data-theme-switch]").forEach(themeSwitch);
all("[data-shortcut-switch]").forEach(shortcutSwitch);
all(".search-link").forEach(searchBehind);
all(".tabs-nav").forEach(showCurrent);
all(".prose .tabs").forEach(tabGroup);
all(".prose .anchor").forEach(copyLink);
if (navigator.clipboard) all(".prose pre").forEach(copyCode); // a plain http page has none
all(".prose .table-scroll").forEach(keepNames);
all(".prose .enlarge").forEach(enlarge);
all(".prose [data-player]").forEach(playHere);
all(".side").forEach(column);
all(".contents").forEach(contents);
all(".results input[name=q]").forEach(remember);
all("a[data-contact]").forEach(contact);
all("[data-staff]").forEach(staffBar);
addEventListener("hashchange", unfold);
addEventListener("beforeprint", unfoldForPrint);
unfold();
