// Whatever attackers write into templates, names and values is words on the page: nothing runs, loads,
// leaves or breaks out. What `scene` asserts of every test is most of what is asserted here.

import { REFUSED, boxed } from "../support/boxed.mjs";
import { ALL, BREAKOUTS, LINKS } from "../support/hostile.mjs";
import { TABS, address } from "../support/page.mjs";
import { scene } from "../support/scene.mjs";
import { soon } from "../support/soon.mjs";

const VALUES = {
  "values.flockml": `<message notification="{{ text }}">
  <flockml>{{ text }} <a href="{{ link }}">{{ text }}</a> <b>{{ text }}</b></flockml>
  <attachment title="{{ text }}" description="{{ text }}" color="{{ color | default(value="") }}" url="{{ link }}">
    <flockml><i>{{ text }}</i> <user userId="u:ada">{{ text }}</user></flockml>
    <button name="{{ text }}" type="openBrowser" url="{{ link }}"/>
    <button name="{{ text }}" type="sendEvent" id="{{ text }}"/>
  </attachment>
</message>\n`,
  ...Object.fromEntries([...BREAKOUTS, ALL].map((text, at) => [
    `values.no${at}.sample.json`,
    { text, link: LINKS[at % LINKS.length], color: text },
  ])),
};

scene("values of samples", { files: VALUES, at: address("values.flockml", "no0") }, async ({ shown }) => {
  for (const [at, text] of BREAKOUTS.entries()) {
    await shown.go(address("values.flockml", `no${at}`));
    // Escape sequences are taken out; the rest is there as it is written.
    const words = text.replace(/\u001B\[\d+m/g, "").split(/[\u2028\u2029]/).at(-1).trim();
    await shown.says(words);
  }
  await shown.go(address("values.flockml", `no${BREAKOUTS.length}`));
  await shown.says("<script>alert(1)</script>");
  await shown.through(TABS);
});

scene("values typed into the page", { files: VALUES, at: address("values.flockml", "no0") }, async ({ shown }) => {
  await shown.says("alert(1)");
  for (const [at, text] of BREAKOUTS.entries()) {
    const link = LINKS[at % LINKS.length];
    await shown.data.fill(JSON.stringify({ text: `${text} number ${at}.`, link, color: text }));
    await shown.says(`number ${at}.`);
  }
  await shown.data.fill(`<script>alert(1)</script>${ALL}`);
  await shown.dataError.waitFor();
});

const NAME = "\"><img src=x onerror=alert(1)><b>";
const NAMES = {
  [`${NAME}.flockml`]: "<flockml>{{ host }} <b>\n",
  [`${NAME}.${NAME}.sample.json`]: { host: "db-1", [ALL]: ALL },
  [`javascript:alert(1).flockml`]: "<flockml>Hello</flockml>\n",
  [`x..%2f..%2fetc.flockml`]: "<flockml>Hello</flockml>\n",
  [`{{ 7 * 7 }} #?&=.flockml`]: "<flockml>Hello</flockml>\n",
};

scene("names of templates and samples", { files: NAMES }, async ({ page, shown }) => {
  await shown.template(`${NAME}.flockml`).waitFor();
  for (const name of Object.keys(NAMES).filter((name) => name.endsWith(".flockml"))) {
    await shown.template(name).click();
    await page.getByRole("heading", { name, exact: true }).waitFor();
    for (const tab of TABS) await shown.tab(tab).click();
    await soon("the source", async () => (await shown.source.innerText()).includes("flockml>"));
  }
  await shown.template(`${NAME}.flockml`).click();
  await shown.samples.getByRole("link", { name: NAME, exact: true }).waitFor();
  await shown.findings.getByText("is never closed").first().waitFor();
});

scene("the source of a template", {
  files: { "source.flockml": `{# ${BREAKOUTS.filter((text) => !/[{}]/.test(text)).join("\n")} #}\n<flockml>${BREAKOUTS.slice(0, 7).join("\n")}</flockml>\n` },
  at: address("source.flockml", "", "source"),
}, async ({ shown }) => {
  await soon("the source", async () => (await shown.source.textContent()).includes("<script>alert(1)</script>"));
  await shown.findings.getByRole("listitem").first().waitFor();
});

scene("a web page as a view of a template", {
  files: {
    "page.flockml": `<message text="x"><attachment title="View"><html width="400" height="200">{{ page }}</html></attachment></message>\n`,
    "page.one.sample.json": { page: "<p>the words</p>" },
  },
  at: address("page.flockml", "one"),
  allow: REFUSED,
}, async ({ shown }) => {
  await boxed(await shown.says("View"));
  for (const text of BREAKOUTS) {
    await shown.data.fill(JSON.stringify({ page: `<p>${text}</p>` }));
    await soon("the typed page", async () => (await shown.dataError.isVisible()) === false);
  }
  await boxed(shown.picture());
});

const UNKNOWN = /^console: .*404.*\/api\/(picture|inbox|source)/;

scene("the address of the page is words, too", {
  at: `/#/t/${encodeURIComponent(NAME)}/${encodeURIComponent(ALL)}/${encodeURIComponent(NAME)}`,
  allow: [UNKNOWN],
}, async ({ page, shown }) => {
  await page.getByText("There is no template of this name").waitFor();
  for (const to of [`#/inbox/${encodeURIComponent(NAME)}`, "#/t/%E0%A4%A/%", `#/t/incident.flockml/firing/source/${encodeURIComponent("../../etc/passwd")}/1`]) {
    await shown.go(to);
    await page.getByRole("heading", { level: 1 }).first().waitFor();
  }
});
