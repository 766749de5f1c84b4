// The data that a template is drawn with: the sample's, edited ones, or hostile ones.

import { able, element, say, set } from "./dom.js";

/** The panel of the data; `changed` is told whenever the user changes them. */
export function dataPanel(changed) {
  const error = element("p", { id: "data-error", class: "data-error", role: "status", hidden: true });
  const hint = element("p", { id: "data-hint", class: "quiet" });
  const text = element("textarea", {
    id: "data-text", spellcheck: "false", autocomplete: "off", autocapitalize: "off", wrap: "off",
    rows: 16, "aria-describedby": "data-error data-hint",
  });
  const hostile = element("select", { id: "data-hostile" });
  const choice = element("p", { class: "row", hidden: true },
    element("label", { for: "data-hostile" }, "Hostile data"), hostile);
  const reset = element("button", { type: "button", class: "small" }, "Reset");
  const node = element("section", { class: "data", "aria-labelledby": "data-title" },
    element("div", { class: "row" }, element("h2", { id: "data-title" }, "Data"), reset),
    choice,
    element("label", { for: "data-text", class: "quiet" }, "Sample data (JSON)"),
    text, error, hint);
  const state = { edited: false, plain: null };

  text.addEventListener("input", () => {
    state.edited = true;
    hostile.value = "";
    changed({ text: text.value, hostile: null, typing: true });
  });
  reset.addEventListener("click", () => {
    if (reset.hasAttribute("aria-disabled")) return;
    hostile.value = "";
    state.edited = false;
    changed({ text: null, hostile: null, typing: false });
  });
  hostile.addEventListener("change", () => {
    state.edited = false;
    changed({ text: null, hostile: hostile.value || null, typing: false });
  });

  return {
    node,
    focus: () => text.focus(),
    offer(names) {
      const wanted = ["", ...names];
      choice.hidden = names.length === 0;
      if (JSON.stringify([...hostile.options].map((option) => option.value)) === JSON.stringify(wanted)) return;
      const chosen = hostile.value;
      hostile.replaceChildren(...wanted.map((name) => element("option", { value: name }, name || "none")));
      hostile.value = wanted.includes(chosen) ? chosen : "";
    },
    /** Goes to another sample: with what was edited before, if anything was. */
    start(edited) {
      Object.assign(state, { edited: edited !== null, plain: null });
      hostile.value = "";
      text.value = edited ?? "";
      this.told(null);
      this.update(null);
    },
    /** Shows the data that were used; what the user typed is never replaced. */
    show(used, fault, chosen) {
      if (!state.edited && typeof used === "string" && text.value !== used) {
        const { scrollTop, scrollLeft } = text;
        text.value = used;
        Object.assign(text, { scrollTop, scrollLeft });
      }
      this.told(fault);
      if (!chosen && !state.edited) state.plain = plain(used);
      this.update(chosen, chosen && plain(used) === state.plain);
    },
    told(fault) {
      say(error, fault ?? "");
      error.hidden = !fault;
      set(text, "aria-invalid", fault ? "true" : null);
    },
    update(chosen, same = false) {
      able(reset, state.edited || Boolean(chosen));
      const words = state.edited
        ? "Edited here only: the sample's file stays as it is."
        : chosen && same ? "Nothing in the sample has a place for such a value."
          : chosen ? "Values of the sample are replaced as the check does it." : "";
      say(hint, words);
    },
  };
}

/** The same text for the same data, however they are written. */
function plain(text) {
  try {
    return JSON.stringify(JSON.parse(text));
  } catch {
    return null;
  }
}
