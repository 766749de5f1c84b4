// The tests notice what must not happen: each of it done on a page that is made for it.

import assert from "node:assert/strict";
import { after, test } from "node:test";

import { elsewhere } from "../support/elsewhere.mjs";
import { assertIntact } from "../support/intact.mjs";
import { soon } from "../support/soon.mjs";
import { visit } from "../support/visit.mjs";

const POLICY = `<meta http-equiv="Content-Security-Policy" content="img-src 'none'">`;

const HARMS = {
  dialog: "<script>alert(1)</script>",
  error: "<script>missing.thing</script>",
  console: "<script>console.error('broken')</script>",
  request: "<img src='http://elsewhere.test/x.png'>",
  elsewhere: "<img src='http://elsewhere.test/y.png'>",
  policy: `${POLICY}<img src='/x.png'>`,
  window: "<script>open('about:blank')</script>",
  navigation: "<iframe src='http://elsewhere.test/'></iframe>",
  download: "<a href='data:text/plain,x' download>x</a><script>document.links[0].click()</script>",
};
const site = await elsewhere(
  Object.fromEntries([
    ...Object.entries(HARMS).map(([name, harm]) => [`/${name}`, `<!doctype html>${harm}`]),
    ["/quiet", "<!doctype html><link rel=icon href='data:,'><p>Hello</p>"],
  ]),
);
after(() => site.stop());
const home = `http://127.0.0.1:${site.port}/`;

for (const name of Object.keys(HARMS)) {
  test(`noticed: ${name}`, async () => {
    const { page, trouble, end } = await visit(home);
    await page.goto(home + name);
    await soon(name, () => trouble().some((what) => what.startsWith(`${name}: `)));
    await end();
  });
}

test("a page that does nothing of it is quiet", async () => {
  const { page, trouble, end } = await visit(home);
  await page.goto(`${home}quiet`);
  await assertIntact(page, home);
  await end();
  assert.deepEqual(trouble(), []);
});

for (const foreign of [
  "<script>1</script>",
  "<p onclick='1'>x</p>",
  "<a href='javascript:1'>x</a>",
  "<iframe srcdoc='x'></iframe>",
  "<iframe sandbox='allow-same-origin' srcdoc='x'></iframe>",
  "<iframe sandbox src='about:blank'></iframe>",
  "<form action='http://elsewhere.test/'></form>",
  "<img src='http://elsewhere.test/x.png'>",
  "<base href='http://elsewhere.test/'>",
  "<object data='x'></object>",
]) {
  test(`foreign: ${foreign}`, async () => {
    const { page, end } = await visit(home);
    await page.goto(`${home}quiet`);
    await page.evaluate((html) => document.body.insertAdjacentHTML("beforeend", html), foreign);
    await assert.rejects(assertIntact(page, home), assert.AssertionError);
    await end();
  });
}
