// The JSON on the page is what is sent.

import assert from "node:assert/strict";
import { test } from "node:test";

import { shipped } from "../support/folder.mjs";
import { address } from "../support/page.mjs";
import { flockml } from "../support/program.mjs";
import { scene } from "../support/scene.mjs";
import { soon } from "../support/soon.mjs";

const HOOK = "https://api.flock.com/hooks/sendMessage/c2b1f0aa-1d2e-4f3a-9b8c-7d6e5f4a3b2c";

/** The body that `flockml send` would send. */
function sent(folder, name, sample) {
  const args = ["send", folder.at(name), "--data", folder.at(sample), "--webhook", "--dry-run"];
  const { stdout, stderr, status } = flockml(args, { env: { FLOCK_WEBHOOK_URL: HOOK } });
  assert.equal(status, 0, stderr);
  return stdout.slice(stdout.indexOf("\n\n") + 2).replace(/\n$/, "");
}

test("templates ship with samples", () => {
  assert.ok(shipped().length >= 7);
  for (const { name, cases } of shipped()) assert.ok(cases.length > 0, name);
});

scene("`As it is sent` is what `flockml send --dry-run` prints, to the byte", async ({ page, shown, folder }) => {
  for (const { name, cases } of shipped()) {
    for (const { name: sample, file } of cases) {
      await shown.go(address(name, sample, "json"));
      await page.getByRole("button", { name: "As it is sent" }).click();
      const expected = sent(folder, name, file);
      await soon(`the bytes of ${file}`, async () => (await shown.json.textContent()) === expected);
      const bytes = new Intl.NumberFormat("en").format(Buffer.byteLength(expected));
      const told = await page.getByTestId("bytes").textContent();
      assert.equal(told.replace(/\D/g, ""), bytes.replace(/\D/g, ""));
    }
  }
});

scene("`Pretty` is what `flockml render` prints", async ({ page, shown, folder }) => {
  for (const { name, cases } of shipped()) {
    for (const { name: sample, file } of cases) {
      await shown.go(address(name, sample, "json"));
      await page.getByRole("button", { name: "Pretty" }).click();
      const { stdout } = flockml(["render", folder.at(name), "--data", folder.at(file)]);
      await soon(`the words of ${file}`, async () => (await shown.json.textContent()).trim() === stdout.trim());
    }
  }
});
