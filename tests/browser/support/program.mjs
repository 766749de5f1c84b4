// The program `flockml`: the one that `FLOCKML` names, else as `cargo build` leaves it.

import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

import { soon } from "./soon.mjs";

export const REPOSITORY = fileURLToPath(new URL("../../..", import.meta.url));

const FLOCKML = process.env.FLOCKML ?? `${REPOSITORY}target/debug/flockml`;
assert.ok(existsSync(FLOCKML), `${FLOCKML} is not there: cargo build --package flockml-cli`);

/** Nothing of Flock's from outside gets in. */
function environment(more) {
  const { PATH, HOME, TMPDIR } = process.env;
  return { PATH, HOME, ...(TMPDIR && { TMPDIR }), ...more };
}

/** What the program prints and how it ends, when it is run to its end. */
export function flockml(args, { env, cwd = REPOSITORY, ...options } = {}) {
  const settings = { encoding: "utf8", maxBuffer: 1 << 26, timeout: 60_000, ...options };
  const ran = spawnSync(FLOCKML, args, { cwd, env: environment(env), ...settings });
  assert.ifError(ran.error);
  return ran;
}

/** The program while it runs, with what it has printed so far. */
export function running(args, { env, cwd = REPOSITORY } = {}) {
  const child = spawn(FLOCKML, args, { cwd, env: environment(env), stdio: ["ignore", "pipe", "pipe"] });
  const ended = once(child, "close");
  const run = {
    stdout: "",
    stderr: "",
    /** The status that it ends with by itself. */
    status: async () => (await ended)[0],
    stop: async () => {
      child.kill();
      await ended;
    },
  };
  for (const name of ["stdout", "stderr"]) {
    child[name].setEncoding("utf8").on("data", (text) => (run[name] += text));
  }
  return run;
}

/** A preview of a folder, once it has told its address. */
export async function preview(folder, { args = [], env } = {}) {
  const given = ["preview", ...(folder ? [folder] : []), "--port", "0", "--no-open", ...args];
  const run = running(given, { env });
  try {
    const [, origin] = await soon("the address of the preview", () =>
      run.stderr.match(/(http:\/\/127\.0\.0\.1:\d+)\//),
    );
    return Object.assign(run, { origin });
  } catch (error) {
    await run.stop();
    error.message += `; it said: ${run.stderr}`;
    throw error;
  }
}
