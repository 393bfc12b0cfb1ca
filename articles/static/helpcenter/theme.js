// Runs before the first paint, so that a chosen colour scheme never flashes.

// What this browser keeps of the reader's choices; the scripts that follow use it, too.
const keptChoices = {
  read(name) {
    try {
      return localStorage.getItem(`helpcenter:${name}`);
    } catch {
      return null;
    }
  },
  write(name, value) {
    try {
      localStorage.setItem(`helpcenter:${name}`, value);
    } catch {
      // Private windows may refuse; the choice then holds for this page only.
    }
  },
};

(() => {
  const root = document.documentElement;
  root.classList.add("js");
  const chosen = keptChoices.read("theme");
  if (chosen === "dark" || chosen === "light") root.dataset.theme = chosen;
})();
