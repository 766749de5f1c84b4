// One template: its samples, its pictures, its data, and what the rules say.

import { dataPanel } from "./data.js";
import { element, fill, prose, reconcile, say, set } from "./dom.js";
import { badges, counted, findingList, keyOf, leading } from "./findings.js";
import { latest, Recent, settled } from "./latest.js";
import { announce } from "./live.js";
import { filesOf, originCard } from "./picture.js";
import { format, TABS } from "./route.js";
import * as server from "./server.js";
import { placed, sourceView } from "./source.js";
import { stage } from "./stage.js";

const QUIET = 80;
const LONGEST = 250;
const EDITS_KEPT = 20;

/** The view of a template. `app` has the gallery and goes to other places. */
export function templateView(app) {
  const state = { route: null, key: null, data: null, hostile: null, drawn: null, answer: null };
  const edits = new Recent(EDITS_KEPT);
  const to = (change) => format({ ...state.route, data: false, file: null, line: null, ...change });
  const place = (file, line) => to({ tab: "source", file, line });

  const source = sourceView(place, app.named);
  const card = originCard({
    named: app.named,
    sourceOf: place,
    async editor(file, line, column) {
      const answer = await server.source(file).catch(() => null);
      return leading(placed(answer?.open, line, column));
    },
  });
  const view = stage(TABS, {
    chosen: (tab) => app.replace({ ...state.route, tab, data: false, file: null, line: null }),
    piece: (node) => card.show(node),
    extra: { source: source.node },
  });
  const found = findingList({
    title: "Findings", none: "Nothing to complain about.",
    sourceOf: (finding) => place(finding.file, finding.line),
    named: app.named,
  });
  const data = dataPanel((change) => changed(change));
  const head = header(to);
  const node = element("article", { class: "template" }, head.node,
    element("div", { class: "work" }, element("div", { class: "seen" }, view.node, found.node), data.node));

  const asking = latest((question, signal) => server.picture(question, signal), {
    done: (answer, question) => drawn(answer, question),
    failed: (problem) => failed(problem),
  });
  const ask = () => {
    set(view.node, "aria-busy", "true");
    asking.run({ template: state.route.name, case: state.route.case, data: state.data, hostile: state.hostile });
  };
  const typing = settled(ask, { quiet: QUIET, longest: LONGEST });

  function changed({ text, hostile, typing: soon }) {
    Object.assign(state, { data: text, hostile });
    if (text === null) edits.delete(state.key);
    else edits.set(state.key, text);
    if (soon) {
      data.update(null);
      typing.poke();
    } else {
      typing.cancel();
      ask();
    }
  }

  function drawn(answer, question) {
    set(view.node, "aria-busy", null);
    const before = state.answer;
    const same = state.drawn === state.key;
    // What is stale has no JSON of its own: the last good one stays with the last good picture.
    if (!answer.stale || !same) state.good = { payload: answer.payload, pretty: answer.pretty };
    Object.assign(state, { drawn: state.key, answer });
    data.show(answer.data, answer.data_error, question.hostile);
    const blank = answer.ok ? "There is nothing to show." : "There is no picture yet: see what is wrong below.";
    view.show({ ...answer, ...(answer.stale && !answer.payload ? state.good : {}) }, blank);
    showFindings();
    fill(view.notice, remarks(answer));
    const behind = answer.stale ? view.node.querySelector(".above") : null;
    arrange(behind);
    source.others(files());
    if (same && before) tell(before, answer);
  }

  function failed(problem) {
    set(view.node, "aria-busy", null);
    if (state.drawn !== state.key || problem.status === 404) {
      state.answer = null;
      view.show({}, "There is no picture.");
      showFindings();
    }
    fill(view.notice, element("p", { class: "notice error" }, prose(problem.message)));
    announce(problem.message);
  }

  function showFindings() {
    const own = state.answer?.findings ?? [];
    const known = new Set(own.map(keyOf));
    const mine = new Set(ownFiles());
    const rest = app.gallery().findings.filter((finding) => mine.has(finding.file) && !known.has(keyOf(finding)));
    found.show([...own, ...rest]);
  }

  /** Under an error the findings stand above the picture, else below. */
  function arrange(above) {
    const seen = found.node.parentElement;
    const first = above ? found.node : view.node;
    if (seen.firstElementChild === first) return;
    const focused = document.activeElement;
    seen.prepend(first);
    if (first.contains(focused)) focused.focus({ preventScroll: true });
  }

  function ownFiles() {
    const entry = entryOf();
    if (!entry) return [state.route?.name].filter(Boolean);
    return [entry.file ?? entry.name, ...entry.samples.map((sample) => sample.file)];
  }

  function files() {
    const entry = entryOf();
    const sample = entry?.samples.find((one) => one.case === state.route.case)?.file;
    const named = (state.answer?.findings ?? []).map((finding) => finding.file);
    return [entry?.file ?? state.route.name, ...filesOf(view.node), ...named, sample].filter(Boolean);
  }

  const entryOf = () => app.gallery().templates.find((entry) => entry.name === state.route?.name);

  return {
    node,
    show(route) {
      const entry = app.gallery().templates.find((one) => one.name === route.name);
      if (entry && route.case === null && entry.samples.length > 0) {
        app.replace({ ...route, case: entry.samples[0].case });
        return;
      }
      const key = JSON.stringify([route.name, route.case]);
      const another = key !== state.key;
      Object.assign(state, { route, key });
      head.show(route, entry);
      data.offer(app.gallery().hostile);
      if (another) {
        typing.cancel();
        Object.assign(state, { data: edits.get(key) ?? null, hostile: null });
        data.start(state.data);
        ask();
      }
      card.hide();
      view.choose(route.tab);
      if (route.tab === "source") source.show(route.file ?? files()[0], route.line, files());
      if (route.data) data.focus();
    },
    /** The gallery is another. */
    listed() {
      const entry = entryOf();
      if (!state.route) return;
      head.show(state.route, entry);
      data.offer(app.gallery().hostile);
      if (entry && state.route.case === null && entry.samples.length > 0) this.show(state.route);
      showFindings();
    },
    /** Something was saved. */
    refresh() {
      if (!state.route) return;
      ask();
      if (state.route.tab === "source") source.refresh();
    },
    /** The check of the folder is over: sources show what it found. */
    checked() {
      if (state.route?.tab === "source") source.refresh();
    },
    leave() {
      card.hide();
    },
    focusData: () => data.focus(),
  };
}

