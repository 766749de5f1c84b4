// What must not happen in any test: noted when it does, and told at the end of the test.

import { trap } from "./browser.mjs";

/**
 * Notes what a context does that it should not: requests to others, scripts that were refused,
 * errors, alert boxes, windows, downloads, pages left. `allow` are words on the console that a test
 * means to cause.
 */
export async function watch(context, { home, allow = [] }) {
  const trouble = [];
  const note = (what) => {
    if (!allow.some((pattern) => pattern.test(what))) trouble.push(what);
  };
  const visited = trap.visits.length;

  context.on("request", (request) => {
    if (!request.url().startsWith(home)) note(`request: ${request.method()} ${request.url()}`);
  });
  context.on("console", (message) => {
    if (!["error", "warning"].includes(message.type())) return;
    note(`console: ${message.text()} (${message.location().url})`);
  });
  context.on("weberror", (error) => note(`error: ${error.error()}`));
  context.on("dialog", async (dialog) => {
    note(`dialog: ${dialog.type()} ${dialog.message()}`);
    await dialog.dismiss();
  });
  context.on("page", (page) => {
    if (context.pages().length > 1) note(`window: ${page.url()}`);
    page.on("download", (download) => note(`download: ${download.url()}`));
    page.on("crash", () => note("crash"));
    page.on("framenavigated", (frame) => {
      const isOurs = frame.url().startsWith(home) || frame.url().startsWith("about:");
      if (!isOurs) note(`navigation: ${frame.url()}`);
    });
  });
  await context.exposeBinding("noteViolation", (_, violation) => note(`policy: ${violation}`));
  await context.addInitScript(() => {
    document.addEventListener("securitypolicyviolation", (event) => {
      window.noteViolation(`${event.effectiveDirective} ${event.blockedURI} ${event.sample}`);
    });
  });
  return () => [...trouble, ...trap.visits.slice(visited).map((visit) => `elsewhere: ${visit}`)];
}
