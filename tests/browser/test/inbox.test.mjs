// The inbox: what tools send is seen, with its request and its findings.

import assert from "node:assert/strict";

import { flockml, running } from "../support/program.mjs";
import { scene } from "../support/scene.mjs";
import { TOKEN, apprise, curl, hook, sdk } from "../support/senders.mjs";
import { soon } from "../support/soon.mjs";

const INBOX = { at: "/#/inbox" };

scene("a message from curl appears by itself, with its picture and its request", INBOX, async ({ page, shown, server }) => {
  const answer = await hook(server.origin, { flockml: "<flockml><b>db-1</b> is down</flockml>" });
  assert.equal(typeof JSON.parse(answer).uid, "string");
  await shown.received("db-1 is down").click();
  await shown.says("db-1 is down");
  assert.equal(await shown.picture().locator("b, strong").textContent(), "db-1");
  await shown.request.getByText("POST /hooks/sendMessage/[redacted]").waitFor();
  await shown.request.getByText(/curl\/\d/).waitFor();
  assert.ok(!(await page.content()).includes(TOKEN), "the token is shown");
});

scene("a form from curl is read as a message", INBOX, async ({ shown, server }) => {
  const form = ["--data-urlencode", "to=g:ops", "--data-urlencode", "text=a & b <c>", "--data", `token=${TOKEN}`];
  await curl(...form, `${server.origin}/v1/chat.sendMessage`);
  await shown.received("a & b <c>").click();
  await shown.says("a & b <c>");
});

scene("Flock's own library for Node is answered as Flock does", INBOX, async ({ page, shown, server }) => {
  const attachment = {
    title: "Disk full",
    color: "#d32f2f",
    views: { flockml: "<flockml>97 % of <b>500 GB</b></flockml>" },
    buttons: [{ name: "Acknowledge", id: "ack:42", action: { type: "sendEvent" } }],
  };
  const answer = await sdk(server.origin, "chat.sendMessage", {
    to: "g:ops",
    onBehalfOf: "u:ada",
    text: "from the SDK",
    sendAs: { name: "Alerts", profileImage: "https://example.com/bell.png" },
    attachments: [attachment],
  });
  assert.equal(typeof answer.uid, "string");
  await shown.received("from the SDK").click();
  const picture = await shown.says("from the SDK");
  for (const words of ["Alerts", "Disk full", "97 % of 500 GB", "Acknowledge"]) await shown.says(words);
  assert.equal(await picture.locator("img").count(), 0, "an image is loaded");
  await page.getByText("chat.sendMessage").first().waitFor();
});

scene("Flock's own library for Node is told errors as Flock tells them", INBOX, async ({ server }) => {
  await assert.rejects(sdk(server.origin, "chat.sendMessage", { to: "g:ops", onBehalfOf: "u:ada" }), (error) => {
    assert.equal(error.name, "MethodError");
    assert.equal(error.statusCode, 400);
    assert.equal(error.errorCode, "MissingTextOrAttachment");
    return true;
  });
  await assert.rejects(sdk(server.origin, "chat.sendMesage", { to: "g:ops", text: "x" }), (error) => {
    assert.equal(error.statusCode, 404);
    assert.equal(error.errorCode, "NoSuchMethod");
    return true;
  });
});

scene("what Apprise posts is seen as it is meant", INBOX, async ({ shown, server }) => {
  await apprise(server.origin, { title: "Backup &amp; restore", body: "2 of 3 volumes &lt;done&gt;" });
  await shown.received("Backup & restore").click();
  const picture = await shown.says("2 of 3 volumes <done>");
  assert.equal(await picture.locator("b, strong").filter({ hasText: "Backup & restore" }).count(), 1);
});

scene("what `flockml send` sends arrives as the template's picture", INBOX, async ({ shown, folder, server }) => {
  const args = ["send", folder.at("incident.flockml"), "--data", folder.at("incident.firing.sample.json"), "--webhook", "--yes"];
  const run = running(args, { env: { FLOCK_WEBHOOK_URL: `${server.origin}/hooks/sendMessage/${TOKEN}` } });
  assert.equal(await run.status(), 0, run.stderr);
  await shown.received("Disk almost full on db-1").click();
  for (const words of ["Orders database", "db-1.fra.example.com", "Runbook"]) await shown.says(words);
});

scene("findings of a message stand beside it", INBOX, async ({ shown, server }) => {
  await hook(server.origin, { flockml: "<flockml><b>broken<br></flockml>", text: "broken" });
  await shown.received("broken").click();
  await shown.findings.getByText("is never closed").first().waitFor();
});

scene("faults are answered in their order, and marked", { ...INBOX, args: ["--fault", "429:1,drop:1"] }, async ({ page, shown, server }) => {
  const status = ["--output", "/dev/null", "--write-out", "%{http_code} %header{retry-after}"];
  const body = ["--json", '{"text":"again and again"}', `${server.origin}/hooks/sendMessage/${TOKEN}`];
  assert.match(await curl(...status, ...body), /^429 \d+$/);
  await assert.rejects(curl(...body), /Empty reply|reset/);
  assert.match(await curl(...status, ...body), /^200 ?$/);
  await soon("three rows", async () => (await shown.received("again and again").count()) === 3);
  await page.getByText("429").first().waitFor();
});

scene("the inbox is cleared when it is asked to be", INBOX, async ({ shown, server }) => {
  for (const text of ["one", "two"]) await hook(server.origin, { text });
  await shown.received("two").waitFor();
  await shown.clear.click();
  await soon("an empty inbox", async () => (await shown.rows.count()) === 0);
  const { messages } = await (await fetch(`${server.origin}/api/inbox`)).json();
  assert.deepEqual(messages, []);
});

scene("an inbox that is cleared elsewhere is empty here, too", INBOX, async ({ shown, server }) => {
  await hook(server.origin, { text: "one" });
  await shown.received("one").click();
  await shown.says("one");
  await fetch(`${server.origin}/api/inbox`, { method: "DELETE" });
  await soon("an empty inbox", async () => (await shown.rows.count()) === 0);
  await shown.messages.getByText("Nothing has been received yet.").waitFor();
  await hook(server.origin, { text: "two" });
  await shown.received("two").waitFor();
});

scene("a message is noticed from wherever one is", async ({ page, server }) => {
  await hook(server.origin, { text: "hello" });
  await page.getByRole("link", { name: /Inbox\s*1/ }).waitFor();
});
