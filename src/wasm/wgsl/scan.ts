/** Questions about syntax that lowering asks before it writes a statement. */
import type { Block, Expression, Statement } from "./syntax.ts";

const inside = (s: Statement): Block => {
  switch (s.kind) {
    case "if":
      return [...s.body, ...s.otherwise];
    case "loop":
    case "block":
      return s.body;
    default:
      return [];
  }
};

/** Whether lanes may leave the function here. */
export function returns(block: Block): boolean {
  return block.some((s) => s.kind === "return" || returns(inside(s)));
}

/** Whether lanes may leave or cut short the loop that this block is in. */
export function jumps(block: Block): boolean {
  return block.some(
    (s) => s.kind === "break" || s.kind === "continue" || (s.kind === "loop" ? returns(s.body) : s.kind === "return" || jumps(inside(s))),
  );
}

export function continues(block: Block): boolean {
  return block.some((s) => s.kind === "continue" || (s.kind !== "loop" && continues(inside(s))));
}

/** Whether a block assigns to a name, hands out a pointer to it, or declares it anew. */
export function touches(block: Block, name: string): boolean {
  return block.some((s) => {
    if (s.kind === "declare" && s.name === name) return true;
    if (s.kind === "assign" && rootOf(s.to) === name) return true;
    return (
      expressionsOf(s).some((e) => points(e, name)) ||
      touches(inside(s), name) ||
      (s.kind === "loop" &&
        touches(
          [s.init, s.update].filter((x) => x !== undefined),
          name,
        ))
    );
  });
}

function expressionsOf(s: Statement): Expression[] {
  switch (s.kind) {
    case "declare":
    case "return":
      return s.value ? [s.value] : [];
    case "assign":
      return [s.to, s.value];
    case "call":
      return [s.call];
    case "if":
      return [s.condition];
    case "loop":
      return s.condition ? [s.condition] : [];
    default:
      return [];
  }
}

function rootOf(e: Expression): string | undefined {
  if (e.kind === "name") return e.name;
  return e.kind === "member" || e.kind === "index" || e.kind === "unary" ? rootOf(e.of) : undefined;
}

function points(e: Expression, name: string): boolean {
  switch (e.kind) {
    case "unary":
      return (e.operator === "&" && rootOf(e.of) === name) || points(e.of, name);
    case "binary":
      return points(e.left, name) || points(e.right, name);
    case "call":
      return e.args.some((arg) => points(arg, name));
    case "member":
    case "index":
      return points(e.of, name);
    default:
      return false;
  }
}

/** Whether all lanes count together in a `for`: it counts in plain numbers, and its body leaves the counter alone. */
export function countsTogether({ init, update, body }: Extract<Statement, { kind: "loop" }>): boolean {
  if (init?.kind !== "declare" || init.how !== "var" || init.value?.kind !== "number") return false;
  if (update?.kind !== "assign" || update.to.kind !== "name" || update.to.name !== init.name) return false;
  return ["+", "-"].includes(update.operator) && update.value.kind === "number" && !touches(body, init.name);
}
