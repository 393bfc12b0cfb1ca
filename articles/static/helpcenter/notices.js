// Runs right behind the notices, so that one that this browser has closed never flashes.
(() => {
  const KEY = "helpcenter:closed-notices";
  const REMEMBERED = 20;
  const notices = document.querySelectorAll("[data-notice]");

  const closed = () => {
    try {
      return JSON.parse(localStorage.getItem(KEY)) ?? [];
    } catch {
      return [];
    }
  };

  const remember = (key) => {
    try {
      localStorage.setItem(KEY, JSON.stringify([...closed(), key].slice(-REMEMBERED)));
    } catch {
      // A browser that keeps nothing shows it again on the next page.
    }
  };

  const before = closed();
  for (const notice of notices) {
    notice.hidden = before.includes(notice.dataset.notice);
    notice.querySelector("button").addEventListener("click", () => {
      remember(notice.dataset.notice);
      notice.hidden = true;
      document.getElementById("page:content").focus({ preventScroll: true });
    });
  }
})();
