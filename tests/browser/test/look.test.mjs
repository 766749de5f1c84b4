// Readable for everybody: on a phone, in the dark, by keyboard, with a screen reader.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

import { address } from "../support/page.mjs";
import { scene } from "../support/scene.mjs";
import { hook } from "../support/senders.mjs";
import { soon } from "../support/soon.mjs";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

const BROKEN = {
  "broken.flockml": "<message>\n  <flockml><b>{{ host }} is down<br></flockml>\n</message>\n",
  "broken.firing.sample.json": { host: "db-1" },
};

/** Every place of the page, each with what it shows when it is ready. */
async function* places({ page, shown, server }) {
  const ready = (what) => soon(what, async () => (await shown.picture().textContent()).includes("Orders database"));
  await shown.template("incident.flockml").waitFor();
  yield "gallery";
  await shown.go(address("incident.flockml", "firing"));
  await ready("the desktop's picture");
  yield "desktop";
  for (const [tab, name] of [["mobile", "Mobile"], ["push", "Push notification"], ["text", "Text"], ["json", "JSON"], ["source", "Source"]]) {
    await shown.go(address("incident.flockml", "firing", tab));
    await page.getByRole("tab", { name, selected: true }).waitFor();
    yield tab;
  }
  await shown.source.getByText("please have a look").waitFor();
  await shown.go(address("broken.flockml", "firing", "source"));
  await shown.source.getByText("is never closed").first().waitFor();
  yield "source with findings";
  await shown.go("#/inbox");
  await hook(server.origin, { flockml: "<flockml><b>db-1</b> is <a href=\"https://example.com\">down</a></flockml>" });
  await shown.received("db-1 is down").waitFor();
  yield "inbox";
  await shown.received("db-1 is down").click();
  await shown.says("db-1 is down");
  yield "message";
}

/** The shipped templates, and one that is broken. */
const prepare = (stage) => stage.folder.write(BROKEN);

for (const colorScheme of ["light", "dark"]) {
  scene(`accessible in the ${colorScheme}: axe finds nothing serious anywhere`, { colorScheme }, async (stage) => {
    prepare(stage);
    const found = [];
    let contrasts = 0;
    for await (const place of places(stage)) {
      await stage.page.evaluate(axe);
      const { violations, passes } = await stage.page.evaluate(() => window.axe.run({ iframes: false }));
      contrasts += passes.find(({ id }) => id === "color-contrast")?.nodes.length ?? 0;
      for (const { id, impact, nodes } of violations) {
        if (!["serious", "critical"].includes(impact)) continue;
        found.push(...nodes.map((node) => `${place}: ${id}: ${node.html.slice(0, 160)} ${node.any[0]?.message ?? ""}`));
      }
    }
    assert.deepEqual(found, []);
    assert.ok(contrasts > 100, `the contrast of ${contrasts} texts was measured`);
  });
}

scene("light and dark are two looks, and the choice is kept", { colorScheme: "light" }, async ({ page }) => {
  const ground = () => page.evaluate(() => {
    const [red, green, blue] = getComputedStyle(document.documentElement).backgroundColor.match(/\d+/g).map(Number);
    return (red + green + blue) / 3;
  });
  const choice = page.getByRole("combobox", { name: "Theme" });
  assert.ok((await ground()) > 200);
  await page.emulateMedia({ colorScheme: "dark" });
  assert.ok((await ground()) < 60, "the system's choice is followed");
  await choice.selectOption("light");
  assert.ok((await ground()) > 200);
  await page.reload();
  assert.ok((await ground()) > 200, "the own choice is kept");
});

const PHONE = { width: 360, height: 640 };

scene("on a phone nothing has to be scrolled sideways", { viewport: PHONE }, async (stage) => {
  prepare(stage);
  for await (const place of places(stage)) {
    const wide = await stage.page.evaluate(() => {
      const { scrollWidth, clientWidth } = document.documentElement;
      return scrollWidth - clientWidth;
    });
    assert.ok(wide <= 0, `${place} is ${wide} pixels too wide`);
  }
});

