// What was sent here: the list at the side, newest first.

import { able, copyButton, element, plural, rove, say, set } from "./dom.js";
import { badges } from "./findings.js";
import { beyond, down, reach } from "./gallery.js";
import { announce } from "./live.js";
import { format } from "./route.js";
import * as server from "./server.js";

/** As many as the server keeps. */
const MOST = 1_000;

/** The list at the side; `told` hears how many messages there are. */
export function inboxList({ told, cleared }) {
  const filter = element("input", { type: "search", placeholder: "Filter", "aria-label": "Filter messages", autocomplete: "off" });
  const clear = element("button", { type: "button", class: "small" }, "Clear");
  const list = element("ol", { class: "list messages" });
  const note = element("p", { class: "quiet", role: "note" });
  const node = element("nav", { "aria-label": "Received messages", class: "templates" },
    element("div", { class: "filter row" }, filter, clear), note, list);
  const rows = new Map();
  const state = { route: null, dropped: 0, waiting: [], since: null, scheduled: false };

  const words = () => filter.value.toLowerCase().split(/\s+/).filter(Boolean);
  const narrow = () => {
    const wanted = words();
    for (const item of list.children) item.hidden = !fits(item, wanted);
    update();
  };
  const update = () => {
    const parts = [];
    if (rows.size === 0) parts.push("Nothing has been received yet.");
    else if (words().length > 0 && ![...list.children].some((item) => !item.hidden)) parts.push("No message fits.");
    if (state.dropped > 0) parts.push(`${plural(state.dropped, "older message")} no longer kept.`);
    say(note, parts.join(" "));
    note.hidden = parts.length === 0;
    able(clear, rows.size > 0);
    told(rows.size);
    reach(list);
  };
  const add = (received) => {
    const wanted = words();
    // Newest first, each before the one that was there.
    for (const row of received) {
      const id = String(row.id);
      rows.get(id)?.remove();
      const item = rowOf(row);
      item.hidden = !fits(item, wanted);
      mark(item, state.route);
      rows.set(id, item);
      list.prepend(item);
    }
    while (rows.size > MOST) {
      const last = list.lastElementChild;
      rows.delete(last.dataset.key);
      last.remove();
      state.dropped += 1;
    }
    update();
  };
  /** Shows exactly these: a program that was started again counts from 1 again. */
  const replace = (received) => {
    const wanted = words();
    const focused = document.activeElement?.closest?.("li")?.dataset.key;
    const items = received.map((row) => {
      const known = rows.get(String(row.id));
      return known?.dataset.at === row.at ? known : rowOf(row);
    });
    rows.clear();
    for (const item of items) {
      rows.set(item.dataset.key, item);
      item.hidden = !fits(item, wanted);
      mark(item, state.route);
    }
    if (items.length !== list.children.length || items.some((item, index) => item !== list.children[index])) {
      const held = list.contains(document.activeElement);
      list.replaceChildren(...items);
      if (held) rows.get(focused)?.firstElementChild.focus({ preventScroll: true });
    }
    update();
  };
  const flush = () => {
    state.scheduled = false;
    const received = state.waiting.splice(0);
    if (received.length === 0) return;
    add(received);
    announce(received.length === 1 ? `Received: ${received[0].summary}` : `Received ${received.length} messages.`);
  };

  filter.addEventListener("input", narrow);
  filter.addEventListener("keydown", (event) => down(event, list));
  rove(list, "a", { keys: ["ArrowUp", "ArrowDown"] });
  clear.addEventListener("click", async () => {
    if (clear.hasAttribute("aria-disabled")) return;
    try {
      await server.clearInbox();
      cleared();
      // Something may have come since.
      await load();
    } catch (problem) {
      say(note, problem.message);
      note.hidden = false;
    }
  });
  const empty = () => {
    rows.clear();
    state.waiting = [];
    state.dropped = 0;
    list.replaceChildren();
    update();
  };

  /** The whole list anew, where something may have been missed. */
  const load = async () => {
    const since = [];
    state.since = since;
    let answer = null;
    let problem = null;
    try {
      answer = await server.inbox();
    } catch (error) {
      problem = error;
    }
    // It was asked for again meanwhile.
    if (state.since !== since) return;
    state.since = null;
    if (problem) {
      say(note, problem.message);
      note.hidden = false;
      return;
    }
    state.dropped = answer.dropped ?? 0;
    replace(answer.messages);
    const listed = new Set(answer.messages.map((row) => String(row.id)));
    add(since.filter((row) => !listed.has(String(row.id))));
  };

  able(clear, false);
  return {
    node,
    filter,
    /** A row that has just arrived: many at once are drawn together. */
    received(row) {
      state.waiting.push(row);
      // The list that is on its way may or may not have it.
      state.since?.push(row);
      if (state.waiting.length > MOST) state.waiting.shift();
      if (state.scheduled) return;
      state.scheduled = true;
      // Frames stop while the page is hidden.
      if (document.hidden) setTimeout(flush, 250);
      else requestAnimationFrame(flush);
    },
    load,
    /** Somebody has emptied the inbox. */
    emptied() {
      // The list that is on its way may be older.
      if (state.since) load();
      empty();
      cleared();
    },
    choose(route) {
      const before = rows.get(String(state.route?.id));
      state.route = route;
      if (before) mark(before, route);
      const now = rows.get(String(route?.id));
      if (now) mark(now, route);
      reach(list);
    },
    next: (step) => beyond(list, step),
  };
}

