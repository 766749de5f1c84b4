// Stands in the head and is no module, so that the first thing painted has its theme already.
"use strict";

(() => {
  const KEY = "flockml.theme";
  const THEMES = ["auto", "light", "dark"];

  // Storage may be forbidden: then the choice lasts as long as the page.
  const kept = () => {
    try {
      return localStorage.getItem(KEY);
    } catch {
      return null;
    }
  };

  const keep = (theme) => {
    try {
      localStorage.setItem(KEY, theme);
    } catch {
      return;
    }
  };

  const show = (theme) => {
    if (theme === "auto") {
      delete document.documentElement.dataset.theme;
    } else {
      document.documentElement.dataset.theme = theme;
    }
  };

  const known = THEMES.includes(kept()) ? kept() : "auto";
  show(known);
  document.addEventListener("DOMContentLoaded", () => {
    const select = document.getElementById("theme");
    select.value = known;
    select.addEventListener("change", () => {
      show(select.value);
      keep(select.value);
    });
  });
})();
