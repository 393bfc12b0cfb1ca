// Runs right behind the notices, so that one that this browser has closed never flashes.
(() => {
  const REMEMBERED = 20;
  const closed = () => {
    try {
      return JSON.parse(keptChoices.read("closed-notices")) ?? [];
    } catch {
      return []; // not what was written here
    }
  };

  const remember = (key) => {
    keptChoices.write("closed-notices", JSON.stringify([...closed(), key].slice(-REMEMBERED)));
  };

  const before = closed();
  for (const notice of document.querySelectorAll("[data-notice]")) {
    notice.hidden = before.includes(notice.dataset.notice);
    notice.querySelector("button").addEventListener("click", () => {
      remember(notice.dataset.notice);
      notice.hidden = true;
      document.getElementById("page:content").focus({ preventScroll: true });
    });
  }
})();
