// The page's own functions that need no browser: routes, superseding, colours of sources.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";

// The page's modules have no package.json that says that they are modules.
async function module(name) {
  const file = new URL(`../../../cli/src/preview/assets/${name}`, import.meta.url);
  return import(`data:text/javascript,${encodeURIComponent(await readFile(file, "utf8"))}`);
}

const { format, INBOX_TABS, parse, TABS } = await module("route.js");
const { latest, Recent, settled } = await module("latest.js");
const { lines, marked } = await module("highlight.js");

const NAMES = [
  "incident.flockml", "a b", "alerts/disk full.flockml", "<img src=x onerror=alert(1)>", "100 %", "%41", "#", "a#b/c?d&e=f",
  "großer Ärger", "日本", "\u202e\u2066", "🙂", "'\"`", "..", "/", "data", "inbox",
];

test("every route is read as it was written, whatever the names", () => {
  for (const name of NAMES) {
    for (const sample of [null, ...NAMES]) {
      for (const { id: tab } of TABS) {
        const route = { view: "template", name, case: sample, tab, data: false, file: null, line: null };
        assert.deepEqual(parse(format(route)), route);
        const place = { ...route, file: name, line: 7 };
        assert.deepEqual(parse(format(place)), place);
      }
    }
    for (const { id: tab } of INBOX_TABS) {
      const route = { view: "inbox", id: name, tab };
      assert.deepEqual(parse(format(route)), route);
    }
  }
  assert.deepEqual(parse(format({ view: "inbox", id: null })), { view: "inbox", id: null, tab: "desktop" });
});

test("a hash that somebody typed leads somewhere", () => {
  for (const hash of ["", "#", "#/", "#/t", "#/t/", "#/nothing", "#%", "#/t//x"]) assert.deepEqual(parse(hash), { view: "overview" });
  assert.equal(parse("#/t/100%/x/json").name, "100%");
  assert.equal(parse("#/t/a/b/nonsense").tab, "desktop");
  assert.equal(parse("#/t/a/b/source/f/-3").line, null);
  assert.equal(parse("#/t/a/b/data").data, true);
  assert.equal(parse("#/inbox/3/source").tab, "desktop");
});

/** Questions that are answered when the test says so. */
function asked() {
  const waiting = [];
  const shown = [];
  const asking = latest((question, signal) => new Promise((resolve, reject) => waiting.push({ question, signal, resolve, reject })), {
    done: (answer, question) => shown.push([question, answer]),
    failed: (problem, question) => shown.push([question, problem.message]),
  });
  return { waiting, shown, asking };
}

test("in whatever order answers arrive, only the last question's is shown", async () => {
  for (const order of [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]]) {
    const { waiting, shown, asking } = asked();
    const runs = ["a", "b", "c"].map((question) => asking.run(question));
    assert.deepEqual(waiting.map(({ signal }) => signal.aborted), [true, true, false]);
    for (const index of order) waiting[index].resolve(`answer ${index}`);
    await Promise.all(runs);
    assert.deepEqual(shown, [["c", "answer 2"]]);
  }
});

test("a failure is shown only of the last question, and none of one that was given up", async () => {
  const { waiting, shown, asking } = asked();
  const first = asking.run("a");
  const second = asking.run("b");
  waiting[0].reject(new Error("old"));
  waiting[1].reject(new Error("new"));
  await Promise.all([first, second]);
  assert.deepEqual(shown, [["b", "new"]]);
  const third = asking.run("c");
  asking.cancel();
  assert.equal(waiting[2].signal.aborted, true);
  waiting[2].resolve("late");
  await third;
  assert.equal(shown.length, 1);
});

/** A clock that goes when it is told to. */
function clock() {
  let now = 0;
  let timers = [];
  let last = 0;
  return {
    performance: { now: () => now },
    setTimeout(act, wait) {
      last += 1;
      timers.push({ id: last, act, at: now + wait });
      return last;
    },
    clearTimeout(id) {
      timers = timers.filter((timer) => timer.id !== id);
    },
    go(time) {
      for (const end = now + time; now < end; now += 1) {
        const due = timers.filter((timer) => timer.at <= now);
        timers = timers.filter((timer) => timer.at > now);
        for (const { act } of due) act();
      }
    },
  };
}

test("typing acts when it rests, and now and then where it does not", () => {
  const time = clock();
  let acts = 0;
  const typing = settled(() => (acts += 1), { quiet: 80, longest: 250, clock: time });
  typing.poke();
  time.go(79);
  assert.equal(acts, 0);
  time.go(10);
  assert.equal(acts, 1);
  for (let key = 0; key < 100; key += 1) {
    typing.poke();
    time.go(10);
  }
  assert.ok(acts >= 4 && acts <= 6, `${acts} times in a second of typing`);
  typing.cancel();
  const before = acts;
  time.go(1_000);
  assert.equal(acts, before);
});

test("what is kept is bounded, and what was used last stays", () => {
  const kept = new Recent(3);
  for (let index = 0; index < 100; index += 1) kept.set(index, index).set("used", index);
  assert.deepEqual([...kept.keys()], [98, 99, "used"]);
});

test("colours change nothing of a text", () => {
  const texts = [
    "", "\n", "a", "a\n", "a\n\nb", "{# open", "{{ a", "<b>{{ x }}</b> {% if a %}", "<!-- x\n -->\n<a href=\"{{ u }}\">", "\"a\\\"b\": 1, true",
    "{#".repeat(2_000), "\"\\".repeat(2_000), "<".repeat(2_000),
  ];
  for (const file of ["a.flockml", "a.message.json"]) {
    for (const text of texts) {
      const shown = lines(text, file).map((line) => line.map((part) => part.text).join(""));
      assert.deepEqual(shown, text.replace(/\n$/, "").split("\n"));
    }
  }
});

test("a marked place is the one that was told, in characters", () => {
  const [line] = lines("🙂<b>ä</i>", "a.flockml");
  const cut = marked(line, [{ start: 6, end: 10, severity: "error" }]);
  assert.equal(cut.map((part) => part.text).join(""), "🙂<b>ä</i>");
  assert.equal(cut.filter((part) => part.mark === "error").map((part) => part.text).join(""), "</i>");
});
