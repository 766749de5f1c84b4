// The preview's page in its users' words.

import { soon } from "./soon.mjs";

export const TABS = ["Desktop", "Mobile", "Push notification", "Text", "JSON", "Source"];

/** The address of a template, one of its cases, and one way to look at it. */
export function address(name, sample = "", tab = "desktop") {
  return `/#/t/${[name, sample, tab].map(encodeURIComponent).join("/")}`;
}

export class PreviewPage {
  constructor(page) {
    this.page = page;
    this.templates = page.getByRole("navigation", { name: "Templates" });
    this.samples = page.getByRole("navigation", { name: "Samples" });
    this.messages = page.getByRole("navigation", { name: "Received messages" });
    this.connection = page.getByTestId("connection");
    this.text = page.getByTestId("text");
    this.json = page.getByTestId("json");
    this.views = page.getByRole("region", { name: "Views" });
    this.findings = page.getByRole("region", { name: /^Findings/ });
    this.data = page.getByRole("textbox", { name: "Sample data (JSON)" });
    this.dataError = page.locator("#data-error");
    this.hostile = page.getByRole("combobox", { name: "Hostile data" });
    this.origin = page.getByRole("dialog", { name: "Where it comes from" });
    this.source = page.getByRole("group", { name: /^Source/ });
    this.clear = this.messages.getByRole("button", { name: "Clear" });
    this.rows = this.messages.getByRole("listitem");
    this.request = page.getByRole("region", { name: "Request" });
    this.answer = page.getByRole("region", { name: "Answer" });
    this.stale = page.getByText("this is the last good picture");
  }

  tab(name) {
    return this.page.getByRole("tab", { name, exact: true });
  }

  template(name) {
    return this.templates.getByRole("link").filter({ has: this.page.getByText(name, { exact: true }) });
  }

  panel() {
    return this.page.getByRole("tabpanel");
  }

  picture(kind = "desktop") {
    return this.page.getByTestId(`picture-${kind}`);
  }

  /** Shows a message or a template in some of its tabs. */
  async through(tabs) {
    for (const tab of tabs) {
      await this.tab(tab).click();
      await this.panel().waitFor();
    }
    await this.tab("Desktop").click();
  }

  /** The line of the source that is pointed at. */
  line() {
    return this.source.locator("[aria-current]");
  }

  /** The rows of the inbox that say something. */
  received(words) {
    return this.messages.getByRole("link").filter({ hasText: words });
  }

  /** Goes to a place in the page, without loading it anew. */
  async go(to) {
    await this.page.evaluate((hash) => (location.hash = hash), to.replace(/^\/?#/, ""));
  }

  /** The picture, once it says so. */
  async says(words, kind = "desktop") {
    const picture = this.picture(kind);
    await soon(`a picture that says ${words}`, async () => (await picture.textContent()).includes(words));
    return picture;
  }
}
