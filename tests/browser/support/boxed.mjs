// The frame of a web page that is a message's view.

import assert from "node:assert/strict";

// What a page in a frame is refused, Chromium writes to the console; it calls a request what it then
// does not send. Nothing may come to the other host, of course.
export const REFUSED = [
  /^console: .*(sandboxed|Content Security Policy|local resource)/s,
  /^request: GET (http:\/\/elsewhere\.test\/|file:.*\/x$)/,
  /^navigation: (chrome-error:.*|:)$/,
];

/** The picture's frame is a box without scripts, origin, forms, windows, or a way to the top. */
export async function boxed(picture) {
  const frame = picture.locator("iframe");
  await frame.waitFor();
  assert.equal(await frame.getAttribute("sandbox"), "");
  const reached = await frame.evaluate((node) => node.contentDocument);
  assert.equal(reached, null, "the frame has an origin of its own");
  return frame;
}
