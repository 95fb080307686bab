import { InputError } from "../errors.ts";

/** Number of edits (insert, delete, replace, swap neighbours) that turn `a` into `b`. */
function distance(a: string, b: string): number {
  let before: number[] = [];
  let previous = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1] ? before[j - 2] + 1 : Number.POSITIVE_INFINITY;
      row.push(Math.min(row[j - 1] + 1, previous[j] + 1, previous[j - 1] + same, swapped));
    }
    before = previous;
    previous = row;
  }
  return previous[b.length];
}

/** The known name nearest to `name`, if any is near enough to be what was meant; upper and lower case count half. */
export function nearest(name: string, known: Iterable<string>): string | undefined {
  const wanted = name.slice(0, 64);
  let best: string | undefined;
  let least = wanted.length < 3 ? 0.75 : Math.max(1, Math.floor(wanted.length / 3)) + 0.5;
  for (const candidate of known) {
    if (Math.abs(candidate.length - wanted.length) > least) continue;
    const exact = distance(wanted, candidate);
    const d = (exact + distance(wanted.toLowerCase(), candidate.toLowerCase())) / 2;
    if (d < least) {
      best = candidate;
      least = d;
    }
  }
  return best;
}

/** `did you mean "E"?`, or the list of what there is. `what`: "populations", "known keys". */
export function hint(name: string, known: Iterable<string>, what: string): string {
  const list = [...known];
  const near = nearest(name, list);
  if (near !== undefined) return `did you mean "${near}"?`;
  if (list.length === 0) return `there are no ${what}`;
  const shown = list.slice(0, 20).join(", ");
  return `${what}: ${shown}${list.length > 20 ? `, ... (${list.length})` : ""}`;
}

/** The error for a name that is not among `known`. */
export function unknownName(place: string, name: string, kind: string, known: Iterable<string>, plural = `${kind}s`): InputError {
  return new InputError(place, name, `no ${kind} of this name; ${hint(name, known, plural)}`);
}

/** `place.key`, or `place["odd key"]`. */
export function at(place: string, key: string | number): string {
  if (typeof key === "number") return `${place}[${key}]`;
  if (!/^[\p{L}_$][\p{L}\p{N}_$]*$/u.test(key)) return `${place}[${JSON.stringify(key)}]`;
  return place === "" ? key : `${place}.${key}`;
}

/**
 * Settings that are given by name: one that is misspelt or of another kind is refused, not passed over.
 * @param place "" for the spec itself
 * @param known those there are
 * @throws InputError for what is no object, and naming the first key of `given` that is none; one whose value is undefined counts as left out
 */
export function refuseOthers(place: string, given: object, known: readonly string[]): void {
  if (given === null || typeof given !== "object")
    throw new InputError(place === "" ? "spec" : place, given, `must be an object of: ${known.join(", ")}`);
  for (const [key, value] of Object.entries(given)) {
    if (value === undefined || known.includes(key)) continue;
    throw new InputError(place === "" ? key : `${place}.${key}`, value, `unknown key; ${hint(key, known, "known keys")}`);
  }
}
