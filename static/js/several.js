// The form for several accounts: the button says where to, and words of an account's own begin as those of all.

const form = document.querySelector("form.several");
const said = form.querySelector("[data-publish]");

function ticked() {
  return [...form.querySelectorAll("[data-account]:checked")].map((box) => box.dataset.account);
}

function tell() {
  const chosen = ticked();
  said.textContent = chosen.length === 0 ? "Publish to what is ticked" : chosen.length === 1 ? `Publish to ${chosen[0]}` : `Publish to ${chosen.length} accounts`;
}

/** Words of its own that nobody touched yet follow those of all. */
function begin(box) {
  for (const field of box.closest(".own-words").querySelectorAll(".own-fields :is(input, textarea)")) {
    const shared = document.getElementById(`id_${field.name.split("-").at(-1)}`);
    if (shared && field.value === field.defaultValue) field.value = shared.value;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }
}

form.addEventListener("change", ({ target }) => {
  if (target.matches("[data-account]")) tell();
  if (target.matches(".own-words > .tick input") && target.checked) begin(target);
});
tell();
