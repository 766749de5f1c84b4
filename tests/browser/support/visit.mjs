// A page that may go to one place only.

import { browser } from "./browser.mjs";
import { DEADLINE } from "./soon.mjs";
import { watch } from "./watch.mjs";

const DESKTOP = { width: 1280, height: 800 };

/** A page of a context of its own, which may go to `home` and nowhere else. */
export async function visit(home, { allow, ...options } = {}) {
  const context = await browser.newContext({ viewport: DESKTOP, reducedMotion: "reduce", ...options });
  context.setDefaultTimeout(DEADLINE);
  const trouble = await watch(context, { home, allow });
  const page = await context.newPage();
  return { page, trouble, end: () => context.close() };
}

