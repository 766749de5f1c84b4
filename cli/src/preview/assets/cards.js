// The templates as small pictures, each drawn when it comes into sight.

import { element, fill, plural, reconcile, say } from "./dom.js";
import { badges } from "./findings.js";
import { draw } from "./picture.js";
import { format } from "./route.js";
import * as server from "./server.js";

/** So many pictures are asked for at a time: the others wait, so that a click never does. */
const AT_ONCE = 2;

/** The cards of the folder's templates. */
export function cards() {
  const node = element("ul", { class: "cards", "aria-label": "Pictures of the templates" });
  const entries = new Map();
  const old = new Set();
  const seen = new Set();
  let running = 0;

  const next = () => {
    const name = [...seen].find((one) => old.has(one));
    if (running >= AT_ONCE || name === undefined) return;
    running += 1;
    old.delete(name);
    load(node, entries.get(name)).finally(() => {
      running -= 1;
      next();
    });
    next();
  };
  const sight = new IntersectionObserver((changes) => {
    for (const { target, isIntersecting } of changes) {
      if (isIntersecting) seen.add(target.dataset.key);
      else seen.delete(target.dataset.key);
    }
    next();
  });

  return {
    node,
    /** Shows the templates as they are now: every picture may have changed. */
    show(templates) {
      entries.clear();
      for (const entry of templates) {
        entries.set(entry.name, entry);
        old.add(entry.name);
      }
      for (const gone of [...node.children].filter((card) => !entries.has(card.dataset.key))) {
        sight.unobserve(gone);
        seen.delete(gone.dataset.key);
        old.delete(gone.dataset.key);
      }
      reconcile(node, templates, {
        key: (entry) => entry.name,
        create(entry) {
          const card = cardOf(entry);
          sight.observe(card);
          return card;
        },
        update,
      });
      next();
    },
    /** Shows only those whose names are left by a filter. */
    only(fits) {
      for (const card of node.children) card.hidden = !fits(card.dataset.key);
    },
  };
}

function cardOf(entry) {
  return element("li", { data: { key: entry.name } },
    element("div", { class: "thumb", inert: true, "aria-hidden": "true" }, element("div", { class: "thumb-message" })),
    element("p", { class: "caption" }, element("a", {}, entry.name), element("span", { class: "marks" })),
    element("p", { class: "quiet" }));
}

function update(card, entry) {
  const first = entry.samples[0]?.case ?? null;
  card.querySelector(".caption a").href = format({ view: "template", name: entry.name, case: first });
  fill(card.querySelector(".marks"), badges(entry));
  say(card.querySelector(".quiet"), described(entry));
}

/** What kind of template it is, and how many samples it has. */
export function described(entry) {
  const samples = entry.samples.length === 0 ? "no sample" : plural(entry.samples.length, "sample");
  return `${entry.kind} · ${samples}`;
}

async function load(parent, entry) {
  const question = { template: entry.name, case: entry.samples[0]?.case ?? null, data: null, hostile: null };
  const answer = await server.picture(question).catch(() => null);
  const card = [...parent.children].find((one) => one.dataset.key === entry.name);
  if (!card) return;
  const message = card.querySelector(".thumb-message");
  const html = answer?.picture?.desktop ?? "";
  card.classList.toggle("stale", Boolean(answer?.stale));
  card.classList.toggle("no-picture", html === "");
  if (card.drawn === html) return;
  card.drawn = html;
  draw(message, html);
}
