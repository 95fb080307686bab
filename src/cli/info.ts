import { cpus, totalmem } from "node:os";
import { availableMemory, openDevice } from "../gpu/adapter.ts";
import { type AdapterSummary, type DeviceFeatures, type DeviceLimits, nameOf } from "../gpu/device.ts";
import { cores as threadsAtOnce } from "../threads/crew.ts";
import type { Io } from "./io.ts";
import type { RawOptions } from "./options.ts";
import { VERSION, versionOf } from "./version.ts";

interface FoundAdapter extends AdapterSummary {
  readonly limits: DeviceLimits;
  readonly features: DeviceFeatures;
}

/** What `galvani info --json` prints. */
interface Info {
  readonly galvani: string;
  readonly node: string;
  readonly platform: string;
  readonly webgpu: string | undefined;
  readonly hardware: FoundAdapter | { readonly none: string };
  readonly software: FoundAdapter | { readonly none: string };
  readonly cpu: { readonly model: string; readonly cores: number; readonly threads: number };
  readonly memory: { readonly total_bytes: number; readonly available_bytes: number | undefined };
}

/** `galvani info`. */
export async function info(raw: RawOptions, io: Io): Promise<void> {
  const cores = cpus();
  const found: Info = {
    galvani: VERSION,
    node: process.versions.node,
    platform: `${process.platform} ${process.arch}`,
    webgpu: versionOf("webgpu"),
    hardware: await probe("hardware"),
    software: await probe("software"),
    cpu: { model: cores[0]?.model ?? "unknown", cores: cores.length, threads: threadsAtOnce() },
    memory: { total_bytes: totalmem(), available_bytes: availableMemory() },
  };
  io.out(raw.json === true ? `${JSON.stringify(found)}\n` : text(found));
}

async function probe(choice: "hardware" | "software"): Promise<FoundAdapter | { none: string }> {
  try {
    const device = await openDevice(choice);
    const { summary, limits, features } = device;
    device.destroy();
    return { ...summary, limits, features };
  } catch (error) {
    return { none: error instanceof Error ? error.message : String(error) };
  }
}

function text(found: Info): string {
  const { cpu, memory } = found;
  const lines = [
    `galvani   ${found.galvani}`,
    `node      ${found.node} (${found.platform})`,
    `webgpu    ${found.webgpu ?? "not found"} (Dawn)`,
    `memory    ${gb(memory.total_bytes)}${memory.available_bytes === undefined ? "" : `, ${gb(memory.available_bytes)} free`}`,
    "",
    ...adapter("hardware", found.hardware),
    ...adapter("software", found.software),
    `cpu       ${cpu.model}, ${cpu.cores} cores; the cpu executor uses up to ${cpu.threads} ${cpu.threads === 1 ? "thread" : "threads"}`,
  ];
  return `${lines.join("\n")}\n`;
}

function adapter(kind: string, found: Info["hardware"]): string[] {
  const name = kind.padEnd(9);
  if ("none" in found) return [`${name} none (${found.none.replace(/^no \w+ GPU adapter: /, "")})`];
  const { limits, features } = found;
  const has = Object.entries(features).flatMap(([feature, there]) => (there ? [feature] : []));
  const gap = " ".repeat(10);
  return [
    `${name} ${nameOf(found)} (${found.backend ?? ""})`,
    `${gap}buffer ${gb(limits.maxBufferSize)}, storage binding ${gb(limits.maxStorageBufferBindingSize)}, ${limits.maxStorageBuffersPerShaderStage} storage buffers`,
    `${gap}workgroup ${limits.maxComputeInvocationsPerWorkgroup} invocations, ${limits.maxComputeWorkgroupStorageSize / 1024} KiB; ${limits.maxComputeWorkgroupsPerDimension} workgroups a dimension`,
    `${gap}features: ${has.join(", ") || "none"}`,
  ];
}

function gb(bytes: number): string {
  return `${(bytes / 1e9).toPrecision(3)} GB`;
}
