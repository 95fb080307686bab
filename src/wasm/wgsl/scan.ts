/** Questions about syntax: what lowering asks before it writes a statement, and which fields of a struct a function looks at. */
import type { Block, Expression, Program, Statement } from "./syntax.ts";

/** The expressions that an expression is made of. */
export function childrenOf(e: Expression): readonly Expression[] {
  switch (e.kind) {
    case "unary":
    case "member":
      return [e.of];
    case "index":
      return [e.of, e.index];
    case "binary":
      return [e.left, e.right];
    case "call":
      return e.args;
    default:
      return [];
  }
}

/** The statements that a statement is made of. */
function inside(s: Statement): Block {
  switch (s.kind) {
    case "if":
      return [...s.body, ...s.otherwise];
    case "loop":
      return [s.init, s.update, ...s.body].filter((part) => part !== undefined);
    case "block":
      return s.body;
    default:
      return [];
  }
}

/** The expressions of a statement itself. */
function expressionsOf(s: Statement): readonly Expression[] {
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

/** Whether all lanes count together in a `for`: it counts in plain numbers, and its body leaves the counter alone. */
export function countsTogether({ init, update, body }: Extract<Statement, { kind: "loop" }>): boolean {
  if (init?.kind !== "declare" || init.how !== "var" || init.value?.kind !== "number") return false;
  if (update?.kind !== "assign" || update.to.kind !== "name" || update.to.name !== init.name) return false;
  return ["+", "-"].includes(update.operator) && update.value.kind === "number" && !touches(body, init.name);
}

/** Whether a block assigns to a name, hands out a pointer to it, or declares it anew. */
function touches(block: Block, name: string): boolean {
  return block.some((s) => {
    if (s.kind === "declare" && s.name === name) return true;
    if (s.kind === "assign" && rootOf(s.to) === name) return true;
    return expressionsOf(s).some((e) => points(e, name)) || touches(inside(s), name);
  });
}

function rootOf(e: Expression): string | undefined {
  if (e.kind === "name") return e.name;
  return e.kind === "member" || e.kind === "index" || e.kind === "unary" ? rootOf(e.of) : undefined;
}

function points(e: Expression, name: string): boolean {
  return (e.kind === "unary" && e.operator === "&" && rootOf(e.of) === name) || childrenOf(e).some((part) => points(part, name));
}

/** The fields of parameter `k` of a function of the text that it may read, or "all". */
export function fieldsRead(program: Program, name: string, k: number, depth = 0): ReadonlySet<string> | "all" {
  const called = program.functions.get(name);
  const parameter = called?.parameters[k]?.name;
  // A text that calls itself is refused elsewhere.
  if (!called || parameter === undefined || depth > 8) return "all";
  const read = new Set<string>();
  let all = false;
  const look = (e: Expression): void => {
    if (e.kind === "member" && e.of.kind === "name" && e.of.name === parameter) read.add(e.name);
    else if (e.kind === "name" && e.name === parameter) all = true;
    else if (e.kind === "call")
      e.args.forEach((arg, place) => {
        if (arg.kind !== "name" || arg.name !== parameter) return look(arg);
        const passed = fieldsRead(program, e.callee.name, place, depth + 1);
        if (passed === "all") all = true;
        else for (const field of passed) read.add(field);
      });
    else for (const part of childrenOf(e)) look(part);
  };
  const lookAt = (block: Block): void => {
    for (const s of block) {
      for (const e of expressionsOf(s)) look(e);
      lookAt(inside(s));
    }
  };
  lookAt(called.body);
  return all ? "all" : read;
}