function header(to) {
  const title = element("h1", { tabindex: -1 });
  const kind = element("span", { class: "kind" });
  const marks = element("span", { class: "marks" });
  const samples = element("nav", { "aria-label": "Samples", class: "chips" });
  const none = element("p", { class: "quiet" });
  const node = element("header", { class: "head" },
    element("a", { class: "back", href: "#/" }, "All templates"),
    element("div", { class: "row" }, title, kind, marks), samples, none);
  return {
    node,
    show(route, entry) {
      say(title, route.name);
      say(kind, entry?.kind ?? "");
      fill(marks, entry ? badges(entry) : []);
      reconcile(samples, entry?.samples ?? [], {
        key: (sample) => sample.case,
        create: (sample) => element("a", {}, sample.case),
        update(link, sample) {
          link.href = to({ case: sample.case });
          set(link, "aria-current", sample.case === route.case ? "true" : null);
        },
      });
      const words = entry
        ? entry.samples.length === 0 ? "This template has no sample: it is drawn without data." : ""
        : "There is no template of this name in the folder.";
      say(none, words);
      none.hidden = words === "";
    },
  };
}

function remarks(answer) {
  const said = [];
  if (answer.failure) said.push(element("p", { class: "notice error" }, prose(answer.failure)));
  if (answer.stale) {
    const why = answer.data_error ? "The data cannot be read" : "The template cannot be drawn as it is now";
    said.push(element("p", { class: "notice error last-good" }, `${why}: this is the last good picture.`));
  }
  if (answer.refused) said.push(element("p", { class: "notice warning" }, "This would not be sent: ", prose(answer.refused)));
  if (answer.degraded) {
    const words = typeof answer.degraded === "string" ? answer.degraded : JSON.stringify(answer.degraded);
    said.push(element("p", { class: "notice warning" }, prose(words)));
  }
  return said;
}

function tell(before, after) {
  const { errors } = counted(after.findings ?? []);
  const were = counted(before.findings ?? []).errors;
  if (after.data_error) announce(after.data_error);
  else if (errors !== were) announce(errors === 0 ? "No errors any more." : `Now with errors: ${errors}.`);
  else if (before.payload !== after.payload) announce("The picture has changed.");
}
