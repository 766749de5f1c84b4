// Whether the page is still ours: nothing that a message, a file's name or a value held has become
// a part of it.

import assert from "node:assert/strict";

/** What stands in the page and must not. */
function foreign({ home, schemes }) {
  const found = [];
  const describe = (element) => element.outerHTML.slice(0, 200);
  const refuse = (selector, unless = () => false) => {
    for (const element of document.querySelectorAll(selector)) {
      if (!unless(element)) found.push(describe(element));
    }
  };
  const isOurs = (address) => address.startsWith(home);
  refuse("script", (script) => isOurs(script.src) && script.text === "");
  refuse("link", (link) => isOurs(link.href) || link.href.startsWith("data:"));
  refuse("img", (image) => isOurs(image.src) || image.src.startsWith("data:"));
  refuse("a[href], area[href]", (link) => schemes.includes(link.protocol) || link.getAttribute("href").startsWith("#"));
  refuse("form", (form) => !form.hasAttribute("action"));
  refuse("base, object, embed, svg script, svg a, svg foreignObject");
  refuse("meta[http-equiv]", (meta) => meta.httpEquiv === "Content-Security-Policy");
  // An empty list of permissions: no scripts, no origin, no forms, no windows, no way to the top.
  refuse("iframe, frame", (frame) => frame.getAttribute("sandbox") === "" && !frame.src);
  for (const element of document.querySelectorAll("*")) {
    const handler = element.getAttributeNames().find((name) => name.startsWith("on"));
    if (handler) found.push(describe(element));
    for (const name of ["href", "src", "action", "formaction", "xlink:href"]) {
      const value = element.getAttribute(name) ?? "";
      if (/^\s*(javascript|vbscript|data:text)/i.test(value)) found.push(describe(element));
    }
  }
  for (const name of ["pwned", "hostile"]) if (name in window) found.push(`window.${name}`);
  return found;
}

/** Fails when something foreign has become a part of the page. */
export async function assertIntact(page, home, { editor = "vscode:" } = {}) {
  const schemes = ["http:", "https:", "mailto:", "tel:", editor];
  assert.deepEqual(await page.evaluate(foreign, { home, schemes }), []);
}
