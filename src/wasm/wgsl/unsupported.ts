/** WGSL that the compiler does not take. Where there is a twin it runs instead, with this as the reason; a flow has but its text, and its author is told. */
export class Unsupported extends Error {
  /** @param line in the WGSL text, 1-based; 0 where it has none */
  constructor(
    readonly what: string,
    readonly line: number,
  ) {
    super(line > 0 ? `line ${line}: ${what}` : what);
  }
}
