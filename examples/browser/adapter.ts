import { NoAdapterError } from "../../src/errors.ts";
import type { AdapterChoice } from "../../src/plan/target.ts";
import type { Choice } from "./protocol.ts";

/** Makes something on the adapter that was chosen or, where there is none, on the cpu executor; `notice` says why it runs there. */
export async function onAdapter<T extends { readonly adapterKind: "hardware" | "software" | "cpu" }>(
  choice: Choice,
  make: (adapter: AdapterChoice) => Promise<T>,
): Promise<{ made: T; notice?: string }> {
  if (choice === "cpu") return { made: await make("cpu") };
  if (!(navigator as { gpu?: GPU }).gpu) return { made: await make("cpu"), notice: "No WebGPU here: running on the cpu executor." };
  if (choice === "auto") {
    const made = await make("auto");
    const notice = "No hardware GPU here: running on the cpu executor. The adapter “GPU” tries the browser's software WebGPU.";
    return made.adapterKind === "cpu" ? { made, notice } : { made };
  }
  for (const adapter of ["hardware", "software"] as const) {
    try {
      return { made: await make(adapter) };
    } catch (error) {
      if (!(error instanceof NoAdapterError)) throw error;
    }
  }
  return { made: await make("cpu"), notice: "WebGPU offers no adapter here: running on the cpu executor." };
}

/** What runs, for people. */
export function adapterText({ adapter, adapterKind }: { readonly adapter: string; readonly adapterKind: string }): string {
  return adapterKind === "cpu" ? adapter : `${adapter} (${adapterKind})`;
}
