/** Places in a network's description, named as errors name them, with names instead of indices where there are names. */
import { InputError } from "../errors.ts";
import type { NetworkDescription, Numbers } from "./description.ts";
import { hint } from "./names.ts";

type Plain = Readonly<Record<string, unknown>>;
type Step = string | number;

/**
 * A place in a description: `seed`, `populations.E.params.I_e`, `projections[0].weight`, `inputs["my drive"].rate`.
 * @throws InputError where it is no path
 */
export function parsePath(path: string): Step[] {
  const steps: Step[] = [];
  const piece = /(?:^|\.)([^.[\]]+)|\[(\d+)\]|\[("(?:[^"\\]|\\.)*")\]/gy;
  while (piece.lastIndex < path.length) {
    const match = piece.exec(path);
    if (!match)
      throw new InputError(`vary["${path}"]`, path, 'is no path; write it as populations.E.params.I_e, or ["a name"] for odd names');
    steps.push(match[1] ?? (match[2] !== undefined ? Number(match[2]) : (JSON.parse(match[3]) as string)));
  }
  if (steps.length === 0) throw new InputError("vary", path, "a path must not be empty");
  return steps;
}

/**
 * The description with `value` at `path`. What is checked here is that the way there exists; the description itself is checked by `resolve`.
 * @throws InputError naming the path, and what there is instead
 */
export function changedAt(description: NetworkDescription<Numbers>, path: string, value: unknown): NetworkDescription<Numbers> {
  return set(description, parsePath(path), value, path) as NetworkDescription<Numbers>;
}

function set(at: unknown, [step, ...rest]: readonly Step[], value: unknown, path: string): unknown {
  const inside = (old: unknown) => (rest.length === 0 ? value : set(old, rest, value, path));
  if (Array.isArray(at)) {
    const index = indexIn(at, step, path);
    return at.map((item: unknown, k) => (k === index ? inside(item) : item));
  }
  if (at !== undefined && (typeof at !== "object" || at === null || ArrayBuffer.isView(at)))
    throw new InputError(`vary["${path}"]`, at, `has nothing named ${JSON.stringify(step)} inside; end the path before it`);
  const plain = (at ?? {}) as Plain;
  if (typeof step === "number") throw new InputError(`vary["${path}"]`, step, `is the index of a list, but here are ${known(plain)}`);
  // Parameters and initial values may be left out of a description; lists and their members may not.
  if (plain[step] === undefined && rest.length > 0 && step !== "params" && step !== "initial")
    throw new InputError(`vary["${path}"]`, step, `is not there; ${hint(step, Object.keys(plain), "keys")}`);
  return { ...plain, [step]: inside(plain[step]) };
}

function known(plain: Plain): string {
  return `the keys ${Object.keys(plain).join(", ")}`;
}

function indexIn(list: readonly unknown[], step: Step, path: string): number {
  if (typeof step === "number") {
    if (step < list.length) return step;
    throw new InputError(`vary["${path}"]`, step, `there ${list.length === 1 ? "is one" : `are ${list.length}`}, counted from 0`);
  }
  const names = list.map((item) => (item as { name?: string } | null)?.name);
  const index = names.indexOf(step);
  if (index >= 0) return index;
  const given = names.flatMap((name) => (name === undefined ? [] : [name]));
  throw new InputError(
    `vary["${path}"]`,
    step,
    `nothing of this name; ${given.length > 0 ? hint(step, given, "names") : "use an index: [0]"}`,
  );
}
