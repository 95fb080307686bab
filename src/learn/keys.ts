/** Settings that exist, by kind, for `refuseOthers`: one that is misspelt or of another kind is refused, not passed over. */

/** Keys of `Spec`s whose `Tag` may be `Name`. */
type KeysOf<Spec, Tag extends string, Name> =
  Spec extends Readonly<Record<Tag, infer Own>> ? (Name extends Own ? Exclude<keyof Spec & string, Tag> : never) : never;

/** All keys of each kind of `Spec` but `Tag`, which names the kind. */
export type KeyTable<Spec extends Readonly<Record<Tag, string>>, Tag extends string> = {
  readonly [Name in Spec[Tag]]: Readonly<Record<KeysOf<Spec, Tag, Name>, true>>;
};