scene("on a phone everything can be reached by touch", { viewport: PHONE, hasTouch: true }, async ({ page, shown }) => {
  await shown.template("deploy.flockml").tap();
  await shown.samples.getByRole("link", { name: "failed" }).tap();
  await shown.says("could not be deployed");
  await shown.tab("Source").tap();
  await shown.source.getByText("could not be deployed").first().waitFor();
  await page.getByRole("link", { name: "All templates" }).tap();
  await shown.template("incident.flockml").waitFor();
  await page.getByRole("link", { name: /Inbox/ }).tap();
  await page.getByText("Nothing has been received yet.").waitFor();
  const small = await page.evaluate(() => [...document.querySelectorAll("main a, main button, main select, header a, header button")]
    .filter((node) => node.checkVisibility() && !node.closest("p, dd, li p"))
    .map((node) => ({ text: node.textContent.trim(), height: node.getBoundingClientRect().height }))
    .filter(({ height }) => height > 1 && height < 24));
  assert.deepEqual(small, [], "too small to touch");
});

scene("from the first key to a template's source without a mouse", async ({ page, shown, folder }) => {
  await shown.template("incident.flockml").waitFor();
  await page.keyboard.press("Tab");
  assert.match(await page.evaluate(() => document.activeElement.textContent), /^Skip/);
  await page.keyboard.press("/");
  await page.keyboard.type("incident");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  const picture = await shown.says("Orders database");
  await shown.tab("Desktop").focus();
  // Into the picture: its pieces are one stop, the arrows go through them.
  for (let at = 0; at < 6 && !(await page.evaluate(() => document.activeElement.matches(".piece"))); at += 1) {
    await page.keyboard.press("Tab");
  }
  const first = await page.evaluate(() => document.activeElement.textContent);
  await page.keyboard.press("ArrowRight");
  assert.notEqual(await page.evaluate(() => document.activeElement.textContent), first);
  await page.keyboard.press("Enter");
  await shown.origin.waitFor();
  await page.keyboard.press("Escape");
  await shown.origin.waitFor({ state: "hidden" });
  assert.equal(await page.evaluate(() => document.activeElement.matches(".piece")), true, "back where one was");
  await page.keyboard.press("Enter");
  await shown.origin.getByRole("link", { name: "Show in source" }).waitFor();
  await page.keyboard.press("Enter");
  await soon("the line", async () => (await shown.line().count()) === 1);
  assert.ok(await picture.isHidden());
  await page.keyboard.press("e");
  await page.keyboard.press("Control+a");
  await page.keyboard.type("{");
  await shown.dataError.waitFor();
  assert.ok(folder.read("incident.firing.sample.json").length > 10);
});

scene("the keys are shown when they are asked for", async ({ page, shown }) => {
  await shown.template("incident.flockml").waitFor();
  await page.keyboard.press("?");
  const keys = page.getByRole("dialog", { name: "Keys" });
  await keys.getByText("choose a tab").waitFor();
  await page.keyboard.press("Escape");
  await keys.waitFor({ state: "hidden" });
  await soon("the first template", async () => {
    await page.keyboard.press("j");
    return page.url().includes("#/t/");
  });
  await page.keyboard.press("i");
  await page.getByText("Nothing has been received yet.").waitFor();
});

scene("what is focused is seen", { at: address("incident.flockml", "firing") }, async ({ page, shown }) => {
  await shown.says("Orders database");
  const unseen = [];
  for (let at = 0; at < 25; at += 1) {
    await page.keyboard.press("Tab");
    const focus = await page.evaluate(() => {
      const node = document.activeElement;
      const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(node);
      const isSeen = (outlineStyle !== "none" && parseFloat(outlineWidth) > 0) || boxShadow !== "none";
      return { isSeen: isSeen || node === document.body, node: node.outerHTML.slice(0, 100) };
    });
    if (!focus.isSeen) unseen.push(focus.node);
  }
  assert.deepEqual(unseen, []);
});

scene("nothing moves for those who do not want it", { reducedMotion: "reduce" }, async ({ page, shown }) => {
  await shown.template("incident.flockml").waitFor();
  const moving = await page.evaluate(() => [...document.querySelectorAll("*")].filter((node) => {
    const { transitionDuration, animationDuration, animationName, scrollBehavior } = getComputedStyle(node);
    const longest = Math.max(...`${transitionDuration},${animationName === "none" ? "0s" : animationDuration}`.split(",").map(parseFloat));
    return longest > 0.01 || scrollBehavior === "smooth";
  }).map((node) => node.outerHTML.slice(0, 100)));
  assert.deepEqual(moving, []);
});