function fits(item, words) {
  const text = item.dataset.text;
  return words.every((word) => text.includes(word));
}

function mark(item, route) {
  set(item.firstElementChild, "aria-current", route?.view === "inbox" && item.dataset.key === String(route.id) ? "page" : null);
}

function rowOf(row) {
  const time = element("time", { datetime: row.at, title: row.at }, clock(row.at));
  const summary = row.summary || "(no text)";
  const link = element("a", { href: format({ view: "inbox", id: String(row.id) }), tabindex: -1 },
    element("span", { class: "name" }, summary),
    element("span", { class: "marks" }, badges(row)),
    element("span", { class: "under" }, time, ` · ${row.method}`, row.to ? ` · ${row.to}` : null, " · ", statusOf(row)));
  const item = element("li", { data: { key: String(row.id), at: row.at, text: link.textContent.toLowerCase() } }, link);
  return item;
}

/** The answer's status, and the fault that made it so. */
export function statusOf({ status, fault }) {
  const good = typeof status === "number" && status < 400;
  const word = status ?? "no answer";
  return element("span", { class: `status ${good ? "good" : "bad"}` }, fault ? `${word} (${fault})` : String(word));
}

/** The time of day of a moment, in the reader's own zone. */
export function clock(at) {
  const date = new Date(at);
  return Number.isNaN(date.getTime()) ? String(at) : date.toLocaleTimeString([], { hour12: false });
}

/** How a script is pointed here. */
export function pointing() {
  const origin = location.origin;
  const hook = `${origin}/hooks/sendMessage/any-token`;
  const ways = [
    ["An incoming webhook", hook],
    ["The methods of the API", `${origin}/v1`],
    ["Try it in a shell", `curl -H 'Content-Type: application/json' -d '{"text":"Hello"}' ${hook}`],
    ["A program that lets its server be chosen", `FLOCK_BASE_URL=${origin}`],
    ["The flockml program", `FLOCK_WEBHOOK_URL=${hook} flockml send --text Hello --webhook --yes`],
  ];
  return element("details", { class: "pointing", open: true },
    element("summary", {}, "How to send messages here"),
    element("p", {}, "This server answers as Flock does, and keeps what it is sent. Use one of these addresses in place of Flock's; any token is good."),
    element("dl", {}, ways.map(([name, text]) => [
      element("dt", {}, name),
      element("dd", { class: "copied" }, element("code", { tabindex: 0 }, text), copyButton(() => text, "Copy", name)),
    ])));
}
