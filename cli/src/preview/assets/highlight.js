// Colours for sources: which part of a line is what. Only for eyes, so it may be wrong.

const LARGEST = 200_000;

const PARTS = [
  ["comment", /\{#[^]*?(?:#\}|$)|<!--[^]*?(?:-->|$)/],
  ["code", /\{\{[^]*?(?:\}\}|$)|\{%[^]*?(?:%\}|$)/],
  ["tag", /<\/?[A-Za-z][\w.:-]*|\/?>/],
];
const JSON_PARTS = [
  ["code", /\{\{[^]*?(?:\}\}|$)|\{%[^]*?(?:%\}|$)|\{#[^]*?(?:#\}|$)/],
  ["key", /"(?:[^"\\\n]|\\.)*"(?=\s*:)/],
  ["string", /"(?:[^"\\\n]|\\.)*"/],
  ["number", /-?\b\d[\d.eE+-]*|\b(?:true|false|null)\b/],
];

/** The lines of a text, each a list of `{ kind, text }`. */
export function lines(text, file) {
  const result = [[]];
  for (const { kind, text: part } of parts(text, file.endsWith(".json") ? JSON_PARTS : PARTS)) {
    part.split("\n").forEach((piece, index) => {
      if (index > 0) result.push([]);
      if (piece !== "") result.at(-1).push({ kind, text: piece });
    });
  }
  if (result.length > 1 && result.at(-1).length === 0) result.pop();
  return result;
}

function parts(text, kinds) {
  if (text.length > LARGEST) return [{ kind: null, text }];
  const any = new RegExp(kinds.map(([, pattern]) => `(${pattern.source})`).join("|"), "g");
  const found = [];
  let end = 0;
  for (const match of text.matchAll(any)) {
    if (match.index > end) found.push({ kind: null, text: text.slice(end, match.index) });
    const kind = kinds[match.slice(1).findIndex((group) => group !== undefined)][0];
    found.push({ kind, text: match[0] });
    end = match.index + match[0].length;
  }
  if (end < text.length) found.push({ kind: null, text: text.slice(end) });
  return found;
}

/**
 * The parts of a line, cut where marked ranges begin and end. A range counts characters from 1, its
 * end is not part of it.
 */
export function marked(line, ranges) {
  const result = [];
  let at = 1;
  for (const { kind, text } of line) {
    let run = "";
    let inside = null;
    for (const letter of text) {
      const now = ranges.find(({ start, end }) => at >= start && at < end)?.severity ?? null;
      if (now !== inside && run !== "") {
        result.push({ kind, text: run, mark: inside });
        run = "";
      }
      inside = now;
      run += letter;
      at += 1;
    }
    if (run !== "") result.push({ kind, text: run, mark: inside });
  }
  return result;
}
