// Proposes this browser's time zone: into an empty field at once, beside another one by a button. Without it one types the city.

const here = Intl.DateTimeFormat().resolvedOptions().timeZone;

for (const field of document.querySelectorAll("[data-zone]")) {
  if (!field.value && here) field.value = here;
}

for (const proposal of document.querySelectorAll("[data-zone-here]")) {
  const field = proposal.closest("form").querySelector("[data-zone]");
  const button = proposal.querySelector("button");
  if (!here || !field) continue;
  proposal.querySelector("strong").textContent = here;
  proposal.hidden = false;
  button.hidden = field.value === here;
  button.addEventListener("click", () => {
    field.value = here;
    button.hidden = true;
    field.focus();
  });
}
