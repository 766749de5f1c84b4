// One message that was received: its pictures, the raw request and the answer.

import { copyButton, element, fill, prose, say, set } from "./dom.js";
import { badges, findingList } from "./findings.js";
import { clock, pointing, statusOf } from "./inbox.js";
import { latest } from "./latest.js";
import { INBOX_TABS } from "./route.js";
import * as server from "./server.js";
import { stage } from "./stage.js";

/** The view of a received message, or how to send one. */
export function receivedView(app) {
  const state = { route: null, asked: null, many: false };
  const title = element("h1", { tabindex: -1 });
  const facts = element("p", { class: "row facts" });
  const view = stage(INBOX_TABS, { chosen: (tab) => app.replace({ ...state.route, tab }) });
  const found = findingList({
    title: "Findings", none: "Nothing to complain about.",
    sourceOf: (finding) => (finding.file === "body" ? () => raw.reveal(finding) : null),
  });
  const raw = rawPanel();
  const problem = element("p", { class: "notice error", hidden: true });
  const work = element("div", { class: "work" }, element("div", { class: "seen" }, view.node, found.node), raw.node);
  const how = pointing();
  const node = element("article", { class: "received" },
    element("header", { class: "head" }, element("a", { class: "back", href: "#/inbox" }, "All messages"), title, facts),
    problem, work, how);

  const asking = latest((id, signal) => server.received(id, signal), {
    done(answer) {
      problem.hidden = true;
      work.hidden = false;
      say(title, answer.summary || "(no text)");
      fill(facts, element("time", { datetime: answer.at, title: answer.at }, clock(answer.at)),
        element("code", {}, answer.method), answer.to ? element("span", {}, "to ", element("code", {}, answer.to)) : null,
        statusOf(answer), badges(answer));
      const pretty = answer.message === null ? "" : JSON.stringify(answer.message, null, 2);
      const exact = answer.message === null ? "" : JSON.stringify(answer.message);
      view.show({ picture: answer.picture, payload: exact, pretty }, "There is no message in this request: the answer says why.");
      found.show(answer.findings ?? []);
      raw.show(answer);
    },
    failed(error) {
      fill(problem, prose(error.message));
      problem.hidden = false;
      work.hidden = true;
      say(title, "Received messages");
      fill(facts);
    },
  });

  return {
    node,
    /** Where there is little room, messages have it. */
    counted(count) {
      if (state.many === count > 0) return;
      state.many = count > 0;
      how.open = !state.many || !app.narrow();
    },
    /** The program may have been started again, and have another message of this number. */
    refresh() {
      if (state.route?.id) asking.run(state.route.id);
    },
    show(route) {
      state.route = route;
      how.hidden = route.id !== null;
      facts.hidden = route.id === null;
      set(node, "data-chosen", route.id !== null);
      view.choose(route.tab);
      if (route.id === null) {
        asking.cancel();
        state.asked = null;
        work.hidden = true;
        problem.hidden = true;
        say(title, "Inbox");
      } else if (route.id !== state.asked) {
        state.asked = route.id;
        asking.run(route.id);
      }
    },
  };
}

function rawPanel() {
  const line = element("code", { class: "request-line" });
  const headers = element("dl", { class: "headers" });
  const body = element("pre", { tabindex: 0, class: "raw" });
  const status = element("span", {});
  const answer = element("pre", { tabindex: 0, class: "raw" });
  const node = element("div", { class: "data raw-panel" },
    element("section", { "aria-label": "Request" },
      element("div", { class: "row" }, element("h2", {}, "Request"), copyButton(() => body.textContent, "Copy body")),
      line, headers, body),
    element("section", { "aria-label": "Answer" },
      element("div", { class: "row" }, element("h2", {}, "Answer"), status), answer));
  return {
    node,
    /** Selects the place of a finding in the body. */
    reveal(finding) {
      const text = body.firstChild;
      if (!text) return;
      const start = offsetOf(text.data, finding.line, finding.column);
      const end = offsetOf(text.data, finding.end_line, finding.end_column);
      getSelection().setBaseAndExtent(text, start, text, Math.min(Math.max(end, start + 1), text.length));
      body.focus({ preventScroll: true });
      body.scrollIntoView({ block: "nearest" });
      const place = getSelection().getRangeAt(0).getBoundingClientRect();
      body.scrollTop += place.top - body.getBoundingClientRect().top - body.clientHeight / 2;
    },
    show(message) {
      say(line, message.request?.line ?? "");
      fill(headers, (message.request?.headers ?? []).map(([name, value]) => [element("dt", {}, name), element("dd", {}, value)]));
      say(body, message.request?.body ?? "");
      fill(status, statusOf(message));
      say(answer, message.answer?.body ?? "");
      answer.hidden = !message.answer?.body;
    },
  };
}

/** Where a place is in a text: lines and columns count from 1, columns in characters. */
function offsetOf(text, line, column) {
  let start = 0;
  for (let number = 1; number < line; number += 1) {
    const end = text.indexOf("\n", start);
    if (end < 0) return text.length;
    start = end + 1;
  }
  for (let number = 1; number < column && start < text.length; number += 1) {
    start += text.codePointAt(start) > 0xffff ? 2 : 1;
  }
  return start;
}
