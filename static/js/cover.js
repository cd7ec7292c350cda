// Lets a moment of the video be found by a slider that shows it; without this the moment is written as seconds.

document.querySelector(".strip [aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });

for (const form of document.querySelectorAll("[data-moment]")) {
  const screen = form.querySelector(".moment-screen");
  const video = screen.querySelector("video");
  const slider = screen.querySelector("input[type=range]");
  const field = form.querySelector("input[name=at]");

  /** Shows the picture at `seconds`; a browser that cannot play the file leaves the slider and the field as they are. */
  function show(seconds) {
    if (!video.readyState) video.preload = "auto";
    if (Number.isFinite(seconds)) video.currentTime = seconds;
  }

  slider.value = field.value || slider.max / 10;
  field.value ||= Number(slider.value).toFixed(2);
  slider.addEventListener("input", () => {
    field.value = Number(slider.value).toFixed(2);
    show(Number(slider.value));
  });
  field.addEventListener("input", () => {
    slider.value = field.value;
    show(Number(field.value));
  });
  video.addEventListener("loadedmetadata", () => show(Number(slider.value)), { once: true });
  video.addEventListener("error", () => video.remove());
  screen.hidden = false;
  video.preload = "metadata";
}
