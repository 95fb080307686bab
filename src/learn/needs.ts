import { InputError } from "../errors.ts";

/** @throws InputError unless `ok` */
export function need(ok: boolean, place: string, value: unknown, remedy: string): void {
  if (!ok) throw new InputError(place, value, remedy);
}

/** A whole number of `low` to `high`. @param why what the message ends with @throws InputError */
export function needWhole(place: string, value: number, low: number, high?: number, why = ""): void {
  const ok = Number.isSafeInteger(value) && value >= low && value <= (high ?? Number.MAX_SAFE_INTEGER);
  const range = high === undefined ? `${low} or more` : `${low} to ${high}`;
  need(ok, place, value, `a whole number, ${range}${why}`);
}

/** @param above whether `low` itself is too little @throws InputError */
export function needNumber(place: string, value: number, low: number, above: boolean): void {
  const ok = Number.isFinite(value) && (above ? value > low : value >= low);
  need(ok, place, value, `a finite number, ${above ? `above ${low}` : `${low} or more`}`);
}

/** One of `names`, where it is given. @throws InputError */
export function needOneOf(place: string, value: string | undefined, names: readonly string[]): void {
  need(value === undefined || names.includes(value), place, value, `one of ${names.join(", ")}`);
}
