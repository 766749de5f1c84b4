// What the address's hash says, and the hash for what is shown.

/** The ways to look at a template: what the address calls them, and what the page does. */
export const TABS = [
  { id: "desktop", name: "Desktop" },
  { id: "mobile", name: "Mobile" },
  { id: "push", name: "Push notification" },
  { id: "text", name: "Text" },
  { id: "json", name: "JSON" },
  { id: "source", name: "Source" },
];

/** The ways to look at a message that was received: it has no source. */
export const INBOX_TABS = TABS.filter((tab) => tab.id !== "source");

/** Reads `#/t/NAME/CASE/TAB[/FILE[/LINE]]`, `#/inbox[/ID[/TAB]]` or anything else. */
export function parse(hash) {
  const [root, ...rest] = hash.replace(/^#?\/?/, "").split("/").map(decoded);
  if (root === "t" && rest[0]) return template(rest);
  if (root === "inbox") {
    return { view: "inbox", id: rest[0] || null, tab: known(INBOX_TABS, rest[1]) };
  }
  return { view: "overview" };
}

/** The hash that `parse` reads as this route. */
export function format(route) {
  if (route.view === "template") {
    const parts = [route.name, route.case ?? "", route.data ? "data" : (route.tab ?? TABS[0].id)];
    if (route.file) parts.push(route.file);
    if (route.file && route.line) parts.push(String(route.line));
    return `#/t/${parts.map(encodeURIComponent).join("/")}`;
  }
  if (route.view === "inbox") {
    const parts = route.id === null || route.id === undefined ? [] : [String(route.id)];
    if (parts.length > 0 && route.tab && route.tab !== INBOX_TABS[0].id) parts.push(route.tab);
    return ["#/inbox", ...parts.map(encodeURIComponent)].join("/");
  }
  return "#/";
}

function template([name, sample, tab, file, line]) {
  const number = Number.parseInt(line ?? "", 10);
  return {
    view: "template",
    name,
    case: sample || null,
    tab: known(TABS, tab),
    data: tab === "data",
    file: file || null,
    line: number > 0 ? number : null,
  };
}

function known(tabs, id) {
  return tabs.some((tab) => tab.id === id) ? id : tabs[0].id;
}

// Somebody may have typed it: a lone `%` stands for itself.
function decoded(part) {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
