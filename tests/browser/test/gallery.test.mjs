// What is there, and what is wrong with it.

import assert from "node:assert/strict";

import { shipped } from "../support/folder.mjs";
import { scene } from "../support/scene.mjs";
import { soon } from "../support/soon.mjs";

const BROKEN = "<flockml><b>{{ host }}</flockml>\n";
const WARNED = "<flockml>{{ host }} **down**</flockml>\n";
const SAMPLE = { host: "db-1" };
const FINDINGS = {
  "good.flockml": "<flockml>{{ host }}</flockml>\n",
  "good.firing.sample.json": SAMPLE,
  "broken.flockml": BROKEN,
  "broken.firing.sample.json": SAMPLE,
  "warned.flockml": WARNED,
  "warned.firing.sample.json": SAMPLE,
};

scene("every template that ships is listed, with its samples and nothing to complain about", async ({ page, shown }) => {
  for (const { name, cases } of shipped()) {
    const samples = cases.length === 1 ? "1 sample" : `${cases.length} samples`;
    await shown.template(name).getByText(samples).waitFor();
  }
  assert.equal(await shown.templates.getByRole("link").count(), shipped().length);
  await shown.findings.getByText("Nothing to complain about.").waitFor();
  assert.equal(await shown.templates.getByText(/error|warning/).count(), 0);
});

scene("each sample of a template is one click away, and shows its picture", async ({ shown }) => {
  for (const { name, cases } of shipped()) {
    await shown.template(name).click();
    for (const { name: sample } of cases) {
      await shown.samples.getByRole("link", { name: sample, exact: true }).click();
      await soon(`${name}, ${sample}`, async () => (await shown.picture().innerText()).trim().length > 10);
    }
  }
});

scene("the filter leaves what fits, and says when nothing does", async ({ page, shown }) => {
  const links = shown.templates.getByRole("link");
  await shown.template("deploy.flockml").waitFor();
  await page.keyboard.press("/");
  await page.keyboard.type("DEPL");
  assert.deepEqual(await links.locator(".name").allInnerTexts(), ["deploy.flockml"]);
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "deploy.flockml" }).waitFor();
  await shown.templates.getByRole("searchbox").fill("nothing like it");
  await page.getByText("No template fits.").waitFor();
  assert.equal(await links.count(), 0);
});

scene("findings are counted at their template, and told with their place and the editor's link", { files: FINDINGS }, async ({ page, shown, folder }) => {
  await shown.template("broken.flockml").getByText(/1\s*error/).waitFor();
  await shown.template("warned.flockml").getByText(/1\s*warning/).waitFor();
  assert.equal(await shown.template("good.flockml").getByText(/error|warning/).count(), 0);
  const finding = shown.findings.getByRole("listitem").filter({ hasText: "is never closed" });
  await finding.getByText("unclosed-element").waitFor();
  const editor = await finding.getByRole("link", { name: "open in editor" }).getAttribute("href");
  assert.equal(editor, `vscode://file${folder.at("broken.flockml")}:1:10`);
  await finding.getByRole("link", { name: /broken\.flockml:1:10/ }).click();
  await page.getByRole("heading", { name: "broken.flockml" }).waitFor();
  assert.match(await shown.line().innerText(), /<b>.*is never closed/s);
});

scene("another editor is opened as it wants to be", {
  files: FINDINGS,
  editor: "myeditor:",
  args: ["--editor", "myeditor://open?file={file}&line={line}&column={column}"],
}, async ({ shown, folder }) => {
  const finding = shown.findings.getByRole("listitem").filter({ hasText: "is never closed" });
  const editor = await finding.getByRole("link", { name: "open in editor" }).getAttribute("href");
  assert.equal(new URL(editor).searchParams.get("file"), folder.at("broken.flockml"));
  assert.match(editor, /line=1&column=10$/);
});

scene("an empty folder is no blank page", { files: {} }, async ({ page }) => {
  await page.getByText("There are no templates in this folder.").waitFor();
});

scene("a template without a sample is drawn without data", { files: { "plain.flockml": "<flockml>Hello</flockml>\n" } }, async ({ page, shown }) => {
  await shown.template("plain.flockml").click();
  await page.getByText("This template has no sample").waitFor();
  await shown.says("Hello");
});
