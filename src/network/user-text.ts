/** WGSL text a user gives. */
import { InputError } from "../errors.ts";
import type { ShaderSource } from "../gpu/source.ts";
import { at } from "./names.ts";

/** WGSL text read from a file: what `parseNetworkFile` puts in the place of `{file}`. */
export interface WgslFile {
  readonly file: string;
  readonly text: string;
}

/**
 * The text as the source of a shader, its path what it is called in messages.
 * @throws InputError for a file that nobody has read
 */
export function sourceOf(wgsl: string | WgslFile | { readonly file: string }, place: string): ShaderSource {
  if (typeof wgsl === "object" && !("text" in wgsl))
    throw new InputError(at(place, "wgsl"), wgsl, "a network made in code takes the text, not a file");
  const { text, file } = typeof wgsl === "string" ? { text: wgsl, file: `${place}.wgsl` } : wgsl;
  return { path: file, text, origins: text.split("\n").map((_, i) => ({ file, line: i + 1 })) };
}
