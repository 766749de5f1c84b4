// A test in a browser: a preview of a folder of its own, a page on it, and nothing left behind.

import assert from "node:assert/strict";
import { test } from "node:test";

import { Folder } from "./folder.mjs";
import { PreviewPage } from "./page.mjs";
import { preview } from "./program.mjs";
import { assertIntact } from "./intact.mjs";
import { visit } from "./visit.mjs";

/**
 * A test that is given `{ page, shown, folder, server }`. Options: `files` instead of the shipped
 * templates, `args` and `env` of the program, `allow` (see `watch`), `at` (where the page begins),
 * `editor` (the scheme that opens files) and those of a context, such as `colorScheme`.
 */
export function scene(name, ...rest) {
  const body = rest.pop();
  const { files, args, env, at = "/", editor, ...options } = rest[0] ?? {};
  test(name, async (t) => {
    const folder = new Folder(files);
    const ends = [() => folder.end()];
    try {
      const server = await preview(folder.path, { args, env });
      ends.unshift(() => server.stop());
      const { page, trouble, end } = await visit(`${server.origin}/`, options);
      ends.unshift(end);
      await page.goto(server.origin + at);
      await body({ page, shown: new PreviewPage(page), folder, server, t });
      await assertIntact(page, `${server.origin}/`, { editor });
      assert.deepEqual(trouble(), []);
    } finally {
      for (const end of ends) await end();
    }
  });
}
