// What is saved is seen, and what breaks leaves the last good picture.

import assert from "node:assert/strict";

import { Folder } from "../support/folder.mjs";
import { address } from "../support/page.mjs";
import { scene } from "../support/scene.mjs";
import { soon } from "../support/soon.mjs";

const FIRING = { at: address("incident.flockml", "firing") };

/** A picture that is there, on a page that would lose its mark if it were loaded anew. */
async function begun({ page, shown }, words = "please have a look") {
  await shown.says(words);
  await page.getByText("Live", { exact: true }).waitFor();
  await page.evaluate(() => (window.kept = true));
}
const kept = async (page) => assert.equal(await page.evaluate(() => window.kept), true, "the page was loaded anew");

scene("a saved template is seen without a reload", FIRING, async (stage) => {
  await begun(stage);
  stage.folder.edit("incident.flockml", "please have a look", "hurry up");
  await stage.shown.says("hurry up");
  await kept(stage.page);
});

scene("so is one that an editor saves by renaming", FIRING, async (stage) => {
  await begun(stage);
  for (const words of ["first save", "second save"]) {
    const text = stage.folder.read("incident.flockml").replace(/(@?\}\}, )[a-z ]+(\.\{% endif %\})/, `$1${words}$2`);
    assert.ok(text.includes(words));
    stage.folder.swap("incident.flockml", text);
    await stage.shown.says(words);
  }
  await kept(stage.page);
});

scene("so is a component", FIRING, async (stage) => {
  await begun(stage);
  stage.folder.edit("components.flockml", 'name or "Runbook"', 'name or "Playbook"');
  await stage.shown.says("Playbook");
  await kept(stage.page);
});

scene("so is a sample", FIRING, async (stage) => {
  await begun(stage);
  stage.folder.edit("incident.firing.sample.json", "Orders database", "Invoices database");
  await stage.shown.says("Invoices database");
  assert.match(await stage.shown.data.inputValue(), /Invoices database/);
  await kept(stage.page);
});

// The template that is shown is asked for, and is no more.
const GONE = /^console: .*404.*\/api\/picture\)$/;

scene("a new template and a new sample appear, and go when they are removed", { ...FIRING, allow: [GONE] }, async (stage) => {
  const { shown, folder } = stage;
  await begun(stage);
  folder.write({ "brand-new.flockml": "<flockml>Hello {{ name }}</flockml>\n", "brand-new.one.sample.json": { name: "Ada" } });
  await shown.template("brand-new.flockml").click();
  await shown.says("Hello Ada");
  folder.write({ "brand-new.two.sample.json": { name: "Grace" } });
  await shown.samples.getByRole("link", { name: "two" }).click();
  await shown.says("Hello Grace");
  for (const name of ["brand-new.flockml", "brand-new.one.sample.json", "brand-new.two.sample.json"]) folder.remove(name);
  await shown.template("brand-new.flockml").waitFor({ state: "detached" });
  await kept(stage.page);
});

scene("an error leaves the last good picture, and goes when it is mended", FIRING, async (stage) => {
  const { page, shown, folder } = stage;
  await begun(stage);
  folder.edit("incident.flockml", "{% endif %}", "{% endfi %}");
  await shown.stale.waitFor();
  await shown.says("please have a look");
  const finding = shown.findings.getByRole("listitem").first();
  await finding.getByText("error", { exact: true }).waitFor();
  await finding.getByText(/incident\.flockml:\d+:\d+/).waitFor();
  folder.edit("incident.flockml", "{% endfi %}", "{% endif %}");
  folder.edit("incident.flockml", "please have a look", "it is mended");
  await shown.says("it is mended");
  await shown.stale.waitFor({ state: "detached" });
  await soon("no error", async () => (await shown.findings.getByText("error", { exact: true }).count()) === 0);
  await kept(page);
});

scene("a finding is seen at its line of the source", { at: address("incident.flockml", "firing", "source") }, async ({ shown, folder }) => {
  await shown.source.getByText("please have a look").waitFor();
  folder.edit("incident.flockml", "<b>Affected</b>", "<b>Affected</i>");
  const line = shown.source.getByRole("listitem").filter({ hasText: "<b>Affected</i>" });
  await line.getByText(/never closed|closes nothing|`<b>`|<b>/).nth(1).waitFor();
  assert.match(await line.innerText(), /error/);
});

scene("an error in another file hides nothing here", FIRING, async (stage) => {
  const { shown, folder } = stage;
  await begun(stage);
  folder.edit("deploy.flockml", "</flockml>", "</flockm>");
  await shown.template("deploy.flockml").getByText(/error/).waitFor();
  await shown.says("please have a look");
  assert.equal(await shown.stale.count(), 0);
  folder.edit("incident.flockml", "please have a look", "still alive");
  await shown.says("still alive");
});

scene("a sample that is no JSON leaves the last good picture", FIRING, async (stage) => {
  await begun(stage);
  stage.folder.write({ "incident.firing.sample.json": "{ \"title\": " });
  await stage.shown.stale.waitFor();
  await stage.shown.says("please have a look");
});

scene("many saves at once end in the last one", FIRING, async (stage) => {
  await begun(stage);
  const text = stage.folder.read("incident.flockml");
  for (let at = 0; at < 100; at += 1) {
    stage.folder.write({ "incident.flockml": text.replace("please have a look", `save ${at}.`) });
  }
  await stage.shown.says("save 99.");
});

scene("what was typed survives a save of the template", FIRING, async (stage) => {
  const { shown, folder } = stage;
  await begun(stage);
  await shown.data.fill((await shown.data.inputValue()).replace("Orders database", "Typed database"));
  await shown.says("Typed database");
  folder.edit("incident.flockml", "please have a look", "hurry up");
  await shown.says("hurry up");
  await shown.says("Typed database");
  assert.match(await shown.data.inputValue(), /Typed database/);
});

scene("what is saved beside the folder is nobody's business", FIRING, async (stage) => {
  const { page, shown, folder } = stage;
  await begun(stage);
  await page.evaluate(() => new Promise((resolve) => {
    window.changed = [];
    const events = new EventSource("/events");
    events.onopen = resolve;
    events.addEventListener("changed", ({ data }) => window.changed.push(...JSON.parse(data).files));
  }));
  new Folder({ "incident.flockml": "<flockml>x</flockml>" }).end();
  folder.edit("incident.flockml", "please have a look", "hurry up");
  await shown.says("hurry up");
  const changed = await soon("the change", () => page.evaluate(() => window.changed.length && window.changed));
  assert.deepEqual([...new Set(changed)], [folder.at("incident.flockml")]);
});
