// The program `flockml`: the one that the environment names, else as cargo builds it.

import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { createInterface } from "node:readline";
import { PassThrough } from "node:stream";

import { REPOSITORY } from "./grammars.mjs";

const [command, before] = process.env.FLOCKML
  ? [process.env.FLOCKML, []]
  : ["cargo", ["run", "--quiet", "--package", "flockml-cli", "--"]];

/** What the program prints when it is run in the repository. */
export function flockml(...args) {
  const options = { cwd: REPOSITORY, encoding: "utf8", maxBuffer: 1 << 26 };
  const ran = spawnSync(command, [...before, ...args], options);
  assert.ok(ran.status === 0 || ran.status === 1, ran.stderr || String(ran.error));
  return ran.stdout;
}

/** The program while it runs, with both of its outputs as a terminal shows them. */
export function start(...args) {
  const child = spawn(command, [...before, ...args], { cwd: REPOSITORY, stdio: ["ignore", "pipe", "pipe"] });
  const output = new PassThrough();
  for (const stream of [child.stdout, child.stderr]) stream.pipe(output, { end: false });
  child.on("close", () => output.end());
  const lines = createInterface({ input: output })[Symbol.asyncIterator]();
  return {
    /** Reads on to the first line that matches. */
    async until(pattern) {
      for (;;) {
        const { value, done } = await lines.next();
        assert.ok(!done, `the program ended before ${pattern}`);
        if (new RegExp(pattern).test(value)) return;
      }
    },
    end: () => child.kill(),
  };
}
