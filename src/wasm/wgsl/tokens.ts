import { Unsupported } from "./unsupported.ts";

/** One token of WGSL text and the line (1-based) it stands in. */
export interface Token {
  readonly text: string;
  readonly kind: "name" | "number" | "sign" | "end";
  readonly line: number;
}

const NAME = /[\p{L}_][\p{L}\p{N}_]*/uy;
const NUMBER = /0[xX][0-9a-fA-F]+[iu]?|(?:\d+\.\d*|\.\d+|\d+(?=[eE]))(?:[eE][+-]?\d+)?[fh]?|\d+[iufh]?/y;
const SIGN = /<<=|>>=|->|\+\+|--|&&|\|\||<<|>>|[-+*/%&|^=!<>]=|[-+*/%&|^=!<>~(){}[\].,:;@]/y;
const SKIPPED = /\s+|\/\/[^\n]*/y;

/** The tokens of WGSL text, the last of kind "end". Comments are left out; block comments nest. @throws Unsupported */
export function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  let line = 1;
  let at = 0;
  const match = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = at;
    const found = pattern.exec(text)?.[0];
    if (found === undefined) return undefined;
    at += found.length;
    return found;
  };
  while (at < text.length) {
    const skipped = text.startsWith("/*", at) ? blockComment(text, at) : undefined;
    if (skipped !== undefined) at += skipped.length;
    const gap = skipped ?? match(SKIPPED);
    if (gap !== undefined) {
      line += gap.split("\n").length - 1;
      continue;
    }
    const token = (["name", "number", "sign"] as const).map(
      (kind) => [kind, kind === "name" ? NAME : kind === "number" ? NUMBER : SIGN] as const,
    );
    const start = at;
    for (const [kind, pattern] of token) {
      const found = match(pattern);
      if (found === undefined) continue;
      tokens.push({ text: found, kind, line });
      break;
    }
    if (at === start) throw new Unsupported(`"${text[at]}" is not WGSL`, line);
  }
  tokens.push({ text: "the end of the text", kind: "end", line });
  return tokens;
}

function blockComment(text: string, from: number): string {
  let depth = 0;
  for (let at = from; at < text.length; at++) {
    if (text.startsWith("/*", at)) depth++;
    else if (text.startsWith("*/", at) && --depth === 0) return text.slice(from, at + 2);
    else continue;
    at++;
  }
  return text.slice(from);
}
