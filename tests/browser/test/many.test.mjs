// A thousand messages in the inbox, and a flood of them.

import assert from "node:assert/strict";

import { scene } from "../support/scene.mjs";
import { TOKEN } from "../support/senders.mjs";
import { soon } from "../support/soon.mjs";

/** As many as the inbox keeps. */
const KEPT = 1000;

// Machines are shared: what is asserted is that the time does not grow with the number kept, with
// room for a busy moment.
const RATIO = 5;
const FLOOR = 150;

/** Posts without a new connection each time, as no real flood would do. */
async function post(origin, text) {
  const answer = await fetch(`${origin}/hooks/sendMessage/${TOKEN}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ flockml: `<flockml><b>${text}</b> is down</flockml>` }),
  });
  assert.equal(answer.status, 200);
  await answer.arrayBuffer();
}

const median = (times) => times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)];

/** How long it takes until a new message is listed, and until one is opened. */
async function measured({ page, shown, server }, name) {
  const listed = [];
  const opened = [];
  for (let at = 0; at < 5; at += 1) {
    const text = `${name}-${at}`;
    await page.evaluate((text) => {
      window.listed = new Promise((resolve) => {
        const list = document.querySelector("ol.messages");
        new MutationObserver(() => {
          if (list.firstElementChild?.textContent.includes(text)) resolve(Date.now());
        }).observe(list, { childList: true });
      });
    }, text);
    const begun = Date.now();
    await post(server.origin, text);
    listed.push((await page.evaluate(() => window.listed)) - begun);
    const clicked = Date.now();
    await shown.received(`${text} is down`).click();
    await shown.says(`${text} is down`);
    opened.push(Date.now() - clicked);
  }
  return { listed: median(listed), opened: median(opened) };
}

scene("a thousand messages stay quick", { at: "/#/inbox" }, async (stage) => {
  const { page, shown, server } = stage;
  await page.getByText("Live", { exact: true }).waitFor();
  const empty = await measured(stage, "few");
  for (let at = 0; at < KEPT; at += 20) {
    await Promise.all(Array.from({ length: 20 }, (_, more) => post(server.origin, `flood-${at + more}`)));
  }
  const rows = shown.messages.getByRole("listitem");
  await soon("all of them", async () => (await page.locator("ol.messages > li").count()) === KEPT);
  const full = await measured(stage, "many");
  console.log(`to list a message: ${empty.listed} ms, of ${KEPT}: ${full.listed} ms; to open one: ${empty.opened} ms, of ${KEPT}: ${full.opened} ms`);
  for (const what of ["listed", "opened"]) {
    const most = Math.max(FLOOR, empty[what] * RATIO);
    assert.ok(full[what] <= most, `${what} in ${full[what]} ms, when empty in ${empty[what]} ms`);
  }
  await page.getByRole("searchbox").fill("flood-777");
  await soon("the one that fits", async () => (await rows.filter({ visible: true }).count()) === 1);
  await page.getByText(/older messages? no longer kept/).waitFor();
});
