// A file of the folder, with what the rules say under its lines.

import { element, fill, prose, reconcile, say, set } from "./dom.js";
import { leading } from "./findings.js";
import { lines, marked } from "./highlight.js";
import { latest } from "./latest.js";
import * as server from "./server.js";

/** In longer lines places are not marked, only said. */
const LONGEST_MARKED = 5_000;

/** The view of sources; `sourceOf(file, line)` gives the address of a place. */
export function sourceView(sourceOf, named) {
  const files = element("nav", { "aria-label": "Files", class: "chips files" });
  const open = element("a", { class: "small", hidden: true }, "Open in editor");
  const problem = element("p", { class: "notice", hidden: true });
  const list = element("ol", { class: "lines" });
  const code = element("div", { class: "code", tabindex: 0, role: "group", "aria-label": "Source" }, list);
  const node = element("div", { class: "source" },
    element("div", { class: "row" }, files, open), problem, code);
  const state = { file: null, line: null, shown: null, drawn: "" };

  const asking = latest((file, signal) => server.source(file, signal), {
    done(answer, file) {
      const another = state.shown !== file;
      state.shown = file;
      problem.hidden = true;
      code.hidden = false;
      draw(list, answer, state);
      set(code, "aria-label", `Source of ${named(file)}`);
      if (another) code.scrollTop = 0;
      mark();
      const editor = leading(placed(answer.open, state.line ?? 1, 1));
      open.hidden = !editor;
      if (editor) open.href = editor;
    },
    failed(error, file) {
      say(problem, error.message);
      problem.hidden = false;
      code.hidden = state.shown !== file;
      open.hidden = true;
    },
  });

  const mark = () => {
    list.querySelector("[aria-current]")?.removeAttribute("aria-current");
    const line = state.line ? list.children[state.line - 1] : null;
    if (!line || state.shown !== state.file) return;
    set(line, "aria-current", "location");
    if (state.jump) line.scrollIntoView({ block: "center" });
    state.jump = false;
  };

  return {
    node,
    show(file, line, others) {
      state.jump = line !== null && (file !== state.file || line !== state.line);
      state.file = file;
      state.line = line;
      this.others(others);
      if (state.shown === file) mark();
      asking.run(file);
    },
    others(others) {
      // One file may have two names, and keeps its place whichever is chosen.
      const all = new Map();
      for (const file of [...others, state.file].filter(Boolean)) {
        if (!all.has(named(file))) all.set(named(file), file);
      }
      reconcile(files, all.values(), {
        key: (file) => file,
        create: (file) => element("a", {}, named(file)),
        update(link, file) {
          link.href = sourceOf(file, null);
          set(link, "aria-current", state.file && named(file) === named(state.file) ? "true" : null);
        },
      });
    },
    refresh() {
      if (state.file) asking.run(state.file);
    },
  };
}

/** The address of a place in an editor. */
export function placed(address, line, column) {
  if (typeof address !== "string") return null;
  return address.replaceAll("{line}", String(line)).replaceAll("{column}", String(column));
}

function draw(list, { text, findings = [] }, state) {
  const drawn = JSON.stringify([state.file, text, findings]);
  if (drawn === state.drawn) return;
  state.drawn = drawn;
  const under = Map.groupBy?.(findings, (finding) => finding.line) ?? grouped(findings);
  fill(list, lines(text, state.file).map((parts, index) => row(parts, under.get(index + 1) ?? [])));
}

function grouped(findings) {
  const groups = new Map();
  for (const finding of findings) {
    groups.set(finding.line, [...(groups.get(finding.line) ?? []), finding]);
  }
  return groups;
}

function row(parts, findings) {
  const length = parts.reduce((sum, { text }) => sum + text.length, 0);
  const ranges = findings.map((finding) => ({
    start: finding.column,
    end: finding.end_line > finding.line ? Infinity : Math.max(finding.end_column, finding.column + 1),
    severity: finding.severity,
  }));
  const cut = ranges.length > 0 && length <= LONGEST_MARKED ? marked(parts, ranges) : parts;
  const spans = cut.map(({ kind, text, mark }) => kind || mark
    ? element("span", { class: [kind && `is-${kind}`, mark && `mark ${mark}`].filter(Boolean).join(" ") }, text)
    : text);
  return element("li", { class: findings[0]?.severity ?? null },
    element("code", {}, spans.length > 0 ? spans : "\u200b"),
    findings.map((finding) => element("p", { class: `under ${finding.severity}` },
      element("span", { class: `severity ${finding.severity}` }, finding.severity), " ", prose(finding.message),
      finding.help ? [": ", prose(finding.help)] : null)));
}
