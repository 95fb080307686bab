/** Settings that exist, by kind: one that is misspelt or of another kind is refused, not passed over. */
import { InputError } from "../errors.ts";
import { hint } from "../network/names.ts";

/** Keys of `Spec`s whose `Tag` may be `Name`. */
type KeysOf<Spec, Tag extends string, Name> =
  Spec extends Readonly<Record<Tag, infer Own>> ? (Name extends Own ? Exclude<keyof Spec & string, Tag> : never) : never;

/** All keys of each kind of `Spec` but `Tag`, which names the kind. */
export type KeyTable<Spec extends Readonly<Record<Tag, string>>, Tag extends string> = {
  readonly [Name in Spec[Tag]]: Readonly<Record<KeysOf<Spec, Tag, Name>, true>>;
};

/**
 * @param known those there are
 * @throws InputError naming the first key of `given` that is none; one whose value is undefined counts as left out
 */
export function refuseOthers(place: string, given: object, known: readonly string[]): void {
  for (const [key, value] of Object.entries(given)) {
    if (value === undefined || known.includes(key)) continue;
    throw new InputError(place === "" ? key : `${place}.${key}`, value, `unknown key; ${hint(key, known, "known keys")}`);
  }
}
