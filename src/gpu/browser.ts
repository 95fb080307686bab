import type { Candidate } from "./adapter.ts";
import type { DeviceChoice } from "./device.ts";

/** What the browser offers (`#gpu-platform` under the condition `browser`). */
export function candidates(choice: DeviceChoice): readonly Candidate[] {
  const gpu = (globalThis.navigator as Navigator | undefined)?.gpu;
  if (!gpu) return [];
  if (choice === "hardware") return [{ backend: "browser", request: () => gpu.requestAdapter({ powerPreference: "high-performance" }) }];
  return [
    { backend: "browser", request: () => gpu.requestAdapter({ forceFallbackAdapter: true }) },
    // A browser started on SwiftShader may know no other adapter and give it only unasked.
    { backend: "browser", request: () => gpu.requestAdapter() },
  ];
}

/** What to do where there is no adapter of this kind. */
export function remedy(choice: DeviceChoice): string {
  if (!(globalThis.navigator as Navigator | undefined)?.gpu)
    return "this browser has no WebGPU here; use a current Chrome or Edge on https or localhost, or choose cpu";
  return choice === "hardware"
    ? "the browser offers none; enable graphics acceleration, or choose software or cpu"
    : "the browser offers none; choose hardware or cpu";
}

/** Unknown: a page learns a rounded size of the machine, not what is free. */
export function availableMemory(): number | undefined {
  return undefined;
}

/** Bytes of the largest typed array to ask for: Chrome refuses those of 2 GiB and more. */
export const largestArray: number = 2 ** 30;
