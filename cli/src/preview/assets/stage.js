// The ways to look at one message: its pictures, its text, its JSON.

import { copyButton, element, plural, prose, say, set } from "./dom.js";
import { frame } from "./picture.js";
import { tabs } from "./tabs.js";

const PICTURES = ["desktop", "mobile", "push"];

/** The tabs of a message; `extra` has the panels of tabs that are none of its own. */
export function stage(list, { chosen, piece = () => {}, extra = {} }) {
  const notice = element("div", { class: "above" });
  const bar = tabs(list, { name: "Ways to look at it", chosen });
  const node = element("section", { class: "stage", "aria-label": "Message" }, bar.node);
  const frames = new Map(PICTURES.map((kind) => [kind, frame(kind, piece)]));
  const text = element("pre", { class: "plain-text", data: { testid: "text" } });
  const json = jsonView();
  const views = viewTable();
  const nothing = new Map();
  let tab = null;
  const contents = { ...Object.fromEntries([...frames].map(([kind, { node: one }]) => [kind, one])), text, json: json.node, ...extra };
  for (const [id, panel] of bar.panels) {
    const blank = element("p", { class: "quiet blank", hidden: true });
    nothing.set(id, blank);
    panel.append(contents[id], blank);
  }
  bar.node.querySelector("[role=tablist]").after(notice);
  node.append(views.node);
  return {
    node,
    notice,
    panels: bar.panels,
    choose(id) {
      tab = id;
      node.dataset.tab = id;
      bar.choose(id);
      views.node.hidden = views.empty() || !["desktop", "mobile"].includes(id);
    },
    /** Shows what is known of a message, or `blank` where there is nothing to show. */
    show({ picture, payload, pretty, stale }, blank) {
      node.classList.toggle("stale", Boolean(stale));
      for (const [kind, one] of frames) one.show(picture?.[kind] ?? "");
      say(text, picture?.text ?? "");
      json.show(payload ?? "", pretty ?? "");
      views.show(picture?.views ?? []);
      views.node.hidden = views.empty() || !["desktop", "mobile"].includes(tab);
      for (const [id, empty] of nothing) {
        const missing = id in extra ? false : id === "json" ? !payload && !pretty : !picture;
        say(empty, blank);
        empty.hidden = !missing;
        contents[id].hidden = missing;
      }
    },
  };
}

function jsonView() {
  const code = element("pre", { class: "json", tabindex: 0, data: { testid: "json" } });
  const size = element("span", { class: "quiet", data: { testid: "bytes" } });
  const state = { payload: "", pretty: "", exact: false };
  const update = () => {
    const text = state.exact ? state.payload : state.pretty;
    say(code, text);
    code.classList.toggle("wrapped", state.exact);
    const bytes = new TextEncoder().encode(state.payload).length;
    say(size, `${plural(bytes, "byte")} as it is sent`);
    for (const [exact, button] of buttons) set(button, "aria-pressed", String(exact === state.exact));
  };
  const button = (exact, name) => [exact, element("button", {
    type: "button",
    class: "small",
    on: {
      click() {
        state.exact = exact;
        update();
      },
    },
  }, name)];
  const buttons = [button(false, "Pretty"), button(true, "As it is sent")];
  const copy = copyButton(() => (state.exact ? state.payload : state.pretty), "Copy JSON");
  const node = element("div", { class: "json-view" },
    element("div", { class: "row" },
      element("div", { role: "group", "aria-label": "Form of the JSON", class: "pair" }, buttons.map(([, one]) => one)),
      copy, size),
    code);
  return {
    node,
    show(payload, pretty) {
      Object.assign(state, { payload, pretty: pretty || payload });
      update();
    },
  };
}

function viewTable() {
  const body = element("tbody");
  const node = element("section", { class: "views", hidden: true, "aria-label": "Views" },
    element("h2", {}, "Views"),
    element("div", { class: "wide" },
      element("table", {},
        element("thead", {}, element("tr", {},
          ["View", "Desktop", "Mobile", "Why"].map((name) => element("th", { scope: "col" }, name)))),
        body)));
  let shown = "[]";
  return {
    node,
    empty: () => body.children.length === 0,
    show(views) {
      const now = JSON.stringify(views);
      if (now === shown) return;
      shown = now;
      body.replaceChildren(...views.map((view) => element("tr", { class: view.desktop || view.mobile ? null : "dead" },
        element("th", { scope: "row" }, element("code", {}, view.name),
          views.at(-1).attachment > 1 ? ` of attachment ${view.attachment}` : null),
        element("td", {}, word(view.desktop)), element("td", {}, word(view.mobile)),
        element("td", {}, prose(view.why ?? "")))));
    },
  };
}

const word = (shown) => (shown ? "shown" : "not shown");
