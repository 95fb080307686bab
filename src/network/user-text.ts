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
