// Keeps a video playing when its address has run out or the line broke, and says what to do where this browser cannot play it.

const PATIENCE = 10000;
const PAUSES = [0, 2000, 5000, 10000];
const NAMES = { h264: "H.264", hevc: "H.265", prores: "ProRes", mpeg4: "MPEG-4 Part 2", mpeg2video: "MPEG-2", dnxhd: "DNxHD", mjpeg: "Motion JPEG", wmv3: "WMV" };

/** What is known of each player: where it was, whether it played, how often in a row it was started again, and whether bytes were the trouble. */
const players = new WeakMap();

function known(video) {
  if (!players.has(video)) players.set(video, { at: 0, plays: false, tries: 0, starved: false });
  return players.get(video);
}

function say(video, words) {
  const place = video.parentElement.querySelector(".player-says");
  place.hidden = !words;
  place.textContent = words;
}

function cannotPlay(video) {
  const codec = video.dataset.codec;
  const named = NAMES[codec] ?? codec.toUpperCase();
  say(video, `This browser cannot play this file${named ? ` (${named})` : ""}. Download it to watch it. It can be published all the same.`);
}

/** Why the bytes do not come; null when the address gives them, so that the fault is the player's, or a ticket's that ran out. */
async function trouble(video) {
  const address = new URL(video.getAttribute("src"), location).href;
  let answer;
  try {
    answer = await fetch(address, { headers: { Range: "bytes=0-0" }, signal: AbortSignal.timeout(PATIENCE) });
  } catch {
    return { words: "Retake does not answer.", passes: true };
  }
  if (!answer.url.startsWith(address)) return { words: "You are logged out. Load the page again to log in." };
  if (answer.status === 404) return { words: "The file is no longer in Retake’s storage." };
  return answer.ok ? null : { words: "Retake cannot hand out the video just now.", passes: true };
}

/** Asks the lasting address again, which leads to a new ticket, and goes on from where it was. */
function start(video, { at, plays }) {
  video.addEventListener("loadedmetadata", () => (video.currentTime = at), { once: true });
  video.load();
  if (plays) video.play().catch(() => {}); // what is wrong comes as an error event; a pause in between is no fault
}

async function recover(video) {
  const state = known(video);
  state.plays = !video.paused;
  const why = await trouble(video);
  const wasStarved = state.starved; // what failed while no bytes came may have failed for want of them
  state.starved = Boolean(why);
  if (!why && !state.at && state.tries && !wasStarved) return cannotPlay(video);
  if (why && !why.passes) return say(video, why.words);
  if (state.tries === PAUSES.length) return say(video, `${why?.words ?? "The video broke off."} Load the page again to go on.`);
  if (why) say(video, `${why.words} Playing goes on as soon as it can.`);
  await new Promise((resolve) => setTimeout(resolve, PAUSES[state.tries++]));
  start(video, state);
}

/** Media events do not bubble, so they are caught on their way down: for players that a refresh brings, too. */
function listen(name, hear) {
  document.addEventListener(name, ({ target }) => target instanceof HTMLVideoElement && target.closest("[data-player]") && hear(target), true);
}

listen("timeupdate", (video) => {
  if (!video.currentTime || video.seeking || video.error) return;
  Object.assign(known(video), { at: video.currentTime, tries: 0 });
  if (video.videoWidth) say(video, "");
});
listen("seeking", (video) => video.readyState && (known(video).at = video.currentTime));
listen("ended", (video) => (known(video).at = 0));
// Sound without a picture: the sound's codec is known here, the picture's is not.
listen("loadedmetadata", (video) => video.videoWidth === 0 && cannotPlay(video));
listen("error", recover);
