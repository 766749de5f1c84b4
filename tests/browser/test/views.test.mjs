// The ways to look at a message, and where its words come from.

import assert from "node:assert/strict";

import { TABS, address } from "../support/page.mjs";
import { scene } from "../support/scene.mjs";
import { soon } from "../support/soon.mjs";

const FIRING = { at: address("incident.flockml", "firing") };
const selected = (page) => page.getByRole("tab", { selected: true }).innerText();

scene("the tabs show the message as each of its readers gets it", FIRING, async ({ page, shown, folder }) => {
  const expected = JSON.parse(folder.read("incident.firing.expected.json"));
  for (const words of ["Disk almost full on db-1", "Ada", "Orders database", "Host db-1.fra.example.com", "Runbook"]) {
    await shown.says(words);
  }
  assert.equal(await shown.picture().locator("b, strong").filter({ hasText: "Disk almost full" }).count(), 1);
  await shown.tab("Mobile").click();
  await shown.says("Orders database", "mobile");
  await shown.tab("Push notification").click();
  await shown.says("Firing: Disk almost full on db-1", "push");
  assert.ok(!(await shown.picture("push").innerText()).includes("Orders database"));
  await shown.tab("Text").click();
  assert.equal(await shown.text.textContent(), expected.text);
  await shown.tab("JSON").click();
  assert.deepEqual(JSON.parse(await shown.json.textContent()), expected);
  await shown.tab("Source").click();
  const written = folder.read("incident.flockml").trimEnd().split("\n");
  await soon("the source", async () => (await shown.source.locator("li > code").count()) >= written.length);
  const lines = await shown.source.locator("li > code").allTextContents();
  assert.deepEqual(lines.slice(0, written.length).map((line) => line.replace("\u200b", "")), written);
  assert.equal(await page.getByRole("tabpanel").count(), 1, "one panel at a time");
});

scene("colours, people, links and buttons look like what they are", FIRING, async ({ shown }) => {
  const picture = await shown.says("Orders database");
  const colours = await picture.evaluate((node) =>
    [...node.querySelectorAll("*")].flatMap((one) => {
      const style = getComputedStyle(one);
      return [style.backgroundColor, style.borderLeftColor, style.fill];
    }),
  );
  assert.ok(colours.includes("rgb(211, 47, 47)"), "the bar has the message's colour");
  const colour = (node) => getComputedStyle(node).color;
  assert.notEqual(await picture.getByText("@Ada").evaluate(colour), await picture.evaluate(colour));
  for (const name of ["Runbook", "Acknowledge", "Dashboard"]) assert.ok(await picture.getByText(name, { exact: true }).isVisible());
});

scene("the tabs work by keyboard", FIRING, async ({ page, shown }) => {
  await shown.says("Orders database");
  await shown.tab("Desktop").focus();
  for (const name of TABS.slice(1)) {
    await page.keyboard.press("ArrowRight");
    assert.equal(await selected(page), name);
    assert.equal(await page.evaluate(() => document.activeElement.textContent), name);
  }
  await page.keyboard.press("ArrowRight");
  assert.equal(await selected(page), "Desktop");
  await page.keyboard.press("End");
  assert.equal(await selected(page), "Source");
  await page.keyboard.press("Home");
  assert.equal(await selected(page), "Desktop");
  await page.keyboard.press("5");
  assert.equal(await selected(page), "JSON");
  assert.equal(await page.locator("[role=tab][tabindex='0']").count(), 1);
});

scene("a tab has an address of its own, and survives a reload", FIRING, async ({ page, shown }) => {
  await shown.tab("Text").click();
  await page.reload();
  assert.equal(await selected(page), "Text");
  await soon("the text", async () => (await shown.text.textContent()).includes("Disk almost full"));
});

const VIEWS = {
  "views.flockml": `<message text="x"><attachment title="Views">
  <flockml>the markup</flockml>
  <html width="300" height="50"><![CDATA[<p>the page</p>]]></html>
  <widget src="https://example.com/widget" width="300" height="200"/>
  <image src="https://example.com/image.png" width="30" height="20"/>
</attachment></message>\n`,
};

