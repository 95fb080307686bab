import { existsSync } from "node:fs";
import { constants } from "node:os";
import { join } from "node:path";
import type { Candidate } from "./adapter.ts";
import type { DeviceChoice } from "./device.ts";
import { packagedSwiftShader } from "./swiftshader.ts";

const SYSTEM_ICD = "/usr/lib/chromium/vk_swiftshader_icd.json";
/** Keeps the library loaded when Node closes it after finding that it is no addon. */
const RTLD_NODELETE = 0x1000;

/** What `create` returned, for the life of the process: Dawn crashes or hangs when it is collected. */
const held = new Map<string, GPU>();

/** What Dawn offers in Node (`#gpu-platform` outside a browser). */
export function candidates(choice: DeviceChoice): readonly Candidate[] {
  if (choice === "hardware") return [{ backend: "dawn", request: () => request("own", { powerPreference: "high-performance" }) }];
  return [
    { backend: "dawn", request: () => request("own", { forceFallbackAdapter: true }) },
    {
      backend: "dawn, swiftshader of Debian's chromium",
      request: async () => (hasOwnLoader() && existsSync(SYSTEM_ICD) ? request(SYSTEM_ICD) : null),
    },
    { backend: "dawn, swiftshader of @sparticuz/chromium", request: requestPackaged },
  ];
}

/** What to do where there is no adapter of this kind. */
export function remedy(choice: DeviceChoice): string {
  if (choice === "hardware") return "install the GPU's Vulkan driver and loader (Debian: libvulkan1), or choose --adapter cpu";
  return "install the npm package @sparticuz/chromium (x86-64 Linux), or choose --adapter cpu";
}

let ownLoader: boolean | undefined;

/** Whether the machine has a Vulkan loader of its own; asked once, because the packaged one answers to the same name later. */
function hasOwnLoader(): boolean {
  ownLoader ??= process.platform !== "linux" || loadVulkanLoader("libvulkan.so.1");
  return ownLoader;
}

async function requestPackaged(): Promise<GPUAdapter | null> {
  const folder = await packagedSwiftShader();
  if (!folder) return null;
  hasOwnLoader();
  loadVulkanLoader(join(folder, "libvulkan.so.1"));
  return request(join(folder, "vk_swiftshader_icd.json"));
}

/**
 * Loads a Vulkan loader into the process and says whether it is there. Dawn's own `dlopen("libvulkan.so.1")` then finds it by
 * its name, wherever it came from; LD_LIBRARY_PATH would have to be set before the process starts.
 */
function loadVulkanLoader(path: string): boolean {
  try {
    process.dlopen({ exports: {} }, path, constants.dlopen.RTLD_NOW | constants.dlopen.RTLD_GLOBAL | RTLD_NODELETE);
    return true;
  } catch (error) {
    // "Module did not self-register": it is no addon, and it stays loaded.
    return !/cannot open shared object/.test(String(error));
  }
}

/** An adapter from a Dawn instance of its own for each Vulkan driver file ("own": the machine's drivers, as the environment says). */
async function request(driver: string, options: GPURequestAdapterOptions = {}): Promise<GPUAdapter | null> {
  // Without a loader Dawn finds nothing and says so on stderr.
  if (driver === "own" && !hasOwnLoader()) return null;
  const before = process.env.VK_DRIVER_FILES;
  // The loader reads the variable when an instance enumerates; put it back so that a later hardware request sees the machine's own.
  if (driver !== "own") process.env.VK_DRIVER_FILES = driver;
  try {
    let gpu = held.get(driver);
    if (!gpu) {
      const { create } = await import("webgpu");
      gpu = create(["disable-dawn-features=timestamp_quantization"]);
      held.set(driver, gpu);
    }
    return await gpu.requestAdapter(options);
  } catch {
    return null;
  } finally {
    if (driver !== "own") {
      if (before === undefined) delete process.env.VK_DRIVER_FILES;
      else process.env.VK_DRIVER_FILES = before;
    }
  }
}
