/** WGSL text with its `#import`s inlined, and the way back from each line to the file it was written in. */
export interface ShaderSource {
  /** Path below `shaders/`, for labels and errors: `synapse/propagate.wgsl`. */
  readonly path: string;
  /** The text given to the compiler. */
  readonly text: string;
  /** Origin of each line of `text` (0-based index): file, and the line in it (1-based). */
  readonly origins: readonly Origin[];
  /** The same kernel for devices with subgroups. */
  readonly subgroups?: ShaderSource;
}

/** Where one line of compiled text was written. */
export interface Origin {
  readonly file: string;
  readonly line: number;
  /** Identifiers that weaving renamed in this line, left to right: the column (0-based, in the woven text) and by how much each is longer. */
  readonly shifts?: readonly { readonly column: number; readonly longer: number }[];
}

/** `file:line:column` in the author's text for a 1-based line and column of the compiled text. */
export function originOf(source: ShaderSource, line: number, column: number): string {
  const origin = source.origins[line - 1];
  if (!origin) return `${source.path}:${line}:${column}`;
  let shift = 0;
  for (const s of origin.shifts ?? []) if (s.column < column - 1) shift += s.longer;
  return `${origin.file}:${origin.line}:${Math.max(1, column - shift)}`;
}
