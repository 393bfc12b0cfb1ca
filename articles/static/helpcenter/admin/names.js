// A choice that is looked up while typing has no name of its own: it takes the one of its label.
function name(root) {
  for (const select of root.querySelectorAll("select.admin-autocomplete")) {
    const said = select.labels?.[0]?.textContent.trim().replace(/:$/, "") || select.getAttribute("aria-label");
    const parts = select.nextElementSibling?.querySelectorAll(".select2-selection, .select2-selection__rendered, .select2-search__field");
    for (const part of parts ?? []) {
      part.removeAttribute("aria-labelledby");
      part.setAttribute("aria-label", said);
    }
  }
}
// Called after what was asked to be called before: the choices are made when the page is ready.
window.django?.jQuery?.(() => name(document));
document.addEventListener("formset:added", (event) => setTimeout(() => name(event.target)));

// On a phone no cell stands below the head of its column, and is told by its name.
for (const cell of document.querySelectorAll(".inline-group tbody td")) {
  const name = cell.closest("table").tHead?.rows[0].cells[cell.cellIndex];
  cell.dataset.label = name?.textContent.trim() ?? "";
}
for (const row of document.querySelectorAll("#result_list tbody tr")) {
  const [first, ...others] = row.querySelectorAll("[class^='field-']");
  for (const cell of others) {
    const head = row.closest("table").tHead.rows[0].cells[cell.cellIndex];
    cell.dataset.label = head.querySelector(".text").textContent.trim();
    cell.classList.toggle("is-empty", ["", "-"].includes(cell.textContent.trim()) && !cell.querySelector("img"));
  }
}

// The label of the search above a list is a picture.
const search = document.getElementById("searchbar");
const picture = search?.labels[0]?.querySelector("img");
if (picture) search.setAttribute("aria-label", picture.alt);
