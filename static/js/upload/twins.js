// Whether the file that just arrived was here before. That is known once Retake has read all of it, which takes seconds for most files
// and minutes for the largest; the note is made by the server, and set into the file's row.

const AGAIN_AFTER = 3000;
const MOST_ASKED = 100;
const asked = new WeakSet();

const pause = (time) => new Promise((done) => setTimeout(done, time));

/** Sets the note of the video at `page` into `row`; leaves it as it is where there is nothing to say, or no answer. */
export async function tellOfTwins(row, page) {
  if (asked.has(row)) return;
  asked.add(row);
  for (let times = 0; times < MOST_ASKED && row.isConnected; times += 1) {
    const answer = await fetch(`${page}twins`).catch(() => null);
    if (answer?.status === 200) return set(row, await answer.text());
    if (answer?.status !== 202) return;
    await pause(AGAIN_AFTER);
  }
}

function set(row, note) {
  const found = new DOMParser().parseFromString(note, "text/html").querySelector(".twins");
  if (found) row.append(document.adoptNode(found));
}
