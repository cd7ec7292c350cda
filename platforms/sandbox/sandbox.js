// Keeps what was posted, open and asked up to date; the page is whole without it.
const SECONDS = 2;

async function look() {
  if (document.hidden) return;
  const answer = await fetch(location.href, { headers: { Accept: "text/html" } }).catch(() => null);
  if (!answer?.ok) return;
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  for (const part of document.querySelectorAll("[data-live]")) {
    const next = fresh.getElementById(part.id);
    const busy = part.contains(document.activeElement) || String(getSelection());
    if (next && !busy && next.innerHTML !== part.innerHTML) part.innerHTML = next.innerHTML;
  }
}

if (document.querySelector("[data-live]")) setInterval(look, SECONDS * 1000);
