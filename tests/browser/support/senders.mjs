// Who sends messages to the inbox: the tools that people have.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { createRequire } from "node:module";
import { promisify } from "node:util";

const run = promisify(execFile);
const flockos = createRequire(import.meta.url)("flockos");

export const TOKEN = "c2b1f0aa-1d2e-4f3a-9b8c-7d6e5f4a3b2c";

/** What `curl` is answered. */
export const curl = (...args) => curlWith("", ...args);

async function curlWith(input, ...args) {
  const running = run("curl", ["--silent", "--show-error", "--max-time", "10", ...args]);
  // It may have been refused before it has read all, which its status says.
  running.child.stdin.on("error", () => {}).end(input);
  return (await running).stdout;
}

/** A message to a webhook, as people's scripts post it. */
export const hook = (origin, message) =>
  curlWith(JSON.stringify(message), "--json", "@-", `${origin}/hooks/sendMessage/${TOKEN}`);

/** What Flock's own library for Node calls: forms, whose nested values are JSON in strings. */
export function sdk(origin, method, parameters) {
  flockos.baseUrl = `${origin}/v1`;
  return new Promise((resolve, reject) => {
    const answered = (error, answer) => (error ? reject(error) : resolve(answer));
    flockos.callMethod(method, TOKEN, parameters, answered);
  });
}

/** The JSON that Apprise (2.2.0, `plugins/flock.py`) posts to a webhook, with its headers. */
export async function apprise(origin, { title, body }) {
  const message = {
    token: TOKEN,
    flockml: `<flockml><b>${title}</b><br/>${body}</flockml>`,
    sendAs: { name: "Apprise", profileImage: null },
  };
  const response = await fetch(`${origin}/hooks/sendMessage/${TOKEN}`, {
    method: "POST",
    headers: { "User-Agent": "Apprise", "Content-Type": "application/json" },
    body: JSON.stringify(message),
  });
  assert.equal(response.status, 200);
  return response.json();
}
