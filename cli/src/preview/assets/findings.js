// What the rules say, each with its place.

import { element, fill, plural, prose, reconcile } from "./dom.js";

/** How a file is shown: findings call it as the command line did, with the folder before it. */
export function inFolder(file, root) {
  const start = root ? `${root.replace(/[\\/]+$/, "")}/` : "";
  return start && file.startsWith(start) ? file.slice(start.length) : file;
}

/** An address that leads to an editor or a page, and never runs anything. */
export function leading(address) {
  if (typeof address !== "string") return null;
  const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(address.trim())?.[1].toLowerCase();
  return scheme && !["javascript", "data", "vbscript", "blob"].includes(scheme) ? address : null;
}

/** What makes a finding the same as another. */
export function keyOf(finding) {
  const { file, line, column, rule, message, sample } = finding;
  return JSON.stringify([file, line, column, rule, message, sample ?? null]);
}

/** How many of some findings are errors, and how many warnings. */
export function counted(findings) {
  const errors = findings.filter((finding) => finding.severity === "error").length;
  return { errors, warnings: findings.length - errors };
}

/** Marks for numbers of errors and warnings, with words for those who do not see colours. */
export function badges({ errors = 0, warnings = 0 }) {
  return [
    errors > 0 ? element("span", { class: "badge error", title: plural(errors, "error") },
      String(errors), element("span", { class: "hidden" }, errors === 1 ? " error" : " errors")) : null,
    warnings > 0 ? element("span", { class: "badge warning", title: plural(warnings, "warning") },
      String(warnings), element("span", { class: "hidden" }, warnings === 1 ? " warning" : " warnings")) : null,
  ].filter(Boolean);
}

/** A list of findings; `sourceOf` gives the address of a place, or what shows it, or nothing. */
export function findingList({ title, none, sourceOf, named = (file) => file }) {
  const heading = element("h2", {});
  const empty = element("p", { class: "quiet" }, none);
  const list = element("ul", { class: "findings" });
  const node = element("section", { class: "found", "aria-label": title }, heading, empty, list);
  return {
    node,
    show(findings) {
      fill(heading, title, " ", badges(counted(findings)));
      empty.hidden = findings.length > 0;
      const seen = new Map();
      const items = findings.map((finding) => {
        const key = keyOf(finding);
        const times = seen.get(key) ?? 0;
        seen.set(key, times + 1);
        return { finding, key: `${key}#${times}` };
      });
      reconcile(list, items, { key: (item) => item.key, create: (item) => entry(item.finding, sourceOf, named) });
    },
  };
}

function entry(finding, sourceOf, named) {
  const where = sourceOf(finding);
  const editor = leading(finding.open);
  const place = `${named(finding.file)}:${finding.line}:${finding.column}`;
  return element("li", { class: `finding ${finding.severity}` },
    element("p", { class: "message" },
      element("span", { class: `severity ${finding.severity}` }, finding.severity), " ", prose(finding.message)),
    finding.help ? element("p", { class: "help" }, prose(finding.help)) : null,
    element("p", { class: "place" },
      linked(where, place),
      finding.sample ? element("span", { class: "quiet" }, `with ${finding.sample}`) : null,
      element("code", { class: "rule", title: `flockml explain ${finding.rule}` }, finding.rule),
      editor ? element("a", { href: editor }, "open in editor") : null));
}

function linked(where, place) {
  if (typeof where === "function") {
    return element("button", { type: "button", class: "link", on: { click: where } }, place);
  }
  return where ? element("a", { href: where }, place) : element("span", {}, place);
}
