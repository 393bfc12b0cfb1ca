// A colour can be picked as well as written.
for (const text of document.querySelectorAll("#id_accent, #id_accent_dark")) {
  const picker = document.createElement("input");
  picker.type = "color";
  picker.className = "brand-picker";
  picker.setAttribute("aria-label", text.labels[0]?.textContent ?? "");
  const follow = () => { picker.value = /^#[0-9a-f]{6}$/i.test(text.value) ? text.value : text.placeholder; };
  picker.addEventListener("input", () => { text.value = picker.value; });
  text.addEventListener("input", follow);
  follow();
  text.after(picker);
}
