// The pictures in the documentation, and the text beside each that says what it shows: the text is
// held to the page, so that a picture cannot show what is no longer there.

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";

import { address } from "../support/page.mjs";
import { REPOSITORY } from "../support/program.mjs";
import { scene } from "../support/scene.mjs";
import { hook, sdk } from "../support/senders.mjs";

const KEPT = `${REPOSITORY}docs/screenshots/`;
const UPDATE = process.env.UPDATE_SCREENSHOTS !== undefined;
const FOLDER = UPDATE ? KEPT : mkdtempSync(join(tmpdir(), "flockml-screenshots-"));
const MOST = 200_000;
const AGAIN = "run `npm --prefix tests/browser run screenshots`, and look at the pictures";

const PHONE = { width: 360, height: 740 };
const made = new Set();

/** Replaces what differs from run to run: the folder's path, the port, times, versions. */
function settle(changes) {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode;
    for (const [pattern, text] of changes) {
      node.data = node.data.replaceAll(new RegExp(pattern, "g"), text);
    }
  }
  document.activeElement.blur();
  // What is said when depends on how fast the machine is.
  document.getElementById("said").hidden = true;
  for (const time of document.querySelectorAll("time")) time.textContent = "09:12:00";
}

/** What a picture shows: what a screen reader is told, and which styles it has. */
async function description(page, server, name) {
  const styles = createHash("sha256");
  for (const path of ["/app.css", "/message.css"]) {
    styles.update(await (await fetch(server.origin + path)).text());
  }
  // Addresses are not seen, and hold the folder's path.
  const shown = (await page.locator("body").ariaSnapshot()).replace(/:\n *- \/url: .*$/gm, "").replace(/^ *- \/url: .*\n/gm, "");
  return `# What ${name}.png shows. Do not edit: ${AGAIN}.\n# Styles: ${styles.digest("hex").slice(0, 16)}\n${shown}\n`;
}

/** Takes a picture where a scene has got to, and holds its text to the one that is kept. */
function picture(name, options, prepare) {
  made.add(`${name}.png`);
  scene(`${name}.png shows what is there`, options, async (stage) => {
    const { page, folder, server } = stage;
    await prepare(stage);
    await page.evaluate(settle, [
      [folder.path.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&"), "/home/ada/alerts"],
      ["127\\.0\\.0\\.1:\\d+", "127.0.0.1:7357"],
      ["\\d{13}-\\w+-m\\d+", "1519889545238-gg8-m203"],
      ["curl/[\\d.]+", "curl/8.14.1"],
    ]);
    const told = await description(page, server, name);
    await page.screenshot({ path: join(FOLDER, `${name}.png`), animations: "disabled", caret: "hide" });
    if (UPDATE) writeFileSync(`${KEPT}${name}.yml`, told);
    assert.equal(told, readFileSync(`${KEPT}${name}.yml`, "utf8"), `${name}.png is out of date: ${AGAIN}`);
    assert.ok(statSync(join(FOLDER, `${name}.png`)).size < MOST, `${name}.png is too large`);
  });
}

picture("preview", { at: address("incident.flockml", "firing"), colorScheme: "light" }, async ({ page, shown }) => {
  await shown.says("Orders database");
  await page.getByText("Live", { exact: true }).waitFor();
});

picture("source", { at: address("incident.flockml", "firing", "source"), colorScheme: "dark" }, async ({ shown, folder }) => {
  await shown.source.getByText("please have a look").waitFor();
  folder.edit("incident.flockml", "<br/>{{ <Person", "<br>{{ <Person");
  await shown.source.getByText("is never closed").first().waitFor();
  await shown.findings.getByText("is never closed").first().waitFor();
});

picture("inbox", { at: "/#/inbox", colorScheme: "light" }, async ({ page, shown, server }) => {
  await sdk(server.origin, "chat.sendMessage", { to: "g:ops", onBehalfOf: "u:ada", text: "Deployed checkout v2.41.0" });
  await hook(server.origin, { flockml: "<flockml><b>Backup of db-1 failed<br></flockml>", sendAs: { name: "Backups" } });
  await shown.received("Deployed checkout").waitFor();
  await shown.received("Backup of db-1").click();
  await shown.findings.getByText("is never closed").first().waitFor();
  await page.getByText("Live", { exact: true }).waitFor();
});

picture("phone", { at: address("deploy.flockml", "failed", "mobile"), viewport: PHONE, colorScheme: "dark" }, async ({ page, shown }) => {
  await shown.says("could not be deployed", "mobile");
  await page.getByText("Live", { exact: true }).waitFor();
});

test("the documentation shows pictures that are taken here, and all of them", () => {
  const pages = ["README.md", ...readdirSync(`${REPOSITORY}docs`).filter((name) => name.endsWith(".md")).map((name) => `docs/${name}`)];
  const shown = pages.flatMap((page) => [...readFileSync(REPOSITORY + page, "utf8").matchAll(/screenshots\/([\w.-]+\.png)/g)].map(([, name]) => name));
  assert.deepEqual(shown.filter((name) => !made.has(name)), [], "shown, and not taken here");
  assert.deepEqual([...made].filter((name) => !shown.includes(name)), [], "taken, and shown nowhere");
  const kept = readdirSync(KEPT).filter((name) => name.endsWith(".png"));
  assert.deepEqual(kept.sort(), [...made].sort());
});
