// Who may speak to the preview: its own page, and programs on this machine. No web page.

import assert from "node:assert/strict";
import { once } from "node:events";
import { request } from "node:http";
import { after, before, test } from "node:test";

import { REBOUND, browser } from "../support/browser.mjs";
import { elsewhere } from "../support/elsewhere.mjs";
import { Folder } from "../support/folder.mjs";
import { preview } from "../support/program.mjs";
import { TOKEN, hook } from "../support/senders.mjs";

const folder = new Folder();
const server = await preview(folder.path);
const { port } = new URL(server.origin);
const HOOK = `${server.origin}/hooks/sendMessage/${TOKEN}`;

let foreign;
before(async () => (foreign = await elsewhere({ "/": "<!doctype html><title>elsewhere</title><body>" })));
after(async () => {
  await foreign.stop();
  await server.stop();
  folder.end();
});

const received = async () => (await (await fetch(`${server.origin}/api/inbox`)).json()).messages.length;

/** What a page tries that wants to be heard by the preview, each way that a browser offers. */
async function speak({ origin, hook, token }) {
  const text = JSON.stringify({ text: "from a web page" });
  const settled = [
    fetch(hook, { method: "POST", mode: "no-cors", body: text }),
    fetch(hook, { method: "POST", body: text, headers: { "content-type": "application/json" } }),
    fetch(`${origin}/v1/chat.sendMessage?token=${token}&to=u:ada&text=x`, { mode: "no-cors" }),
    fetch(`${origin}/api/inbox`, { method: "DELETE" }),
  ];
  navigator.sendBeacon(hook, text);
  const loaded = (element, address) =>
    new Promise((resolve) => {
      element.onload = element.onerror = resolve;
      element.src = address;
      document.body.append(element);
    });
  const asGet = `${origin}/v1/chat.sendMessage?token=${token}&to=u:ada&text=x`;
  await loaded(document.createElement("img"), asGet);
  await loaded(document.createElement("script"), asGet);
  await loaded(document.createElement("iframe"), asGet);
  const frame = document.createElement("iframe");
  frame.name = "answer";
  document.body.append(frame);
  for (const method of ["post", "get"]) {
    const form = document.createElement("form");
    Object.assign(form, { method, target: "answer", action: method === "post" ? hook : asGet });
    form.append(Object.assign(document.createElement("input"), { name: "text", value: "form" }));
    document.body.append(form);
    const answered = new Promise((resolve) => (frame.onload = resolve));
    form.submit();
    await answered;
  }
  await Promise.allSettled(settled);
}

/** What a page gets to know that wants to read what the preview has. */
async function read({ origin }) {
  const heard = [];
  const ask = async (path, options) => {
    try {
      const answer = await fetch(origin + path, options);
      heard.push(`${path}: ${answer.status} ${await answer.text()}`);
    } catch {
      // As it has to be.
    }
  };
  await ask("/api/gallery");
  await ask("/api/inbox");
  await ask("/api/source?file=incident.flockml");
  await ask("/app.js");
  await ask("/api/picture", { method: "POST", body: '{"template":"incident.flockml"}' });
  await new Promise((resolve) => {
    const events = new EventSource(`${origin}/events`);
    events.onopen = () => heard.push("events");
    events.onopen = events.onerror = resolve;
  });
  const frame = document.createElement("iframe");
  await new Promise((resolve) => {
    frame.onload = resolve;
    frame.src = origin;
    document.body.append(frame);
  });
  return heard;
}

/** Does something on a page of another site. */
async function on(address, deed) {
  const context = await browser.newContext();
  try {
    const page = await context.newPage();
    await page.goto(address);
    const told = await page.evaluate(deed, { origin: server.origin, hook: HOOK, token: TOKEN });
    const frames = page.frames().map((frame) => frame.url());
    return { told, frames };
  } finally {
    await context.close();
  }
}

for (const [what, address] of [
  ["another port", () => `http://127.0.0.1:${foreign.port}/`],
  ["another site", () => `http://localhost:${foreign.port}/`],
]) {
  test(`a web page on ${what} cannot post into the inbox nor empty it`, async () => {
    await hook(server.origin, { text: "from a program" });
    const earlier = await received();
    assert.ok(earlier > 0);
    await on(address(), speak);
    assert.equal(await received(), earlier);
  });

  test(`a web page on ${what} can read nothing and frame nothing`, async () => {
    const { told, frames } = await on(address(), read);
    assert.deepEqual(told, []);
    assert.ok(!frames.includes(`${server.origin}/`), `framed: ${frames}`);
  });
}

test("a name that somebody else makes lead here gets nothing", async () => {
  const earlier = await received();
  const context = await browser.newContext();
  try {
    const page = await context.newPage();
    const answer = await page.goto(`http://${REBOUND}:${port}/`);
    assert.equal(answer.status(), 403);
    assert.equal(await page.locator("script").count(), 0);
    const statuses = await page.evaluate(async (token) => {
      const asked = [
        fetch("/api/gallery"),
        fetch("/events"),
        fetch("/api/inbox", { method: "DELETE" }),
        fetch(`/hooks/sendMessage/${token}`, { method: "POST", body: '{"text":"x"}' }),
        fetch(`/v1/chat.sendMessage?token=${token}&to=u:ada&text=x`),
      ];
      return (await Promise.all(asked)).map((answer) => answer.status);
    }, TOKEN);
    assert.deepEqual([...new Set(statuses)], [403]);
  } finally {
    await context.close();
  }
  assert.equal(await received(), earlier);
});

/** The status that a request with these headers is answered with. */
async function status(headers) {
  const asked = request({ host: "127.0.0.1", port, path: "/api/gallery", headers }).end();
  const [answer] = await once(asked, "response");
  answer.resume();
  return answer.statusCode;
}

test("only names of this machine, with the preview's port, are answered", async () => {
  for (const host of [`127.0.0.1:${port}`, `localhost:${port}`, `LOCALHOST:${port}`]) {
    assert.equal(await status({ host }), 200, host);
  }
  const others = ["evil.example", `evil.example:${port}`, `127.0.0.1.evil.example:${port}`, `localhost.evil.example:${port}`];
  for (const host of [...others, "127.0.0.1:1", `evil@127.0.0.1:${port}`, `127.0.0.1:${port}@evil.example`]) {
    assert.equal(await status({ host }), 403, host);
  }
});

test("a page's origin has to be the preview's own", async () => {
  const host = `127.0.0.1:${port}`;
  assert.equal(await status({ host, origin: server.origin }), 200);
  for (const origin of ["null", "http://evil.example", `http://127.0.0.1:1`, `https://${host}`, `${server.origin}.evil.example`]) {
    assert.equal(await status({ host, origin }), 403, origin);
  }
});
