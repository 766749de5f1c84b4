// Whatever attackers write is words on the page: nothing runs, loads, leaves or breaks out. What
// `scene` asserts of every test is most of what is asserted here.

import assert from "node:assert/strict";

import { ALL, BREAKOUTS, LINKS, MESSAGES, WITH_HTML } from "../support/hostile.mjs";
import { TABS, address } from "../support/page.mjs";
import { scene } from "../support/scene.mjs";
import { hook, curl, TOKEN } from "../support/senders.mjs";
import { soon } from "../support/soon.mjs";

const VALUES = {
  "values.flockml": `<message notification="{{ text }}">
  <flockml>{{ text }} <a href="{{ link }}">{{ text }}</a> <b>{{ text }}</b></flockml>
  <attachment title="{{ text }}" description="{{ text }}" color="{{ color | default(value="") }}" url="{{ link }}">
    <flockml><i>{{ text }}</i> <user userId="u:ada">{{ text }}</user></flockml>
    <button name="{{ text }}" type="openBrowser" url="{{ link }}"/>
    <button name="{{ text }}" type="sendEvent" id="{{ text }}"/>
  </attachment>
</message>\n`,
  ...Object.fromEntries([...BREAKOUTS, ALL].map((text, at) => [
    `values.no${at}.sample.json`,
    { text, link: LINKS[at % LINKS.length], color: text },
  ])),
};

/** Shows a message or a template in each of its tabs. */
async function through(shown, tabs = TABS) {
  for (const tab of tabs) {
    await shown.tab(tab).click();
    await shown.panel().waitFor();
  }
  await shown.tab("Desktop").click();
}

