import * as platform from "#gpu-platform";
import { DeviceError, NoAdapterError } from "../errors.ts";
import { type AdapterSummary, Device, type DeviceChoice } from "./device.ts";
import { oneLine } from "./scope.ts";

/** A GPU object the platform offers for a choice, to try in order. */
export interface Candidate {
  /** What made it available: "swiftshader from npm". */
  readonly backend: string;
  /** An adapter of the wanted kind, or null. */
  request(): Promise<GPUAdapter | null>;
}

/** Opens a device on a hardware or a software adapter, with the adapter's own largest limits. NoAdapterError says what to install or choose. */
export async function openDevice(choice: DeviceChoice): Promise<Device> {
  for await (const { adapter, backend } of adapters(choice)) {
    const features = (["timestamp-query", "subgroups"] as const).filter((f) => adapter.features.has(f));
    let raw: GPUDevice;
    try {
      raw = await adapter.requestDevice({
        label: "galvani",
        requiredFeatures: features,
        requiredLimits: largest(adapter.limits),
      });
    } catch (error) {
      throw new DeviceError(`adapter ${adapter.info.description || adapter.info.vendor}: ${oneLine(String(error))}`, { cause: error });
    }
    return new Device(raw, summaryOf(choice, adapter.info, backend));
  }
  throw new NoAdapterError(`no ${choice} GPU adapter: ${platform.remedy(choice)}`);
}

/** Whether a hardware adapter is there, without opening it. */
export async function hasHardware(): Promise<boolean> {
  for await (const _ of adapters("hardware")) return true;
  return false;
}

/** Bytes of memory this process may still take; undefined where the platform does not tell. */
export function availableMemory(): number | undefined {
  return platform.availableMemory();
}

/** Bytes of the largest typed array to ask for on this platform. */
export const largestArray: number = platform.largestArray;

async function* adapters(choice: DeviceChoice): AsyncGenerator<{ adapter: GPUAdapter; backend: string }> {
  for (const candidate of platform.candidates(choice)) {
    const adapter = await candidate.request();
    if (adapter && isSoftware(adapter) === (choice === "software")) yield { adapter, backend: candidate.backend };
  }
}

function isSoftware(adapter: GPUAdapter): boolean {
  const { info } = adapter;
  // Browsers before 136 had the flag on the adapter itself.
  const flag = info.isFallbackAdapter ?? (adapter as { isFallbackAdapter?: boolean }).isFallbackAdapter ?? false;
  return (
    flag || /swiftshader|llvmpipe|lavapipe|basic render/i.test(`${info.vendor} ${info.architecture} ${info.device} ${info.description}`)
  );
}

/** Limits a plan can use, at the adapter's maximum; the rest stay at the defaults every browser gives. */
function largest(limits: GPUSupportedLimits): Record<string, number> {
  const wanted = [
    "maxStorageBufferBindingSize",
    "maxBufferSize",
    "maxStorageBuffersPerShaderStage",
    "maxComputeWorkgroupStorageSize",
    "maxComputeInvocationsPerWorkgroup",
    "maxComputeWorkgroupSizeX",
    "maxComputeWorkgroupSizeY",
    "maxComputeWorkgroupSizeZ",
    "maxComputeWorkgroupsPerDimension",
  ] as const;
  return Object.fromEntries(wanted.map((name) => [name, limits[name]]));
}

function summaryOf(kind: DeviceChoice, info: GPUAdapterInfo, backend: string): AdapterSummary {
  const { vendor, architecture, device, description } = info;
  return { kind, vendor, architecture, device, description, backend };
}
