/** Binary operators on numbers; what only compares or computes an address inside brackets is left out. */
const OPERATOR = /(?:[-+*/%^]=?(?![-+>])|<<|>>|&(?![&a-z(])|\|(?!\|))/g;
const FUNCTION = /\bfn\s+(\w+)\s*\(/g;

/**
 * Arithmetic operations of one call of `entry` in a WGSL text, as written: each operator and each call of a built-in function counts as
 * one, also on vectors; of a branch both sides count. A loop counts as often as its bound says, or `loops` times where that is no literal.
 * An estimate, good for the place of a kernel on a logarithmic axis.
 */
export function operationsOf(text: string, entry: string, loops = 1): number {
  const bodies = bodiesOf(text.replace(/\/\/[^\n]*/g, ""));
  const known = new Map<string, number>();
  const of = (name: string): number => {
    const before = known.get(name);
    if (before !== undefined) return before;
    // A WGSL function cannot call itself.
    const count = counted(bodies.get(name) ?? "", loops, (called) => (bodies.has(called) ? of(called) : BUILT_IN.has(called) ? 1 : 0));
    known.set(name, count);
    return count;
  };
  return of(entry);
}

const BUILT_IN = new Set("abs clamp cos exp exp2 fma log log2 max min pow select sign sin sqrt tanh countLeadingZeros".split(" "));

function bodiesOf(text: string): Map<string, string> {
  const bodies = new Map<string, string>();
  for (const match of text.matchAll(FUNCTION)) {
    const from = text.indexOf("{", match.index);
    bodies.set(match[1], text.slice(from + 1, closing(text, from)));
  }
  return bodies;
}

/** Place of the bracket that closes the one at `from`. */
function closing(text: string, from: number): number {
  let depth = 0;
  for (let k = from; k < text.length; k++) {
    if (text[k] === "{" || text[k] === "(") depth++;
    else if ((text[k] === "}" || text[k] === ")") && --depth === 0) return k;
  }
  return text.length;
}

function counted(body: string, loops: number, called: (name: string) => number): number {
  const loop = /\bfor\s*\(/.exec(body);
  if (loop) {
    const head = loop.index + loop[0].length - 1;
    const headEnd = closing(body, head);
    const from = body.indexOf("{", headEnd);
    const to = closing(body, from);
    const bound = /<\s*(\d+)u?\s*;/.exec(body.slice(head, headEnd))?.[1];
    const inside = counted(body.slice(from + 1, to), loops, called);
    return counted(body.slice(0, loop.index) + body.slice(to + 1), loops, called) + (bound === undefined ? loops : Number(bound)) * inside;
  }
  const plain = body.replace(/\(\*(\w+)\)/g, "$1").replace(/<[a-z][\w<>, ]*>/g, "");
  const operators = (plain.match(OPERATOR) ?? []).length - (plain.match(/(?:[=(,*]|return)\s*-/g) ?? []).length;
  return [...plain.matchAll(/\b(\w+)\s*\(/g)].reduce((sum, [, name]) => sum + called(name), operators);
}
