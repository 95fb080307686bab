import gate from "../../shaders/lib/gated.wgsl";
import type { ShaderSource } from "../gpu/source.ts";

/** Head of a kernel's entry point, up to where its parameters begin. */
const ENTRY = /@compute[^{;]*?\bfn\s+\w+\s*\(/;

/**
 * A kernel that does nothing while the gate is closed. The gate is a uniform, so that all threads pass it or none: barriers behind it are in uniform
 * control flow. (An indirect dispatch of no workgroups would do the same, but Dawn checks each by a dispatch of its own: 0.1 ms to encode one.)
 */
export function gated(source: ShaderSource): ShaderSource {
  const { text } = source;
  const at = bodyOf(text) + 1;
  // Lines stay where they were: what is declared comes behind them.
  const body = `${text.slice(0, at)} if (gate.open == 0u) { return; }${text.slice(at)}`;
  return { path: source.path, text: `${body}\n${gate.text}`, origins: source.origins };
}

/** Place of the brace that opens the entry point's body. */
function bodyOf(text: string): number {
  const head = ENTRY.exec(text);
  if (!head) throw new Error("a kernel without an entry point");
  let depth = 1;
  let at = head.index + head[0].length;
  for (; depth > 0; at++) depth += text[at] === "(" ? 1 : text[at] === ")" ? -1 : 0;
  return text.indexOf("{", at);
}
