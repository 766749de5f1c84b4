// The page: what is chosen, what is known of the folder, and what happens to them.

import { element, fill, plural, say, set } from "./dom.js";
import { inFolder } from "./findings.js";
import { overview, templateList } from "./gallery.js";
import { inboxList } from "./inbox.js";
import { shortcuts } from "./keys.js";
import { latest } from "./latest.js";
import { announce } from "./live.js";
import { receivedView } from "./received.js";
import { format, INBOX_TABS, parse, TABS } from "./route.js";
import * as server from "./server.js";
import { templateView } from "./template.js";

const byId = (id) => document.getElementById(id);
const [page, side, main] = ["page", "side", "main"].map(byId);

const state = {
  gallery: { root: "", templates: [], hostile: [], findings: [], checked: false },
  known: false,
  route: parse(location.hash),
};

const app = {
  gallery: () => state.gallery,
  /** How a file is shown. */
  named: (file) => inFolder(file, state.gallery.root),
  narrow: () => matchMedia("(max-width: 46rem)").matches,
  /** Goes to a place without a new entry in the history. */
  replace(route) {
    history.replaceState(null, "", format(route));
    show();
  },
};

let views = null;
const problem = element("p", { class: "notice error", hidden: true });
const list = templateList((fits) => views?.overview.only(fits));
const messages = inboxList({
  told(count) {
    const mark = byId("inbox-count");
    say(mark, String(count));
    mark.hidden = count === 0;
    views?.inbox.counted(count);
  },
  cleared() {
    announce("The inbox is empty.");
    if (state.route.view === "inbox" && state.route.id !== null) location.hash = "#/inbox";
  },
});
views = { overview: overview(app.named), template: templateView(app), inbox: receivedView(app) };

function show() {
  const before = state.route;
  const route = parse(location.hash);
  state.route = route;
  const inbox = route.view === "inbox";
  set(page, "data-view", route.view);
  set(page, "data-chosen", route.view === "template" || (inbox && route.id !== null));
  set(byId("to-templates"), "aria-current", inbox ? null : "page");
  set(byId("to-inbox"), "aria-current", inbox ? "page" : null);
  place(side, inbox ? messages.node : list.node);
  list.choose(route);
  messages.choose(route);
  const view = views[route.view];
  place(main, view.node, problem);
  if (route.view === "overview") view.show(state.gallery);
  else if (inbox || state.known) view.show(route);
  if (before.view === "template" && route.view !== "template") views.template.leave();
  document.title = titleOf(route);
  if (another(before, route) && app.narrow()) {
    scrollTo(0, 0);
    main.querySelector("h1")?.focus({ preventScroll: true });
  }
}

/** Puts a view in its place; one that is there already is left alone, with its focus. */
function place(parent, node, ...before) {
  if (node.parentElement !== parent) fill(parent, ...before, node);
}

function another(before, route) {
  return before.view !== route.view || before.name !== route.name || before.id !== route.id;
}

function titleOf(route) {
  if (route.view === "template") return `${[route.name, route.case].filter(Boolean).join(" · ")} · flockml preview`;
  return route.view === "inbox" ? "Inbox · flockml preview" : "flockml preview";
}

const listing = latest(() => server.gallery(), {
  done(gallery) {
    state.gallery = { ...state.gallery, ...gallery };
    say(problem, gallery.failure ?? "");
    problem.hidden = !gallery.failure;
    say(byId("root"), gallery.root ?? "");
    byId("root").title = gallery.root ?? "";
    list.show(gallery.templates);
    const first = !state.known;
    state.known = true;
    if (first) show();
    else if (state.route.view === "overview") views.overview.show(state.gallery);
    else views.template.listed();
  },
  failed(error) {
    say(problem, error.message);
    problem.hidden = false;
  },
});

function lists() {
  listing.run();
  messages.load();
}

function everything() {
  lists();
  views.template.refresh();
  views.inbox.refresh();
}

function connection(words, lost) {
  const node = byId("connection");
  say(node, words);
  node.classList.toggle("lost", lost);
}

server.listen({
  lost: () => connection("Connection lost: trying again", true),
  back(was) {
    connection("Live", false);
    // Nobody was told what happened before the page listened, not even when it was new.
    if (was) everything();
    else lists();
  },
  changed({ files = [] }) {
    // A page that has missed events is told of a change without files.
    if (files.length === 0) messages.load();
    announce(files.length > 0 ? `Changed: ${files.slice(0, 3).map(app.named).join(", ")}` : "Changed.");
    listing.run();
    views.template.refresh();
  },
  checked({ errors = 0, warnings = 0 }) {
    listing.run();
    if (state.route.view === "template") views.template.checked();
    announce(`Checked: ${plural(errors, "error")}, ${plural(warnings, "warning")}.`);
  },
  received: (row) => messages.received(row),
  cleared: () => messages.emptied(),
});

const filter = () => (state.route.view === "inbox" ? messages.filter : list.filter);
const go = (step) => {
  const to = (state.route.view === "inbox" ? messages : list).next(step);
  if (to) location.hash = to;
};
const tab = (key) => {
  const tabs = { template: TABS, inbox: INBOX_TABS }[state.route.view];
  const chosen = tabs?.[Number(key) - 1];
  if (chosen) app.replace({ ...state.route, tab: chosen.id, data: false, file: null, line: null });
};
const help = shortcuts([
  [["?"], "show these keys", () => help()],
  [["/"], "filter the list", () => filter().focus()],
  [["j"], "the next template or message", () => go(1)],
  [["k"], "the one before", () => go(-1)],
  [["1", "2", "3", "4", "5", "6"], "choose a tab", tab],
  [["e"], "edit the data", () => {
    if (state.route.view === "template") views.template.focusData();
  }],
  [["g"], "the templates", () => {
    location.hash = "#/";
  }],
  [["i"], "the inbox", () => {
    location.hash = "#/inbox";
  }],
]);
byId("help").addEventListener("click", help);
byId("skip").addEventListener("click", (event) => {
  event.preventDefault();
  main.focus();
});
addEventListener("hashchange", show);
show();
listing.run();
messages.load();
