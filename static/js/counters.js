// How much of its room each of the words takes, while one types. The rules come with the page, in the data attributes of each
// counter; the arithmetic is that of platforms/counting.py, and the words are first tidied as videos/words.py tidies them.

const UNFIT = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;
const BREAKS = /\r\n|\r|\u2028|\u2029|\u0085/g;
// The server's white space: \s would also take U+FEFF.
const BLANK = "[\\t\\n \\u00a0\\u1680\\u2000-\\u200a\\u202f\\u205f\\u3000]";
const BLANKS = new RegExp(`${BLANK}+`, "g");
// As the server's \w: letters, digits and the underscore of every script, and no marks.
const HASHTAG = /(?<![\p{L}\p{N}_#&/])#[\p{L}\p{N}_]+/gu;
const ENDS = new RegExp(`^${BLANK}+|${BLANK}+$`, "g");

/** Text with line breaks, trimmed. */
export function manyLines(text) {
  return text.replace(BREAKS, "\n").replace(UNFIT, "").replace(ENDS, "");
}

/** Text on one line, with single blanks, trimmed. */
export function oneLine(text) {
  return manyLines(text).replace(BLANKS, " ").replace(ENDS, "");
}

/** Upper and lower case alike. The dotless i is a letter of its own. */
function folded(text) {
  return [...text].map((letter) => (letter === "ı" ? letter : letter.toUpperCase().toLowerCase())).join("").replaceAll("ς", "σ");
}

/** Tags in their order, without #, empty ones and repetitions. */
export function tagsOf(text) {
  const distinct = new Map();
  for (const said of text.split(",")) {
    const tag = oneLine(said).replace(/^#+/, "").replace(ENDS, "");
    if (tag && !distinct.has(folded(tag))) distinct.set(folded(tag), tag);
  }
  return [...distinct.values()];
}

/** Each tag's characters, two quotes around one with a space, and the commas between them. */
function tagsLength(tags) {
  return tags.reduce((sum, tag) => sum + tag.length + (tag.includes(" ") ? 2 : 0), 0) + Math.max(tags.length - 1, 0);
}

/** How much of the room is taken: UTF-16 units, bytes of UTF-8, or characters of a list of tags. */
export function count(field, { unit, added }) {
  if (unit === "number") return tagsOf(field.value).length;
  if (unit === "tags") return tagsLength([...tagsOf(field.value), ...(added ? [added] : [])]);
  const text = field.type === "textarea" ? manyLines(field.value) : oneLine(field.value);
  return unit === "bytes" ? new TextEncoder().encode(text).length : text.length;
}

/** How many hashtags all the fields of one post hold together for which the platform minds them. */
function hashtags(group) {
  const minded = [...document.querySelectorAll("[data-counter]:not([data-hashtags='0'])")].filter(({ dataset }) => dataset.group === group);
  return minded.reduce((sum, { dataset }) => sum + (manyLines(document.getElementById(dataset.counter).value).match(HASHTAG)?.length ?? 0), 0);
}

/** What is wrong with it, in words; "" where it fits. */
function says(taken, text, { most, refused, by, group, hashtags: minded }) {
  const found = [...refused].filter((letter) => text.includes(letter));
  const wrong = [];
  if (taken > most) wrong.push(`${taken - most} too many.`);
  if (found.length) wrong.push(`${by} takes no ${[...refused].join(" or ")} here.`);
  const tags = minded > 0 && text.search(HASHTAG) >= 0 ? hashtags(group) : 0;
  if (tags > minded) wrong.push(`${tags} hashtags: with more than ${minded}, ${by} ignores all of them.`);
  return wrong.join(" ");
}

function tell(counter, field) {
  const rules = { ...counter.dataset, most: Number(counter.dataset.most), hashtags: Number(counter.dataset.hashtags) };
  const taken = count(field, rules);
  counter.querySelector("[data-taken]").textContent = taken;
  counter.classList.toggle("over", taken > rules.most);
  const status = counter.querySelector("[role=status]");
  const said = says(taken, field.value, rules);
  if (status.textContent !== said) status.textContent = said;
}

function tellAll() {
  for (const counter of document.querySelectorAll("[data-counter]")) tell(counter, document.getElementById(counter.dataset.counter));
}

// Heard on its way down: parts of the page come and go.
document.addEventListener("input", tellAll, true);
tellAll();
