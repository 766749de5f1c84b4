// Telling those who do not see the page what changes on it.

const PAUSE = 400;
let timer = null;

/** Says a sentence politely: of several in a short time, the last. */
export function announce(sentence) {
  const said = document.getElementById("said");
  clearTimeout(timer);
  said.textContent = "";
  timer = setTimeout(() => {
    said.textContent = sentence;
  }, PAUSE);
}
