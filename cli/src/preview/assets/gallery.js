// The folder's templates: the list at the side, and what is wrong with all of them.

import { cards, described } from "./cards.js";
import { element, fill, plural, reconcile, rove, say, set, single } from "./dom.js";
import { badges, findingList } from "./findings.js";
import { format } from "./route.js";

/** The list at the side. */
export function templateList(filtered) {
  const filter = element("input", { type: "search", placeholder: "Filter", "aria-label": "Filter templates", autocomplete: "off" });
  const list = element("ul", { class: "list" });
  const none = element("p", { class: "quiet", hidden: true });
  const node = element("nav", { "aria-label": "Templates", class: "templates" },
    element("div", { class: "filter" }, filter), list, none);
  const state = { templates: [], route: null };
  const narrow = () => {
    const words = filter.value.toLowerCase().split(/\s+/).filter(Boolean);
    let left = 0;
    for (const item of list.children) {
      const text = item.textContent.toLowerCase();
      item.hidden = !words.every((word) => text.includes(word));
      if (!item.hidden) left += 1;
    }
    const fitting = new Set([...list.children].filter((item) => !item.hidden).map((item) => item.dataset.key));
    filtered((name) => fitting.has(name));
    const empty = state.templates.length === 0 ? "There are no templates in this folder." : "No template fits.";
    say(none, empty);
    none.hidden = left > 0;
    reach(list);
  };
  filter.addEventListener("input", narrow);
  filter.addEventListener("keydown", (event) => down(event, list));
  rove(list, "a", { keys: ["ArrowUp", "ArrowDown"] });
  return {
    node,
    filter,
    show(templates) {
      state.templates = templates;
      reconcile(list, templates, { key: (entry) => entry.name, create: item, update: updateItem });
      this.choose(state.route);
      narrow();
    },
    choose(route) {
      state.route = route;
      for (const entry of list.children) {
        const chosen = route?.view === "template" && entry.dataset.key === route.name;
        set(entry.firstElementChild, "aria-current", chosen ? "page" : null);
      }
      reach(list);
    },
    /** The address of the template so many after the chosen one. */
    next(step) {
      return beyond(list, step);
    },
  };
}

/** From a filter, the arrow goes into its list. */
export function down(event, list) {
  if (event.key !== "ArrowDown") return;
  const first = [...list.querySelectorAll("a")].find((link) => link.offsetParent !== null);
  if (!first) return;
  event.preventDefault();
  first.focus();
}

/** Tab reaches the chosen link of a list, or its first. */
export function reach(list) {
  if (list.contains(document.activeElement)) return;
  const links = [...list.querySelectorAll("a")];
  const seen = links.filter((link) => !link.parentElement.hidden);
  single(links, seen.find((link) => link.hasAttribute("aria-current")) ?? seen[0]);
}

/** The address of the link so many after the chosen one. */
export function beyond(list, step) {
  const links = [...list.querySelectorAll("a")].filter((link) => !link.parentElement.hidden);
  const at = links.findIndex((link) => link.hasAttribute("aria-current"));
  const to = at < 0 ? (step > 0 ? 0 : links.length - 1) : at + step;
  return links[to]?.getAttribute("href") ?? null;
}

function item() {
  return element("li", {}, element("a", {},
    element("span", { class: "name" }), element("span", { class: "marks" }), element("span", { class: "under" })));
}

function updateItem(node, entry) {
  const link = node.firstElementChild;
  const first = entry.samples[0]?.case ?? null;
  link.href = format({ view: "template", name: entry.name, case: first });
  say(link.querySelector(".name"), entry.name);
  fill(link.querySelector(".marks"), badges(entry));
  say(link.querySelector(".under"), described(entry));
}

/** What stands in the middle when no template is chosen. */
export function overview(named) {
  const title = element("h1", { tabindex: -1 }, "Templates");
  const summary = element("p", { class: "summary" });
  const pictures = cards();
  let gallery = { templates: [], root: "" };
  const found = findingList({
    title: "Findings of the folder",
    none: "Nothing to complain about.",
    sourceOf: (finding) => placeOf(gallery, finding),
    named,
  });
  const node = element("article", { class: "overview" }, element("header", { class: "head" }, title, summary), pictures.node, found.node);
  return {
    node,
    only: pictures.only,
    show(now) {
      gallery = now;
      pictures.show(now.templates);
      const samples = now.templates.reduce((sum, entry) => sum + entry.samples.length, 0);
      const checked = now.checked ? "" : " The check is still running.";
      say(summary, `${plural(now.templates.length, "template")} with ${plural(samples, "sample")} in ${now.root || "this folder"}.${checked}`);
      found.node.hidden = !now.checked && now.findings.length === 0;
      found.show(now.findings);
    },
  };
}

/** The address at which a finding of the folder can be seen: its file may be a sample's. */
function placeOf({ templates }, finding) {
  const { file } = finding;
  const entry = templates.find((one) => (one.file ?? one.name) === file)
    ?? templates.find((one) => one.samples.some((sample) => sample.file === file))
    ?? templates[0];
  if (!entry) return null;
  const sample = entry.samples.find((one) => one.file === file || one.case === finding.sample) ?? entry.samples[0];
  return format({ view: "template", name: entry.name, case: sample?.case ?? null, tab: "source", file, line: finding.line });
}
