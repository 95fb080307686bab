import { GalvaniError, ShaderError } from "../../errors.ts";
import { originOf, type ShaderSource } from "../../gpu/source.ts";
import { memoryOf } from "../../wasm/assembler/memory.ts";
import { type CompiledSystems, compileSystems } from "../../wasm/flow/systems.ts";
import { Unsupported } from "../../wasm/wgsl/unsupported.ts";
import type { Floats } from "../lib/floats.ts";

type Words = Floats | Uint32Array;

/**
 * Groups of four systems whose instructions alternate, so that none waits for its own last result: as many as the registers hold about.
 * @param scalars of a system's state, tangent vectors included
 */
export function groupsTogether(scalars: number): number {
  if (scalars <= 4) return 4;
  return scalars <= 12 ? 2 : 1;
}

/** A woven kernel of a flow for the CPU. */
export class CompiledFlow {
  private kernel: CompiledSystems | undefined;

  constructor(
    private readonly source: ShaderSource,
    private readonly width: number,
  ) {}

  /**
   * Compiles it, if nobody has yet.
   * @throws ShaderError at its author's line where the text cannot be compiled; WebAssembly.CompileError where no code can be
   */
  compile(): CompiledSystems {
    try {
      this.kernel ??= compileSystems(this.source.text, this.width);
      return this.kernel;
    } catch (error) {
      if (!(error instanceof Unsupported)) throw error;
      throw new ShaderError(originOf(this.source, error.line, 1), error.what);
    }
  }

  /** @returns false where the arrays are not those of a program in float32 */
  run(shape: Readonly<Record<string, number>>, arrays: readonly Words[]): boolean {
    const [first, ...others] = arrays;
    const memory = memoryOf(first, ...others);
    if (!memory) return false;
    const { fields, loop } = this.compile();
    loop.within(memory)(shape.systems, ...fields.map((name) => shape[name]), ...arrays.map(({ byteOffset }) => byteOffset));
    return true;
  }
}

/** @throws GalvaniError for a flow that only its text says */
export function oracleOf<T>(found: T | undefined, name: string): T {
  if (found === undefined) throw new GalvaniError(`flow "${name}" is text: it is computed in float32 only`);
  return found;
}
