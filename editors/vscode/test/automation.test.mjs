// The files for other tools are what these tools take.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { parse } from "yaml";

import { files } from "./support/files.mjs";
import { REPOSITORY } from "./support/grammars.mjs";

const yaml = (path) => parse(readFileSync(REPOSITORY + path, "utf8"));

test("the hooks are those that pre-commit takes", () => {
  const hooks = yaml(".pre-commit-hooks.yaml");
  assert.deepEqual(
    hooks.map(({ id, language }) => [id, language]),
    [
      ["flockml-check", "system"],
      ["flockml-test", "system"],
    ],
  );
  const shipped = files(`${REPOSITORY}templates`, /./);
  for (const { id, entry, files: pattern, pass_filenames } of hooks) {
    assert.ok(entry.startsWith("flockml "), id);
    assert.equal(pass_filenames, false, "a finding may stand in a file that was not changed");
    const files = new RegExp(pattern);
    for (const other of ["package.json", "flockml.toml.orig", "a.md"]) assert.ok(!files.test(other), other);
    for (const name of ["a.flockml", "t/a.message.json", "t/flockml.toml"]) assert.ok(files.test(name), name);
    const unseen = shipped.filter((path) => !files.test(path) && !path.endsWith(".expected.json"));
    assert.deepEqual(unseen, [], id);
  }
});

test("the page names hooks that there are", () => {
  const page = readFileSync(`${REPOSITORY}docs/editors.md`, "utf8");
  const [, block] = /<!-- pre-commit -->\n```yaml\n([^]*?)```/.exec(page);
  const named = parse(block).repos.flatMap((repo) => repo.hooks.map(({ id }) => id));
  assert.deepEqual(named, yaml(".pre-commit-hooks.yaml").map(({ id }) => id));
});

test("the workflow has the steps of one", () => {
  const workflow = yaml("examples/github-actions.yml");
  assert.deepEqual(Object.keys(workflow), ["name", "on", "permissions", "jobs"]);
  const { steps } = workflow.jobs.templates;
  for (const step of steps) assert.equal(Boolean(step.uses) + Boolean(step.run), 1);
  const upload = steps.find((step) => step.uses?.startsWith("github/codeql-action/upload-sarif@"));
  assert.ok(steps.some((step) => step.run?.includes(`> ${upload.with.sarif_file}`)));
  assert.equal(workflow.permissions["security-events"], "write");
});
