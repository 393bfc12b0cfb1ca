// The help center inside another site: one script tag, nothing else to install (docs/widget.md).
//
//   <script src="https://help.example.com/static/helpcenter/widget.js" data-locale="en-us" defer></script>
//
// A button opens a panel with the search; with data-target="#id" the search stands there instead.
// Everything is in a shadow root with a constructed style sheet, so neither page's styles reach the
// other, and a strict content security policy needs the help center's host in script-src,
// connect-src and img-src alone. No cookies, no storage.

(() => {
  const script = document.currentScript;
  if (!script) return;
  const { locale = "", tab = "", target = "", theme = "", button = "" } = script.dataset;
  const SITE = new URL(script.src).origin;
  const PAUSE = 200; // ms after the last key
  const FEWEST = 2;
  const REMEMBERED = 50;

  const LABELS = {
    en: ["Help", "How can we help?", "Search for answers", "Close", "Results: {}", "Nothing found. Try other words.", "Did you mean", "The answer cannot be loaded right now.", "Back to the results", "Open the page", "See all results", "Ask in your own words. Answers appear while you type."],
    de: ["Hilfe", "Wie können wir helfen?", "Nach Antworten suchen", "Schließen", "Ergebnisse: {}", "Nichts gefunden. Versuchen Sie andere Wörter.", "Meinten Sie", "Die Antwort lässt sich gerade nicht laden.", "Zurück zu den Ergebnissen", "Seite öffnen", "Alle Ergebnisse", "Fragen Sie mit Ihren Worten. Antworten erscheinen beim Tippen."],
    fr: ["Aide", "Comment pouvons-nous aider ?", "Chercher une réponse", "Fermer", "Résultats : {}", "Aucun résultat. Essayez d’autres mots.", "Vouliez-vous dire", "La réponse ne peut pas être chargée pour le moment.", "Retour aux résultats", "Ouvrir la page", "Tous les résultats", "Posez votre question. Les réponses s’affichent pendant la saisie."],
    ja: ["ヘルプ", "何かお困りですか？", "回答を検索", "閉じる", "結果: {}件", "見つかりませんでした。別の言葉でお試しください。", "もしかして", "現在、回答を読み込めません。", "結果に戻る", "ページを開く", "すべての結果", "ご自身の言葉で質問してください。入力中に回答が表示されます。"],
    ar: ["مساعدة", "كيف يمكننا مساعدتك؟", "ابحث عن إجابات", "إغلاق", "النتائج: {}", "لا توجد نتائج. جرّب كلمات أخرى.", "هل تقصد", "يتعذر تحميل الإجابة الآن.", "العودة إلى النتائج", "فتح الصفحة", "كل النتائج", "اسأل بكلماتك. تظهر الإجابات أثناء الكتابة."],
  };
  const language = (locale || document.documentElement.lang || "en").toLowerCase().split("-")[0];
  const [HELP, TITLE, SEARCH, CLOSE, COUNT, NONE, MEAN, FAILED, BACK, PAGE, ALL, HINT] = LABELS[language] ?? LABELS.en;

  const STYLE = `
:host { all: initial !important; color-scheme: inherit !important; --accent: var(--help-accent, light-dark(#0b6e5b, #5ecfb0)); --on-accent: var(--help-on-accent, light-dark(#fff, #06231c));
  --paper: light-dark(#fff, #141b19); --wash: light-dark(#f2f6f4, #1d2725); --line: light-dark(#dde4e1, #2f3b37); --field: light-dark(#84908b, #66736e); --ink: light-dark(#141b19, #e9efed); --soft: light-dark(#46524e, #b5c2bd); --mark: light-dark(#ffefb3, #574a14);
  font: 16px/1.5 -apple-system, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", Arial, sans-serif !important; color: var(--ink) !important; }
@supports not (color: light-dark(#fff, #000)) { /* Safari before 17.5, Chrome before 123 */
  :host { color-scheme: light !important; --accent: var(--help-accent, #0b6e5b); --on-accent: var(--help-on-accent, #fff);
    --paper: #fff; --wash: #f2f6f4; --line: #dde4e1; --field: #84908b; --ink: #141b19; --soft: #46524e; --mark: #ffefb3; } }
:host([data-theme="light"]) { color-scheme: light !important; }
:host([data-theme="dark"]) { color-scheme: dark !important; }
:host([data-theme="auto"]) { color-scheme: light dark !important; }
*, ::before, ::after { box-sizing: border-box; }
[hidden] { display: none !important; }
button, input { font: inherit; color: inherit; }
button { cursor: pointer; background: none; border: 0; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
svg { flex: none; width: 20px; height: 20px; fill: none; stroke: currentColor; stroke-width: 1.75; stroke-linecap: round; stroke-linejoin: round; }
h2, h3, p { margin: 0; }
.open { position: fixed; z-index: 2147483000; inset-block-end: 20px; inset-inline-end: 20px; display: flex; align-items: center; gap: 8px; min-height: 48px; padding: 0 18px 0 14px; border-radius: 24px; background: var(--accent); color: var(--on-accent); font-weight: 600; box-shadow: 0 4px 16px #0003; }
.open:focus-visible { outline-color: var(--ink); }
.panel { display: flex; flex-direction: column; min-height: 0; padding: 0; border: 1px solid var(--line); border-radius: 16px; background: var(--paper); color: inherit; overflow: hidden; }
dialog.panel:not([open]) { display: none; }
dialog.panel { position: fixed; z-index: 2147483001; inset: auto; inset-block-end: 20px; inset-inline-end: 20px; margin: 0; width: min(400px, calc(100vw - 32px)); height: min(640px, calc(100dvh - 40px)); max-width: none; max-height: none; box-shadow: 0 12px 40px #0004; animation: rise 120ms ease-out; }
@keyframes rise { from { opacity: 0; transform: translateY(8px); } }
@media (prefers-reduced-motion: reduce) { dialog.panel { animation: none; } }
@media (max-width: 480px) { dialog.panel { inset: 0; width: 100%; height: 100dvh; border: 0; border-radius: 0; } }
.head { display: flex; align-items: center; gap: 4px; min-height: 56px; padding-inline: 20px 8px; }
.back { margin-inline-start: -12px; }
.head h2 { flex: 1; min-width: 0; display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: 2; overflow: hidden; margin-block: 8px; font-size: 18px; line-height: 1.3; font-weight: 650; letter-spacing: -0.01em; }
.tool { display: grid; place-items: center; width: 44px; height: 44px; padding: 0; border-radius: 10px; color: var(--soft); }
.tool:hover { background: var(--wash); color: var(--ink); }
.box { position: relative; display: flex; align-items: center; margin: 0 16px 12px; border: 1px solid var(--field); border-radius: 12px; }
.box:focus-within { border-color: var(--accent); box-shadow: 0 0 0 3px color-mix(in srgb, var(--accent) 28%, transparent); }
.box svg { position: absolute; inset-inline-start: 12px; color: var(--field); pointer-events: none; }
input { flex: 1; min-width: 0; min-height: 44px; padding: 0; padding-inline: 42px 12px; border: 0; border-radius: inherit; background: none; appearance: none; }
input:focus-visible { outline: 2px solid transparent; }
input::-webkit-search-cancel-button { display: none; }
input::placeholder { color: var(--soft); opacity: 1; }
.body { flex: 1; min-height: 0; overflow-y: auto; overscroll-behavior: contain; border-block-start: 1px solid var(--line); overflow-wrap: anywhere; }
.body.reading > :not(.article) { display: none; }
.inline { border: 0; border-radius: 0; background: none; overflow: visible; }
.inline .box { margin: 0; background: var(--paper); }
.inline .head { padding: 4px 0 0; }
.inline .back { margin: 0; }
.inline .body { max-height: 480px; margin-block-start: 4px; border: 1px solid var(--line); border-radius: 12px; background: var(--paper); }
.inline .foot { border: 0; }
.note { padding: 20px; color: var(--soft); }
.note button { padding: 0; color: var(--accent); text-decoration: underline; text-underline-offset: 0.2em; }
.list { padding: 8px; }
.hit { display: block; padding: 12px; border-radius: 10px; color: inherit; text-decoration: none; }
.hit[aria-selected="true"], .hit:hover { background: var(--wash); }
.hit[aria-selected="true"] { box-shadow: inset 3px 0 var(--accent); }
.hit b { display: block; color: var(--accent); font-weight: 600; line-height: 1.35; }
.hit span { display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: 3; overflow: hidden; margin-block-start: 2px; color: var(--soft); font-size: 14px; }
mark { border-radius: 3px; background: var(--mark); color: var(--ink); }
.all { display: block; margin: 4px 12px 12px; }
a { color: var(--accent); text-underline-offset: 0.2em; }
.article { padding: 20px; outline: 0; }
.text > :first-child { margin-block-start: 0; }
.text { font-size: 15px; line-height: 1.6; }
.text :is(h2, h3, h4) { margin: 24px 0 8px; font-size: 16px; line-height: 1.35; }
.text .heading { display: contents; }
.text :is(p, ul, ol, pre, figure, table, blockquote, aside, details) { margin: 0 0 12px; }
.text :is(ul, ol) { padding-inline-start: 24px; }
.text img { max-width: 100%; height: auto; border: 1px solid var(--line); border-radius: 8px; }
.text figcaption { color: var(--soft); font-size: 13px; }
.text .anchor { display: none; }
.text a[href^="tel:"] { display: inline-block; unicode-bidi: plaintext; }
.text aside { padding: 12px 14px; border-inline-start: 3px solid var(--accent); border-radius: 8px; background: var(--wash); }
.text aside > :last-child { margin-block-end: 0; }
.text .callout-title, .text .action-title, .text summary { font-weight: 600; }
.text details { padding: 10px 14px; border: 1px solid var(--line); border-radius: 10px; }
.text :is(pre, .table-scroll) { overflow-x: auto; }
.text pre { padding: 12px; border-radius: 8px; background: var(--wash); }
.text code { font: 13px/1.5 ui-monospace, Menlo, Consolas, monospace; }
.text table { border-collapse: collapse; overflow-wrap: normal; }
.text :is(th, td) { padding: 6px 10px 6px 0; border-block-end: 1px solid var(--line); text-align: start; vertical-align: top; }
.foot { padding: 12px 20px; border-block-start: 1px solid var(--line); }
.hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
@media (forced-colors: active) { .hit[aria-selected="true"] { outline: 2px solid Highlight; } }
`;

  const svg = (...paths) => {
    const drawing = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    drawing.setAttribute("viewBox", "0 0 24 24");
    drawing.setAttribute("aria-hidden", "true");
    drawing.append(...paths.map((d) => {
      const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
      path.setAttribute("d", d);
      return path;
    }));
    return drawing;
  };
  const icon = {
    help: () => svg("M12 3.500a8.500 8.500 0 1 0 0 17 8.500 8.500 0 0 0 0-17", "M9.600 9.500a2.500 2.500 0 1 1 3.700 2.200c-.8.5-1.300 1-1.300 1.900M12 16.500h.01"),
    search: () => svg("M11 4.500a6.500 6.500 0 1 0 0 13 6.500 6.500 0 0 0 0-13M16 16l4.500 4.500"),
    close: () => svg("M6 6l12 12M18 6 6 18"),
    back: () => svg(getComputedStyle(host).direction === "rtl" ? "m9.500 6 6 6-6 6" : "M14.500 6 8.500 12l6 6"),
  };
  const make = (tag, attributes = {}, ...children) => {
    const element = document.createElement(tag);
    Object.entries(attributes).forEach(([name, value]) => element.setAttribute(name, value));
    element.append(...children);
    return element;
  };

  const host = make("div", { dir: language === "ar" || language === "he" ? "rtl" : "ltr", lang: locale || language });
  if (theme) host.dataset.theme = theme;
  const root = host.attachShadow({ mode: "open" });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(STYLE);
  root.adoptedStyleSheets = [sheet];

  // What is there -------------------------------------------------------------------------------

  const input = make("input", { type: "search", role: "combobox", autocomplete: "off", maxlength: "200", enterkeyhint: "search", placeholder: SEARCH, "aria-label": SEARCH, "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": "list" });
  const note = make("p", { class: "note" }, HINT);
  const list = make("div", { id: "list", class: "list", role: "listbox", "aria-label": TITLE, hidden: "" });
  const all = make("a", { class: "all", target: "_blank", rel: "noopener", hidden: "" }, ALL);
  const article = make("div", { class: "article", tabindex: "-1", role: "article", "aria-labelledby": "title", hidden: "" });
  const body = make("div", { class: "body" }, note, list, all, article);
  const box = make("div", { class: "box" }, icon.search(), input);
  const said = make("div", { class: "hidden", role: "status" });
  const page = make("a", { target: "_blank", rel: "noopener" }, PAGE);
  const heading = make("h2", { id: "title", dir: "auto" }, TITLE);
  const foot = make("div", { class: "foot", hidden: "" }, page);
  const back = make("button", { class: "tool back", type: "button", "aria-label": BACK, title: BACK, hidden: "" }, icon.back());

  // Asking --------------------------------------------------------------------------------------

  const answers = new Map();
  const noted = new Set();
  let waiting, asking, reading, options = [], active = -1;

  const address = (path, values) => {
    const fields = new URLSearchParams(values);
    if (locale) fields.set("locale", locale);
    return `${SITE}/api/v1/${path}?${fields}`;
  };
  const question = (text, more) => address("search", { q: text, ...(tab && { tab }), ...more });
  const load = async (url, options) => {
    const response = await fetch(url, { credentials: "omit", ...options });
    if (!response.ok) throw new Error(response.statusText);
    return response.json();
  };
  const typed = () => input.value.trim().replace(/\s+/g, " ");

  // Staff read what visitors asked: a question that somebody went on with, not each key of it, and
  // whether a result of it was opened.
  const tell = (text, opened = {}) => {
    const address = question(text, { note: "1", ...opened });
    if (!text || noted.has(address)) return;
    noted.add(address);
    fetch(address, { credentials: "omit", keepalive: true }).catch(() => {});
  };

  const ask = async () => {
    const text = typed();
    asking?.abort();
    body.removeAttribute("aria-busy");
    if ([...text].length < FEWEST) return show(null);
    if (answers.has(text)) return show(answers.get(text));
    asking = new AbortController();
    const { signal } = asking;
    body.setAttribute("aria-busy", "true");
    try {
      const found = await load(question(text), { signal });
      if (answers.size >= REMEMBERED) answers.clear();
      answers.set(text, found);
      if (text === typed()) show(found);
    } catch {
      if (!signal.aborted) say(FAILED);
    } finally {
      if (!signal.aborted) body.removeAttribute("aria-busy");
    }
  };

  // Showing -------------------------------------------------------------------------------------

  const marked = (element, { text, marks }) => {
    const characters = [...text];
    let done = 0;
    for (const [start, end] of [...marks, [characters.length, characters.length]]) {
      element.append(characters.slice(done, start).join(""));
      if (end > start) element.append(make("mark", {}, characters.slice(start, end).join("")));
      done = end;
    }
    return element;
  };

  const choose = (index) => {
    options[active]?.setAttribute("aria-selected", "false");
    active = index;
    options[active]?.setAttribute("aria-selected", "true");
    options[active]?.scrollIntoView({ block: "nearest" });
    if (active < 0) input.removeAttribute("aria-activedescendant");
    else input.setAttribute("aria-activedescendant", options[active].id);
  };

  const say = (text, ...more) => {
    leave();
    body.hidden = false;
    list.hidden = all.hidden = true;
    input.setAttribute("aria-expanded", "false");
    note.replaceChildren(text, ...more);
    note.hidden = false;
    said.textContent = note.textContent;
    options = [];
    choose(-1);
  };

  const show = (found) => {
    leave();
    if (!found) return say(HINT);
    const mean = found.did_you_mean && make("button", { type: "button" }, found.did_you_mean);
    mean?.addEventListener("click", () => {
      input.value = found.did_you_mean;
      input.focus();
      ask();
    });
    const suggestion = mean ? [`${MEAN} `, mean, "?"] : [];
    if (!found.results.length) return say(NONE, ...(mean ? [" ", ...suggestion] : []));
    note.replaceChildren(...suggestion);
    note.hidden = !mean;
    options = found.results.map((result, index) => {
      const link = make("a", { id: `hit-${index}`, class: "hit", role: "option", href: result.url, target: "_blank", rel: "noopener", tabindex: "-1", "aria-selected": "false" });
      link.append(marked(make("b", { dir: "auto" }), result.title), marked(make("span", { dir: "auto" }), result.passage));
      link.addEventListener("click", (event) => {
        tell(typed(), { opened: "1" });
        if (event.ctrlKey || event.metaKey || event.shiftKey) return;
        event.preventDefault();
        read(result);
      });
      return link;
    });
    choose(-1);
    list.replaceChildren(...options);
    body.hidden = list.hidden = false;
    input.setAttribute("aria-expanded", "true");
    all.href = found.url;
    all.hidden = found.pages < 2;
    body.scrollTop = 0;
    said.textContent = COUNT.replace("{}", found.total);
  };

  // Reading -------------------------------------------------------------------------------------

  // By a class: Safari does not see that :has() holds once an element in a shadow root is shown.
  const turn = (isReading) => {
    article.hidden = foot.hidden = back.hidden = !isReading;
    body.classList.toggle("reading", isReading);
  };

  const leave = () => {
    reading?.abort();
    if (article.hidden) return false;
    turn(false);
    heading.textContent = TITLE;
    return true;
  };

  const read = async (result) => {
    reading?.abort();
    reading = new AbortController();
    const { signal } = reading;
    try {
      const whole = await load(address(`articles/${encodeURIComponent(result.slug)}`, {}), { signal });
      const text = make("div", { class: "text", dir: "auto" });
      text.innerHTML = whole.html; // sanitised by the help center when it was published
      text.querySelectorAll("a[href]").forEach((link) => Object.assign(link, { target: "_blank", rel: "noopener" }));
      article.replaceChildren(text);
      heading.textContent = whole.title;
    } catch {
      if (!signal.aborted) window.open(result.url, "_blank", "noopener"); // such as a page that forbids innerHTML
      return;
    }
    turn(true);
    page.href = result.url;
    body.scrollTop = 0;
    article.focus({ preventScroll: true });
    const place = result.anchor && root.getElementById(result.anchor);
    for (let fold = place?.closest?.("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
    if (place) body.scrollTop = place.getBoundingClientRect().top - body.getBoundingClientRect().top - 12;
    new Image().src = `${result.url.split("#")[0]}view.gif`; // counts as any reader's view does
  };

  back.addEventListener("click", () => {
    leave();
    input.focus();
  });

  // Keys ----------------------------------------------------------------------------------------

  const later = (event) => {
    clearTimeout(waiting);
    reading?.abort();
    choose(-1); // it answered the question before
    if (!event.isComposing) waiting = setTimeout(ask, PAUSE);
  };
  input.addEventListener("input", later);
  input.addEventListener("compositionend", later);
  input.addEventListener("keydown", (event) => {
    if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    const { key } = event;
    const end = options.length - 1;
    if (key === "Enter") {
      event.preventDefault();
      if (active >= 0) return options[active].click();
      clearTimeout(waiting);
      tell(typed());
      ask();
    } else if (key === "Escape" && input.value) {
      event.preventDefault();
      event.stopPropagation(); // the first Escape empties the box, the next one closes the panel
      input.value = "";
      ask();
    } else if (end >= 0 && article.hidden) {
      const steps = { ArrowDown: active === end ? -1 : active + 1, ArrowUp: active < 0 ? end : active - 1, ...(active >= 0 && { Home: 0, End: end }) };
      if (!(key in steps)) return;
      event.preventDefault();
      choose(steps[key]);
    }
  });
  // Pressing on a result must not take the focus away before the click arrives.
  list.addEventListener("mousedown", (event) => event.preventDefault());

  // Where it stands -----------------------------------------------------------------------------

  const inline = () => {
    const place = document.querySelector(target);
    if (!place) return console.error(`Help center: there is no ${target} in this page.`);
    body.hidden = true;
    const head = make("div", { class: "head", hidden: "" }, back, heading);
    new MutationObserver(() => (head.hidden = back.hidden)).observe(back, { attributes: true });
    root.append(make("div", { class: "panel inline", role: "search", "aria-label": TITLE }, box, head, body, foot, said));
    place.append(host);
  };

  const floating = () => {
    const opener = make("button", { class: "open", type: "button", "aria-haspopup": "dialog" }, icon.help(), button || HELP);
    const closer = make("button", { class: "tool", type: "button", "aria-label": CLOSE, title: CLOSE }, icon.close());
    const head = make("div", { class: "head" }, back, heading, closer);
    const panel = make("dialog", { class: "panel", "aria-labelledby": "title" }, head, box, body, foot, said);
    const open = (text) => {
      if (!panel.open) panel.show();
      opener.hidden = true;
      if (text) {
        input.value = text;
        ask();
      }
      input.focus();
    };
    const close = () => {
      if (!panel.open) return;
      panel.close();
      opener.hidden = false;
      opener.focus();
    };
    opener.addEventListener("click", () => open());
    closer.addEventListener("click", close);
    panel.addEventListener("keydown", (event) => {
      if (event.key === "Escape") {
        event.preventDefault();
        if (leave()) input.focus();
        else close();
      } else if (event.key === "Tab") {
        const stops = [...panel.querySelectorAll("a[href], button, input, summary, [tabindex='0']")].filter((stop) => (stop.checkVisibility?.() ?? true) && stop.tabIndex >= 0);
        const here = root.activeElement;
        const last = event.shiftKey ? stops[0] : stops.at(-1);
        if (here === last || (event.shiftKey && here === article)) {
          event.preventDefault();
          (event.shiftKey ? stops.at(-1) : stops[0]).focus();
        }
      }
    });
    root.append(opener, panel);
    document.body.append(host);
    window.HelpCenter = { open, close };
  };

  target ? inline() : floating();
})();
