/** WGSL text that somebody gives: what it declares, and how it is woven into a kernel, its names made its own. */
import { InputError } from "../errors.ts";
import type { Origin, ShaderSource } from "../gpu/source.ts";

/** Top-level names a WGSL text declares. */
const DECLARATION = /^\s*(?:@\w+(?:\([^)]*\))?\s*)*(?:fn|struct|const|alias|override|var(?:<[^>]*>)?)\s+([A-Za-z_]\w*)/;

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

/** Names declared outside braces: a local variable is no concern of other models. */
function topLevelNames(lines: readonly string[]): string[] {
  const names: string[] = [];
  let depth = 0;
  for (const line of lines) {
    const [code] = line.split("//");
    const name = depth === 0 ? DECLARATION.exec(code)?.[1] : undefined;
    if (name !== undefined) names.push(name);
    for (const c of code) depth += c === "{" ? 1 : c === "}" ? -1 : 0;
  }
  return names;
}

/** What stands before a name that a colon follows where the name is a use or a declaration of its own, not a field of a struct. */
const BEFORE_COLON = /\b(?:let|const|override|var(?:\s*<[^>]*>)?)\s*$|\bcase\b[^{]*$|\bfn\b.*[(,]\s*$/;

/** Adds the suffix to `names` where they are not a member (`.name`) or a field being declared (`name:`). */
function rename(line: string, names: readonly string[], suffix: string): { text: string; shifts: { column: number; longer: number }[] } {
  const shifts: { column: number; longer: number }[] = [];
  const comment = line.indexOf("//");
  const code = comment < 0 ? line : line.slice(0, comment);
  let longer = 0;
  const text = code.replace(
    /(\.?\s*)\b([A-Za-z_]\w*)\b(?=(\s*:)?)/g,
    (whole, before: string, name: string, colon: string | undefined, at: number) => {
      if (!names.includes(name) || before.startsWith(".")) return whole;
      if (colon !== undefined && !BEFORE_COLON.test(code.slice(0, at) + before)) return whole;
      longer += suffix.length + 1;
      shifts.push({ column: at + whole.length + longer, longer: suffix.length + 1 });
      return `${whole}_${suffix}`;
    },
  );
  return { text: comment < 0 ? text : text + line.slice(comment), shifts };
}

/** A line, and where its author wrote it. */
export interface Line {
  readonly text: string;
  readonly origin: Origin;
}

/** The lines of a text. */
export function linesOf({ text, path, origins }: ShaderSource): Line[] {
  return text.split("\n").map((line, k) => ({ text: line, origin: origins[k] ?? { file: path, line: k + 1 } }));
}

/** Its lines with a suffix to every name it declares at top level, so that these cannot meet another text's. */
export function renamedLines(source: ShaderSource, suffix: string): Line[] {
  const lines = linesOf(source);
  const names = topLevelNames(lines.map(({ text }) => text));
  return lines.map(({ text, origin }) => {
    const renamed = rename(text, names, suffix);
    return { text: renamed.text, origin: { ...origin, shifts: renamed.shifts } };
  });
}

/** Lines made for a mark: what is wrong in them is reported there. */
export function madeLines(texts: readonly string[], origin: Origin): Line[] {
  return texts.map((text) => ({ text, origin }));
}

/**
 * A kernel with other lines in the place of its marks, `//#name` on lines of their own. Errors are reported where each line's author wrote it.
 * @param fill the lines for a mark; undefined leaves it as it is
 */
export function woven(kernel: ShaderSource, fill: (mark: string, origin: Origin) => readonly Line[] | undefined): ShaderSource {
  const lines = linesOf(kernel).flatMap((line) => {
    const mark = /^\s*\/\/#(\w+)\s*$/.exec(line.text)?.[1];
    return (mark !== undefined && fill(mark, line.origin)) || [line];
  });
  return { path: kernel.path, text: lines.map(({ text }) => text).join("\n"), origins: lines.map(({ origin }) => origin) };
}
