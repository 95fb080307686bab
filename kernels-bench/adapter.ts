import { type Device, nameOf } from "../src/gpu/device.ts";
import { type AdapterChoice, openTarget } from "../src/plan/target.ts";

/** Where a benchmark runs, once `auto` is decided. */
export type AdapterKind = Exclude<AdapterChoice, "auto">;

export interface Adapter {
  readonly kind: AdapterKind;
  /** For people. */
  readonly name: string;
  /** Undefined on `cpu`. */
  readonly device: Device | undefined;
}

/** @throws NoAdapterError */
export async function openAdapter(choice: AdapterChoice): Promise<Adapter> {
  const { device } = await openTarget(choice, undefined);
  if (!device) return { kind: "cpu", name: "cpu", device };
  const { kind } = device.summary;
  return { kind, name: `${kind}: ${nameOf(device.summary)}`, device };
}
