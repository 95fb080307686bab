/** Which fields of a struct a function looks at: traces that nobody reads are not computed. */
import type { Block, Expression, Program, Statement } from "./syntax.ts";

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
    else for (const part of partsOf(e)) look(part);
  };
  for (const e of expressionsIn(called.body)) look(e);
  return all ? "all" : read;
}

function partsOf(e: Expression): readonly Expression[] {
  switch (e.kind) {
    case "unary":
    case "member":
      return [e.of];
    case "index":
      return [e.of, e.index];
    case "binary":
      return [e.left, e.right];
    default:
      return [];
  }
}

function expressionsIn(block: Block): Expression[] {
  const given = (s: Statement | undefined): Expression[] => (s ? expressionsOf(s) : []);
  const expressionsOf = (s: Statement): Expression[] => {
    switch (s.kind) {
      case "declare":
      case "return":
        return s.value ? [s.value] : [];
      case "assign":
        return [s.to, s.value];
      case "call":
        return [s.call];
      case "if":
        return [s.condition, ...expressionsIn(s.body), ...expressionsIn(s.otherwise)];
      case "loop":
        return [...given(s.init), ...(s.condition ? [s.condition] : []), ...given(s.update), ...expressionsIn(s.body)];
      case "block":
        return expressionsIn(s.body);
      default:
        return [];
    }
  };
  return block.flatMap(expressionsOf);
}
