// Waiting for what has to come, without guessing when.

import { setTimeout as pause } from "node:timers/promises";

export const DEADLINE = 20_000;

/** The first answer that is not empty, asked for again and again. */
export async function soon(what, ask) {
  const end = Date.now() + DEADLINE;
  for (;;) {
    const answer = await ask();
    if (answer) return answer;
    if (Date.now() > end) throw new Error(`waited in vain for ${what}`);
    await pause(5);
  }
}
