/** WGSL that the compiler does not take. Never reaches a person as an error: the twin runs instead, with this as the reason. */
export class Unsupported extends Error {
  /** @param line in the WGSL text, 1-based */
  constructor(what: string, line: number) {
    super(line > 0 ? `line ${line}: ${what}` : what);
  }
}
