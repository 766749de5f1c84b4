// Shortcuts, and the window that shows them.

import { element } from "./dom.js";

const KEY = "flockml.keys";

/** Makes shortcuts work: each `[keys, words, act]`. Returns what opens the window. */
export function shortcuts(table) {
  let single = kept() !== "off";
  const box = element("input", { type: "checkbox", id: "single-keys" });
  box.checked = single;
  box.addEventListener("change", () => {
    single = box.checked;
    keep(single ? "on" : "off");
  });
  const close = element("button", { type: "button", on: { click: () => dialog.close() } }, "Close");
  const fixed = [
    ["← → ↑ ↓", "go through tabs, lists and the pieces of a message"],
    ["Enter", "open; on a piece of a message: where it comes from"],
    ["Esc", "close what is open"],
  ];
  const dialog = element("dialog", { "aria-labelledby": "keys-title", class: "keys" },
    element("h2", { id: "keys-title" }, "Keys"),
    element("dl", {}, [...table.map(([keys, words]) => [keys.join(" "), words]), ...fixed].map(([keys, words]) => [
      element("dt", {}, keys.split(" ").map((key) => element("kbd", {}, key))), element("dd", {}, words)])),
    element("p", {}, box, element("label", { for: "single-keys" }, " keys of one letter work")),
    close);
  document.body.append(dialog);
  const open = () => {
    if (!dialog.open) dialog.showModal();
  };
  document.addEventListener("keydown", (event) => {
    if (!single && event.key !== "?") return;
    if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing || dialog.open || writes(event.target)) return;
    const found = event.key === "?" ? [null, null, open] : table.find(([keys]) => keys.includes(event.key));
    if (!found) return;
    event.preventDefault();
    found[2](event.key);
  });
  return open;
}

function writes(node) {
  return node instanceof Element && node.closest("input, textarea, select, [contenteditable]") !== null;
}

// Storage may be forbidden: then the choice lasts as long as the page.
function kept() {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
}

function keep(value) {
  try {
    localStorage.setItem(KEY, value);
  } catch {
    return;
  }
}
