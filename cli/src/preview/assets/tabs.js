// Tabs as the WAI-ARIA Authoring Practices describe them: arrows choose, Tab goes into the panel.

import { element, rove, set, single } from "./dom.js";

let made = 0;

/** Tabs with a panel each; `chosen` is told when the user takes another. */
export function tabs(list, { name, chosen }) {
  made += 1;
  const prefix = `tabs-${made}`;
  const bar = element("div", { role: "tablist", "aria-label": name, class: "tabs" });
  const node = element("div", { class: "tabbed" }, bar);
  const panels = new Map();
  const buttons = new Map();
  for (const { id, name: title } of list) {
    const button = element("button", {
      type: "button",
      role: "tab",
      id: `${prefix}-tab-${id}`,
      "aria-controls": `${prefix}-panel-${id}`,
      data: { tab: id },
      on: { click: () => chosen(id) },
    }, title);
    const panel = element("div", {
      role: "tabpanel",
      id: `${prefix}-panel-${id}`,
      "aria-labelledby": button.id,
      tabindex: 0,
      class: `panel panel-${id}`,
      hidden: true,
    });
    buttons.set(id, button);
    panels.set(id, panel);
    bar.append(button);
    node.append(panel);
  }
  rove(bar, "[role=tab]", {
    keys: ["ArrowLeft", "ArrowRight"],
    chosen: (button) => chosen(button.dataset.tab),
  });
  const choose = (id) => {
    for (const [key, button] of buttons) {
      set(button, "aria-selected", key === id ? "true" : "false");
      panels.get(key).hidden = key !== id;
    }
    single(buttons.values(), buttons.get(id));
    // Only the bar is scrolled, never the page.
    const { offsetLeft, offsetWidth } = buttons.get(id);
    if (offsetLeft < bar.scrollLeft) bar.scrollLeft = offsetLeft;
    const end = offsetLeft + offsetWidth - bar.clientWidth;
    if (end > bar.scrollLeft) bar.scrollLeft = end;
  };
  return { node, panels, choose };
}