scene("which view wins, which are dead, and why", { files: VIEWS, at: address("views.flockml") }, async ({ shown }) => {
  await shown.views.getByRole("row").nth(4).waitFor();
  const rows = await shown.views.getByRole("row").filter({ has: shown.page.getByRole("cell") }).all();
  const told = {};
  for (const row of rows) {
    const [desktop, mobile, why] = await row.getByRole("cell").allInnerTexts();
    told[await row.getByRole("rowheader").innerText()] = { desktop, mobile };
    assert.ok(why.trim().length > 5, "each says why");
  }
  const [yes, no] = ["shown", "not shown"];
  assert.deepEqual(told.widget.desktop, yes);
  for (const name of ["html", "flockml", "image"]) assert.equal(told[name].desktop, no, name);
  assert.deepEqual(told.flockml.mobile, yes);
  assert.deepEqual(told.image.mobile, no);
  const { widget, html } = told;
  assert.equal(html.mobile, no);
  assert.ok(widget);
  assert.ok(!(await shown.picture().innerText()).includes("the markup"));
  await shown.tab("Mobile").click();
  await shown.says("the markup", "mobile");
});

scene("an image is a placeholder that says what would be there", {
  files: { "image.flockml": `<message text="x"><attachment title="T"><image src="https://example.com/a/chart.png" width="300" height="200"/></attachment></message>\n` },
  at: address("image.flockml"),
}, async ({ shown }) => {
  const picture = await shown.says("https://example.com/a/chart.png");
  assert.match(await picture.innerText(), /300\s*[×x]\s*200/);
  assert.equal(await picture.locator("img").count(), 0);
});

scene("a click on a word tells its line and its variable", FIRING, async ({ page, shown, folder }) => {
  await (await shown.says("db-1.fra.example.com")).getByText("db-1.fra.example.com", { exact: true }).click();
  const line = folder.read("incident.flockml").split("\n").findIndex((text) => text.includes("{host}")) + 1;
  const told = await shown.origin.innerText();
  assert.match(told, /From\s+\S*(host|value)/);
  assert.ok(/(incident|components)\.flockml:\d+:\d+/.test(told), told);
  const [, file, at] = told.match(/((?:incident|components)\.flockml):(\d+):\d+/);
  if (file === "incident.flockml") assert.equal(Number(at), line);
  const editor = shown.origin.getByRole("link", { name: "Open in editor" });
  assert.match(await editor.getAttribute("href"), new RegExp(`^vscode://file${folder.at(file)}:${at}:\\d+$`));
  await shown.origin.getByRole("link", { name: "Show in source" }).click();
  const marked = await soon("the line", async () => (await shown.line().count()) && shown.line().innerText());
  assert.equal(marked.trim(), folder.read(file).split("\n")[at - 1].trim());
  assert.equal(await selected(page), "Source");
});

scene("a word that a component wrote tells who called it, too", FIRING, async ({ page, shown, folder }) => {
  await (await shown.says("db-1.fra.example.com")).getByText("db-1.fra.example.com", { exact: true }).click();
  const lines = folder.read("incident.flockml").split("\n");
  const call = '{{ <Row label="Host" value={host} /> }}';
  const line = lines.findIndex((text) => text.includes(call)) + 1;
  const column = lines[line - 1].indexOf(call) + 1;
  await shown.origin.getByText(/^components\.flockml:\d+:\d+$/).waitFor();
  await shown.origin.getByText(`Called at incident.flockml:${line}:${column}`).waitFor();
  const editor = shown.origin.getByRole("link", { name: "Open the call in editor" });
  assert.equal(await editor.getAttribute("href"), `vscode://file${folder.at("incident.flockml")}:${line}:${column}`);
  await shown.origin.getByRole("link", { name: "Show the call in source" }).click();
  const marked = await soon("the line", async () => (await shown.line().count()) && shown.line().innerText());
  assert.equal(marked.trim(), call);
  assert.equal(await selected(page), "Source");
});

scene("literal words tell their line, too", FIRING, async ({ shown, folder }) => {
  const picture = await shown.says("please have a look");
  await picture.locator(".piece").filter({ hasText: "please have a look" }).last().click();
  const line = folder.read("incident.flockml").split("\n").findIndex((text) => text.includes("please have a look")) + 1;
  await shown.origin.getByText("Written in the template").waitFor();
  await shown.origin.getByText(new RegExp(`incident\\.flockml:${line}:`)).waitFor();
  assert.equal(await shown.origin.getByText("Called at").isVisible(), false);
});

scene("links in a picture lead nowhere by themselves", FIRING, async ({ page, shown }) => {
  const picture = await shown.says("Runbook");
  const before = page.url();
  for (const name of ["Runbook", "Acknowledge", "Dashboard", "@Ada"]) {
    await picture.getByText(name, { exact: true }).click();
    await page.keyboard.press("Escape");
  }
  assert.equal(page.url(), before);
});
