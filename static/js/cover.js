// Lets a moment of the video be found by a slider that shows it; without this the moment is written as seconds.

document.querySelector(".strip [aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });

for (const form of document.querySelectorAll("[data-moment]")) {
  const screen = form.querySelector(".moment-screen");
  const video = screen.querySelector("video");
  const slider = screen.querySelector("input[type=range]");
  const field = form.querySelector("input[name=at]");

  /** Shows the picture of that moment. Nothing of the video is fetched before somebody asks for one. */
  function show() {
    if (video.preload === "none") video.preload = "auto";
    else if (video.readyState) video.currentTime = Number(slider.value);
  }

  slider.value = field.value || slider.max / 10;
  field.value ||= Number(slider.value).toFixed(2);
  slider.addEventListener("input", () => {
    field.value = Number(slider.value).toFixed(2);
    show();
  });
  field.addEventListener("input", () => {
    slider.value = field.value;
    show();
  });
  video.addEventListener("loadedmetadata", show);
  video.addEventListener("error", () => video.remove()); // this browser cannot play the file: the seconds still say which moment
  screen.hidden = false;
}
