/** WGSL text a user gives: where it is, and what it declares. */
import { InputError } from "../errors.ts";
import { at } from "./names.ts";

/** WGSL text read from a file: what `parseNetworkFile` puts in the place of `{file}`. */
export interface WgslFile {
  readonly file: string;
  readonly text: string;
}

/**
 * The text and what it is called in messages.
 * @throws InputError for a file that nobody has read
 */
export function textOf(wgsl: string | WgslFile | { readonly file: string }, place: string): { text: string; path: string } {
  if (typeof wgsl === "string") return { text: wgsl, path: `${place}.wgsl` };
  if (!("text" in wgsl)) throw new InputError(at(place, "wgsl"), wgsl, "a network made in code takes the text, not a file");
  return { text: wgsl.text, path: wgsl.file };
}

/** Whether the text, comments taken out, declares a function. */
export function hasFunction(code: string, name: string): boolean {
  return new RegExp(`\\bfn\\s+${name}\\s*\\(`).test(code);
}

/** The text with comments replaced by spaces, lines kept. WGSL block comments nest. */
export function withoutComments(text: string): string {
  let out = "";
  let depth = 0;
  for (const [token] of text.matchAll(/\/\/[^\n]*|\/\*|\*\/|[^/*]+|[/*]/g)) {
    if (token === "/*") depth++;
    else if (depth > 0) depth -= token === "*/" ? 1 : 0;
    else out += token.startsWith("//") ? "" : token;
  }
  return out;
}

/** Names of a struct's fields, all f32, in order. @throws InputError where it is missing or has others */
export function structFields(code: string, name: string, place: string, path: string): string[] {
  const body = new RegExp(`\\bstruct\\s+${name}\\s*\\{([^}]*)\\}`).exec(code)?.[1];
  if (body === undefined) throw new InputError(place, path, `struct ${name} is missing`);
  const fields: string[] = [];
  for (const line of body.split(",")) {
    if (line.trim() === "") continue;
    const [, field, type] = /^\s*(?:@\w+(?:\([^)]*\))?\s*)*([\p{L}_][\p{L}\p{N}_]*)\s*:\s*(\S[\s\S]*?)\s*$/u.exec(line) ?? [];
    if (field === undefined) throw new InputError(place, line.trim(), `a field of struct ${name} must be written name: f32`);
    if (type !== "f32") throw new InputError(place, `${field}: ${type}`, `fields of struct ${name} must be f32`);
    fields.push(field);
  }
  return fields;
}
