// Debian's Chromium, one for all the tests of a file.

import { after } from "node:test";
import { chromium } from "playwright-core";

import { elsewhere } from "./elsewhere.mjs";

const executablePath = process.env.CHROMIUM ?? "/usr/bin/chromium";

/** Where names that end in `.test` lead; Chromium knows no other names, whatever it wants by itself. */
export const trap = await elsewhere();

/** A name that somebody else's name server says to be this machine. */
export const REBOUND = "rebound.test";

const rules = [
  `MAP ${REBOUND} 127.0.0.1`,
  `MAP *.test 127.0.0.1:${trap.port}`,
  "MAP * ~NOTFOUND",
  "EXCLUDE 127.0.0.1",
  "EXCLUDE localhost",
];

export const browser = await chromium.launch({
  executablePath,
  // Chromium has no sandbox for root.
  chromiumSandbox: process.getuid() !== 0,
  args: [`--host-resolver-rules=${rules.join(", ")}`],
});

after(async () => {
  await browser.close();
  await trap.stop();
});
