// Data edited in the page, and data that are out to break templates.

import assert from "node:assert/strict";

import { address } from "../support/page.mjs";
import { scene } from "../support/scene.mjs";
import { soon } from "../support/soon.mjs";

const FIRING = { at: address("incident.flockml", "firing") };

scene("the picture follows while data are typed", FIRING, async ({ page, shown, folder }) => {
  await shown.says("Orders database");
  const sample = folder.read("incident.firing.sample.json");
  await page.keyboard.press("e");
  assert.equal(await shown.data.evaluate((node) => node === document.activeElement), true);
  const at = (await shown.data.inputValue()).indexOf("Orders database");
  await shown.data.evaluate((node, at) => node.setSelectionRange(at, at), at);
  await page.keyboard.type("Our <b>&", { delay: 5 });
  await shown.says("Our <b>&Orders database");
  assert.equal(await shown.data.evaluate((node) => node === document.activeElement), true, "the focus stays");
  assert.equal(await shown.data.evaluate((node) => node.selectionStart), at + 8, "the caret stays");
  await page.getByText("Edited here only").waitFor();
  assert.equal(folder.read("incident.firing.sample.json"), sample, "the file stays as it is");
  await page.getByRole("button", { name: "Reset" }).click();
  await soon("the sample", async () => !(await shown.picture().textContent()).includes("Our"));
  assert.deepEqual(JSON.parse(await shown.data.inputValue()), JSON.parse(sample));
});

scene("data that are no JSON are told with line and column, and the picture stays", FIRING, async ({ shown }) => {
  await shown.says("Orders database");
  const data = await shown.data.inputValue();
  await shown.data.fill(data.replace('"Orders database"', "Orders database"));
  await shown.stale.waitFor();
  const line = data.split("\n").findIndex((text) => text.includes("Orders database")) + 1;
  assert.match(await shown.dataError.innerText(), new RegExp(`line ${line}\\b.*column \\d+`));
  await shown.says("Orders database");
  assert.equal(await shown.data.getAttribute("aria-invalid"), "true");
  await shown.data.fill(data.replace("Orders database", "Invoices database"));
  await shown.says("Invoices database");
  await shown.stale.waitFor({ state: "detached" });
  assert.equal(await shown.dataError.isVisible(), false);
});

scene("data that lack what the template reads are a finding", FIRING, async ({ shown }) => {
  await shown.says("Orders database");
  const { service: _, ...rest } = JSON.parse(await shown.data.inputValue());
  await shown.data.fill(JSON.stringify(rest));
  await shown.findings.getByText("service").first().waitFor();
});

scene("edited data show in JSON and text as well", { at: address("ping.message.json", "up", "text") }, async ({ shown }) => {
  await soon("the text", () => shown.text.textContent());
  await shown.data.fill('{"service": "a \\"quoted\\" <one>", "at": "noon"}');
  await soon("the typed text", async () => (await shown.text.textContent()).includes('a "quoted" <one>'));
  await shown.tab("JSON").click();
  assert.match(JSON.parse(await shown.json.textContent()).flockml, /a (&quot;|")quoted(&quot;|") &lt;one&gt;/);
});

/** What the server says of a template with data. */
async function asked(server, question) {
  const answer = await fetch(`${server.origin}/api/picture`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ data: null, ...question }),
  });
  return answer.json();
}

scene("every kind of hostile data is drawn, or told as what lacks", FIRING, async ({ shown, server }) => {
  await shown.says("Orders database");
  const names = (await shown.hostile.getByRole("option").allInnerTexts()).slice(1);
  assert.ok(names.length >= 10, `hostile values: ${names}`);
  for (const hostile of names) {
    await shown.hostile.selectOption(hostile);
    const { data, findings } = await asked(server, { template: "incident.flockml", case: "firing", hostile });
    await soon(hostile, async () => (await shown.data.inputValue()) === data);
    assert.ok((await shown.picture().innerText()).length > 0);
    const errors = findings.filter(({ severity }) => severity === "error").map(({ rule }) => rule);
    // What the template reads and the data lack is told, over the last good picture.
    await soon("the last good picture", async () => ((await shown.stale.count()) > 0) === errors.length > 0);
    for (const rule of errors) assert.equal(rule, "unknown-variable", hostile);
  }
  await shown.hostile.selectOption("none");
  await shown.says("Orders database");
});
