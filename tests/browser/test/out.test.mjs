// `--out`: one file that shows everything, without a server, a script or a request.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { pathToFileURL } from "node:url";

import { REFUSED } from "../support/boxed.mjs";
import { Folder, shipped } from "../support/folder.mjs";
import { BREAKOUTS, HTML_VIEW, LINKS } from "../support/hostile.mjs";
import { assertIntact } from "../support/intact.mjs";
import { flockml } from "../support/program.mjs";
import { visit } from "../support/visit.mjs";

/** The page that `--out` writes of a folder, opened from the disk. */
function written(name, { files, allow, ...options }, body) {
  test(name, async () => {
    const folder = new Folder(files);
    const file = folder.at("page.html");
    const home = pathToFileURL(file).href;
    const { page, trouble, end } = await visit(home, { allow, ...options });
    try {
      const { status, stderr } = flockml(["preview", folder.path, "--out", file]);
      assert.equal(status, 0, stderr);
      await page.goto(home);
      await body({ page, folder, html: readFileSync(file, "utf8") });
      await assertIntact(page, home);
      assert.equal(await page.locator("script").count(), 0);
      assert.deepEqual(trouble(), []);
    } finally {
      await end();
      folder.end();
    }
  });
}

/** Opens all that is folded, as a reader would. */
async function unfold(page) {
  const closed = page.locator("details:not([open]) > summary").filter({ visible: true });
  while (await closed.count()) await closed.first().click();
}

written("every template and sample that ships is in the file", {}, async ({ page, html }) => {
  assert.match(html, /http-equiv="?Content-Security-Policy"?[^>]*default-src 'none'/i);
  await unfold(page);
  const text = await page.locator("body").innerText();
  for (const { name, cases } of shipped()) {
    assert.ok(text.includes(name), name);
    for (const { name: sample } of cases) assert.ok(text.includes(sample), sample);
  }
  const all = await page.locator("body").evaluate((body) => body.textContent);
  for (const words of ["Disk almost full on db-1", "Orders database", "Firing: Disk almost full on db-1", "is live on"]) {
    assert.ok(all.includes(words), words);
  }
});

written("its tabs work by mouse and by keyboard, without a script", {}, async ({ page }) => {
  await unfold(page);
  const group = await page.locator("input[type=radio]").first().getAttribute("name");
  const tabs = page.locator(`input[type=radio][name="${group}"]`);
  const seen = () => page.locator("body").innerText();
  assert.ok((await tabs.count()) >= 4);
  const shown = new Set([await seen()]);
  for (let at = 1; at < (await tabs.count()); at += 1) {
    await page.locator(`label[for="${await tabs.nth(at).getAttribute("id")}"]`).click();
    shown.add(await seen());
  }
  assert.equal(shown.size, await tabs.count(), "each shows something else");
  await tabs.first().focus();
  await page.keyboard.press("ArrowRight");
  assert.equal(await tabs.nth(1).isChecked(), true);
});

written("findings and sources are in it", { files: {
  "broken.flockml": "<flockml>{{ host }} <b>is down</flockml>\n",
  "broken.firing.sample.json": { host: "db-1" },
} }, async ({ page }) => {
  await unfold(page);
  const all = await page.locator("body").evaluate((body) => body.textContent);
  assert.ok(all.includes("is never closed"));
  assert.ok(all.includes("{{ host }} <b>is down"));
});

const SAMPLES = Object.fromEntries(
  BREAKOUTS.map((text, at) => [`values.no${at}.sample.json`, { text, link: LINKS[at % LINKS.length] }]),
);

written("hostile values and names stay words in it", {
  files: {
    ...SAMPLES,
    "values.flockml": `<message notification="{{ text }}"><flockml>{{ text }} <a href="{{ link }}">{{ text }}</a></flockml>
      <attachment title="{{ text }}" url="{{ link }}"><button name="{{ text }}" type="openBrowser" url="{{ link }}"/></attachment></message>\n`,
    "\"><img src=x onerror=alert(1)>.flockml": "<flockml><script>alert(1)</script></flockml>\n",
  },
}, async ({ page }) => {
  await unfold(page);
  const all = await page.locator("body").evaluate((body) => body.textContent);
  for (const text of BREAKOUTS.filter((text) => !/[\u0000-\u001F]/.test(text))) assert.ok(all.includes(text), text);
});

written("web pages as views stay in their frames in it", {
  files: {
    ...SAMPLES,
    "values.page.sample.json": { text: HTML_VIEW, link: LINKS[0] },
    "values.flockml": `<message text="x"><attachment title="View" url="{{ link }}"><html width="300" height="100">{{ text }}</html></attachment></message>\n`,
  },
  allow: REFUSED,
}, async ({ page }) => {
  await unfold(page);
  const frames = page.locator("iframe");
  await frames.first().waitFor();
  for (const frame of await frames.all()) assert.equal(await frame.evaluate((node) => node.contentDocument), null);
});

for (const colorScheme of ["light", "dark"]) {
  written(`it can be read on a phone in the ${colorScheme}`, { colorScheme, viewport: { width: 360, height: 640 } }, async ({ page }) => {
    await unfold(page);
    const { scrollWidth, clientWidth } = await page.evaluate(() => {
      const { scrollWidth, clientWidth } = document.documentElement;
      return { scrollWidth, clientWidth };
    });
    assert.ok(scrollWidth <= clientWidth, `${scrollWidth} in ${clientWidth}`);
  });
}
