// Whatever arrives in the inbox is words on the page: nothing runs, loads, leaves or breaks out. What
// `scene` asserts of every test is most of what is asserted here.

import assert from "node:assert/strict";

import { REFUSED, boxed } from "../support/boxed.mjs";
import { ALL, BREAKOUTS, MESSAGES, WITH_HTML } from "../support/hostile.mjs";
import { TABS } from "../support/page.mjs";
import { scene } from "../support/scene.mjs";
import { TOKEN, curl, hook } from "../support/senders.mjs";
import { soon } from "../support/soon.mjs";

const MESSAGE_TABS = TABS.filter((tab) => tab !== "Source");

for (const [what, message] of Object.entries(MESSAGES)) {
  scene(`a message with ${what}`, { at: "/#/inbox" }, async ({ page, shown, server }) => {
    await hook(server.origin, message);
    await shown.messages.getByRole("link").first().click();
    await shown.request.getByText("POST /hooks/sendMessage/[redacted]").waitFor();
    await shown.through(MESSAGE_TABS);
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

scene("a web page as a view of a message: it is shown, and can do nothing", { at: "/#/inbox", allow: REFUSED }, async ({ page, shown, server }) => {
  const before = await page.evaluate(() => document.body.childElementCount);
  await hook(server.origin, WITH_HTML);
  await shown.received("with a view").click();
  const frame = await boxed(await shown.says("View"));
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
  await shown.through(["Mobile", "Text", "JSON"]);
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
