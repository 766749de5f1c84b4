// A folder of templates that a test may change, gone when the test is over.

import { cpSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

import { REPOSITORY } from "./program.mjs";

export const SHIPPED = `${REPOSITORY}templates`;

const SAMPLE = /^(.+)\.([^.]+)\.sample\.json$/;
const TEMPLATE = /\.(flockml|message\.json|attachment\.json|button\.json)$/;

/** The templates that ship, each with the cases of its samples. */
export function shipped() {
  const files = readdirSync(SHIPPED).sort();
  const samples = files.flatMap((file) => {
    const [, stem, name] = file.match(SAMPLE) ?? [];
    return stem ? [{ stem, name, file }] : [];
  });
  const named = files.filter((file) => TEMPLATE.test(file) && file !== "components.flockml");
  return named.map((name) => {
    const stem = name.replace(TEMPLATE, "");
    return { name, cases: samples.filter((sample) => sample.stem === stem) };
  });
}

export class Folder {
  /** A copy of the templates that ship, or these files: an object of names and contents. */
  constructor(files) {
    this.path = mkdtempSync(join(tmpdir(), "flockml-browser-"));
    if (files) this.write(files);
    else cpSync(SHIPPED, this.path, { recursive: true });
  }

  at(name) {
    return join(this.path, name);
  }

  read(name) {
    return readFileSync(this.at(name), "utf8");
  }

  write(files) {
    for (const [name, content] of Object.entries(files)) {
      mkdirSync(dirname(this.at(name)), { recursive: true });
      writeFileSync(this.at(name), typeof content === "string" ? content : JSON.stringify(content));
    }
  }

  /** Replaces a part of a file, which has to be there. */
  edit(name, before, after) {
    const text = this.read(name);
    if (!text.includes(before)) throw new Error(`${name} has no ${before}`);
    this.write({ [name]: text.replace(before, () => after) });
  }

  /** Saves as many editors do: another file first, which then takes the place of the old one. */
  swap(name, content) {
    this.write({ [`.${name}.swp~`]: content });
    renameSync(this.at(`.${name}.swp~`), this.at(name));
  }

  remove(name) {
    rmSync(this.at(name), { recursive: true, force: true });
  }

  end() {
    rmSync(this.path, { recursive: true, force: true });
  }
}