scene("values of samples", { files: VALUES, at: address("values.flockml", "no0") }, async ({ shown }) => {
  for (const [at, text] of BREAKOUTS.entries()) {
    await shown.go(address("values.flockml", `no${at}`));
    // Escape sequences are taken out; the rest is there as it is written.
    const words = text.replace(/\u001B\[\d+m/g, "").split(/[\u2028\u2029]/).at(-1).trim();
    await shown.says(words);
  }
  await shown.go(address("values.flockml", `no${BREAKOUTS.length}`));
  await shown.says("<script>alert(1)</script>");
  await through(shown);
});

scene("values typed into the page", { files: VALUES, at: address("values.flockml", "no0") }, async ({ shown }) => {
  await shown.says("alert(1)");
  for (const [at, text] of BREAKOUTS.entries()) {
    const link = LINKS[at % LINKS.length];
    await shown.data.fill(JSON.stringify({ text: `${text} number ${at}.`, link, color: text }));
    await shown.says(`number ${at}.`);
  }
  await shown.data.fill(`<script>alert(1)</script>${ALL}`);
  await shown.dataError.waitFor();
});

const NAME = "\"><img src=x onerror=alert(1)><b>";
const NAMES = {
  [`${NAME}.flockml`]: "<flockml>{{ host }} <b>\n",
  [`${NAME}.${NAME}.sample.json`]: { host: "db-1", [ALL]: ALL },
  [`javascript:alert(1).flockml`]: "<flockml>Hello</flockml>\n",
  [`x..%2f..%2fetc.flockml`]: "<flockml>Hello</flockml>\n",
  [`{{ 7 * 7 }} #?&=.flockml`]: "<flockml>Hello</flockml>\n",
};

scene("names of templates and samples", { files: NAMES }, async ({ page, shown }) => {
  await shown.template(`${NAME}.flockml`).waitFor();
  for (const name of Object.keys(NAMES).filter((name) => name.endsWith(".flockml"))) {
    await shown.template(name).click();
    await page.getByRole("heading", { name, exact: true }).waitFor();
    for (const tab of TABS) await shown.tab(tab).click();
    await soon("the source", async () => (await shown.source.innerText()).includes("flockml>"));
  }
  await shown.template(`${NAME}.flockml`).click();
  await shown.samples.getByRole("link", { name: NAME, exact: true }).waitFor();
  await shown.findings.getByText("is never closed").first().waitFor();
});

scene("the source of a template", {
  files: { "source.flockml": `{# ${BREAKOUTS.filter((text) => !/[{}]/.test(text)).join("\n")} #}\n<flockml>${BREAKOUTS.slice(0, 7).join("\n")}</flockml>\n` },
  at: address("source.flockml", "", "source"),
}, async ({ shown }) => {
  await soon("the source", async () => (await shown.source.textContent()).includes("<script>alert(1)</script>"));
  await shown.findings.getByRole("listitem").first().waitFor();
});

for (const [what, message] of Object.entries(MESSAGES)) {
  scene(`a message with ${what}`, { at: "/#/inbox" }, async ({ page, shown, server }) => {
    await hook(server.origin, message);
    await shown.messages.getByRole("link").first().click();
    await shown.request.getByText("POST /hooks/sendMessage/[redacted]").waitFor();
    await through(shown, TABS.filter((tab) => tab !== "Source"));
    await page.keyboard.press("i");
    assert.equal(await page.evaluate(() => ({}).polluted), undefined);
  });
}

scene("requests that are no messages", { at: "/#/inbox" }, async ({ shown, server }) => {
  const to = `${server.origin}/hooks/sendMessage/${TOKEN}`;
  await curl("--json", ALL, to);
  await curl("--header", `X-Hostile: ${BREAKOUTS[2]}`, "--user-agent", BREAKOUTS[0], "--json", '{"text":"headers"}', to);
  await curl("--header", `Content-Type: ${BREAKOUTS[2]}`, "--data-binary", ALL, to);
  await curl("--data-urlencode", `to=${BREAKOUTS[2]}`, "--data-urlencode", `text=${ALL}`, `${server.origin}/v1/chat.sendMessage`);
  await curl("--get", "--data-urlencode", `x=${ALL}`, `${server.origin}/v1/${encodeURIComponent(BREAKOUTS[2])}`);
  await curl("--get", "--data-urlencode", `text=${ALL}`, "--data", `to=u:ada&token=${TOKEN}`, `${server.origin}/v1/chat.sendMessage`);
  await shown.received("headers").waitFor();
  const count = await shown.messages.getByRole("link").count();
  for (let at = 0; at < count; at += 1) {
    await shown.messages.getByRole("link").nth(at).click();
    await soon("the request", async () => (await shown.request.innerText()).includes("/1.1"));
  }
});

// What a page in a frame is refused, Chromium writes to the console; it calls a request what it then
// does not send. Nothing may come to the other host, of course.
const REFUSED = [
  /^console: .*(sandboxed|Content Security Policy)/s,
  /^request: GET http:\/\/elsewhere\.test\//,
  /^navigation: chrome-error:/,
];

/** The picture's frame is a box without scripts, origin, forms, windows, or a way to the top. */
async function boxed(page, picture) {
  const frame = picture.locator("iframe");
  await frame.waitFor();
  assert.equal(await frame.getAttribute("sandbox"), "");
  const reached = await frame.evaluate((node) => node.contentDocument);
  assert.equal(reached, null, "the frame has an origin of its own");
  return frame;
}

scene("a web page as a view of a message: it is shown, and can do nothing", { at: "/#/inbox", allow: REFUSED }, async ({ page, shown, server }) => {
  const before = await page.evaluate(() => document.body.childElementCount);
  await hook(server.origin, WITH_HTML);
  await shown.received("with a view").click();
  const frame = await boxed(page, await shown.says("View"));
  const box = await frame.boundingBox();
  assert.ok(box.width >= 300 && box.height >= 100, "it has the size that it asks for");
  const context = page.context();
  // Click all over it: links, buttons, whatever is there.
  for (let y = 10; y < box.height; y += 15) {
    for (let x = 10; x < box.width; x += 60) await page.mouse.click(box.x + x, box.y + y);
  }
  assert.equal(context.pages().length, 1);
  assert.equal(new URL(page.url()).origin, server.origin);
  assert.equal(await page.evaluate(() => document.body.childElementCount), before);
  await through(shown, ["Mobile", "Text", "JSON"]);
});

scene("a web page as a view of a template", {
  files: {
    "page.flockml": `<message text="x"><attachment title="View"><html width="400" height="200">{{ page }}</html></attachment></message>\n`,
    "page.one.sample.json": { page: "<p>the words</p>" },
  },
  at: address("page.flockml", "one"),
  allow: REFUSED,
}, async ({ page, shown }) => {
  await boxed(page, await shown.says("View"));
  for (const text of BREAKOUTS) {
    await shown.data.fill(JSON.stringify({ page: `<p>${text}</p>` }));
    await soon("the typed page", async () => (await shown.dataError.isVisible()) === false);
  }
  await boxed(page, shown.picture());
});

scene("words of 100,000 letters stay in their place", { at: "/#/inbox" }, async ({ page, shown, server }) => {
  await hook(server.origin, MESSAGES["one long word"]);
  await shown.messages.getByRole("link").first().click();
  await shown.says("xxxx");
  const [scrollWidth, clientWidth] = await page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    return [scrollWidth, clientWidth];
  });
  assert.ok(scrollWidth <= clientWidth, `the page is ${scrollWidth} wide in a window of ${clientWidth}`);
});

const UNKNOWN = /^console: .*404.*\/api\/(picture|inbox|source)/;

scene("the address of the page is words, too", {
  at: `/#/t/${encodeURIComponent(NAME)}/${encodeURIComponent(ALL)}/${encodeURIComponent(NAME)}`,
  allow: [UNKNOWN],
}, async ({ page, shown }) => {
  await page.getByText("There is no template of this name").waitFor();
  for (const to of [`#/inbox/${encodeURIComponent(NAME)}`, "#/t/%E0%A4%A/%", `#/t/incident.flockml/firing/source/${encodeURIComponent("../../etc/passwd")}/1`]) {
    await shown.go(to);
    await page.getByRole("heading", { level: 1 }).first().waitFor();
  }
});
