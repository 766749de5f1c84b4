// What is right is shown as right: the grammar agrees with `flockml check`.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { relative } from "node:path";
import { test } from "node:test";

import { files } from "./support/files.mjs";
import { REPOSITORY, scopeOf, tokenize } from "./support/grammars.mjs";
import { flockml } from "./support/program.mjs";

/** What is marked as wrong, and whether something is still open at the end. */
async function faultsOf(text, scope) {
  const tokens = await tokenize(text.replace(/^\ufeff/, "").split(/\r?\n/), scope);
  const found = tokens.lines.flatMap((line, index) =>
    line.flatMap(({ start, text, scopes }) =>
      scopes
        .filter((scope) => scope.startsWith("invalid"))
        .map((scope) => `${index + 1}:${start + 1}: \`${text}\` is ${scope}`),
    ),
  );
  return tokens.isOpen ? [...found, "something is still open at the end"] : found;
}

const faults = (path, scope) => faultsOf(readFileSync(path, "utf8"), scope);

async function assertRight(path, scope) {
  assert.deepEqual(await faults(path, scope), [], path);
}

const templates = files(`${REPOSITORY}templates`, /\.(flockml|(message|attachment|button)\.json)$/);

test("there are templates", () => assert.ok(templates.length > 6));

for (const path of templates) {
  test(relative(REPOSITORY, path), async () => {
    await assertRight(path, scopeOf(path));
    if (path.endsWith(".json")) await assertRight(path, "source.flockml.json");
  });
}

const fixtures = files(`${REPOSITORY}tests/rules`, /\.flockml$/);
const good = fixtures.filter((path) => path.includes("/good-"));

test("there are good fixtures", () => assert.ok(good.length > 40));

for (const path of good) {
  test(relative(REPOSITORY, path), () => assertRight(path, "text.flockml"));
}

test("what is marked as wrong is a finding of the check", async () => {
  const folders = ["tests/templates", "tests/rules"];
  const { findings } = JSON.parse(flockml("check", "--format", "json", ...folders));
  const found = new Set(findings.map(({ file }) => file));
  let marked = 0;
  for (const path of folders.flatMap((folder) => files(REPOSITORY + folder, /\.flockml$/))) {
    const wrong = await faults(path, "text.flockml");
    if (wrong.length === 0) continue;
    marked += 1;
    assert.ok(found.has(relative(REPOSITORY, path)), `${path}: ${wrong}`);
  }
  assert.ok(marked > 30, `only ${marked}`);
});

/** The rules that a grammar can see. */
const SHOWN = ["unknown-element", "unknown-attribute"];
const bad = fixtures.filter((path) => SHOWN.some((rule) => path.includes(`/${rule}/bad-`)));

test("there are bad fixtures", () => assert.ok(bad.length > 6));

for (const path of bad) {
  test(relative(REPOSITORY, path), async () => {
    assert.notDeepEqual(await faults(path, "text.flockml"), []);
  });
}

/** The examples of a rule's page that are right: each with its language. */
function examples(path) {
  const [, good] = readFileSync(path, "utf8").split(/^## Good$/m);
  return [...good.split(/^## /m)[0].matchAll(/```(xml|tera)\n([^]*?)```/g)].map(([, , text]) => text);
}

for (const path of files(`${REPOSITORY}src/check/rules`, /\.md$/)) {
  test(relative(REPOSITORY, path), async () => {
    for (const text of examples(path)) {
      const scope = text.startsWith("{ ") ? "source.flockml.json" : "text.flockml";
      assert.deepEqual(await faultsOf(text, scope), [], text);
    }
  });
}
