// The program `flockml`: the one that the environment names, else as cargo builds it.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";

import { REPOSITORY } from "./grammars.mjs";

/** What the program prints when it is run in the repository. */
export function flockml(...args) {
  const built = process.env.FLOCKML;
  const [command, before] = built
    ? [built, []]
    : ["cargo", ["run", "--quiet", "--package", "flockml-cli", "--"]];
  const ran = spawnSync(command, [...before, ...args], { cwd: REPOSITORY, encoding: "utf8", maxBuffer: 1 << 26 });
  assert.ok(ran.status === 0 || ran.status === 1, ran.stderr || String(ran.error));
  return ran.stdout;
}
