import { Unsupported } from "./unsupported.ts";

export type Compiled = { readonly module: WebAssembly.Module } | { readonly reason: string };

/** Compiles the module that `write` gives, or says why not. */
export function compiled(write: () => Uint8Array<ArrayBuffer>): Compiled {
  try {
    return { module: new WebAssembly.Module(write()) };
  } catch (error) {
    if (error instanceof Unsupported) return { reason: error.message };
    // No SIMD, or a page whose policy allows no compiled code; RangeError: too large for a browser's main thread.
    if (error instanceof WebAssembly.CompileError || error instanceof RangeError) return { reason: `WebAssembly: ${error.message}` };
    throw error;
  }
}
