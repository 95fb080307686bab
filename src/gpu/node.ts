import { existsSync, readdirSync } from "node:fs";
import { constants, freemem, homedir } from "node:os";
import { join } from "node:path";
import type { Candidate } from "./adapter.ts";
import type { DeviceChoice } from "./device.ts";
import { packagedSwiftShader } from "./swiftshader.ts";

const SYSTEM_ICD = "/usr/lib/chromium/vk_swiftshader_icd.json";
/** Keeps the library loaded when Node closes it after finding that it is no addon. */
const RTLD_NODELETE = 0x1000;

/** Features of Dawn that stay off. */
const UNWANTED = ["timestamp_quantization"];
/** SwiftShader clears workgroup memory with all of its subgroups, each all of it, in unrolled code: Dawn's own loop takes a hundredth of that. */
const UNWANTED_SOFTWARE = [...UNWANTED, "use_vulkan_zero_initialize_workgroup_memory_extension"];

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

/** Bytes that this process may still take: what the machine, or the container it runs in, has left. */
export function availableMemory(): number | undefined {
  // Not in every Node 20.
  const { availableMemory } = process as { availableMemory?: () => number };
  return availableMemory ? availableMemory.call(process) : freemem();
}

/** Bytes of the largest typed array to ask for. */
export const largestArray: number = 2 ** 32;

/**
 * Whether the machine may have a GPU with a Vulkan driver: a driver file where the loader looks for them, or a device node. Without
 * either Dawn finds nothing and says so on stderr, past Node's own streams.
 */
function mayHaveDrivers(): boolean {
  if (process.platform !== "linux") return true;
  const { env } = process;
  if (env.VK_DRIVER_FILES || env.VK_ICD_FILENAMES || env.VK_ADD_DRIVER_FILES) return true;
  const home = env.HOME || homedir();
  const roots = [
    env.XDG_CONFIG_HOME || join(home, ".config"),
    ...(env.XDG_CONFIG_DIRS || "/etc/xdg").split(":"),
    "/etc",
    env.XDG_DATA_HOME || join(home, ".local/share"),
    ...(env.XDG_DATA_DIRS || "/usr/local/share:/usr/share").split(":"),
    "/usr/share",
    "/run/opengl-driver/share",
  ];
  if (roots.some((root) => list(join(root, "vulkan/icd.d")).some((file) => file.endsWith(".json")))) return true;
  return (
    list("/dev").some((name) => name.startsWith("nvidia") || name === "dxg" || name === "mali0" || name === "kgsl-3d0") ||
    list("/dev/dri").length > 0
  );
}

function list(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
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
  // Without a loader or a driver Dawn finds nothing and says so on stderr.
  if (driver === "own" && !(mayHaveDrivers() && hasOwnLoader())) return null;
  const before = process.env.VK_DRIVER_FILES;
  // The loader reads the variable when an instance enumerates; put it back so that a later hardware request sees the machine's own.
  if (driver !== "own") process.env.VK_DRIVER_FILES = driver;
  try {
    let gpu = held.get(driver);
    if (!gpu) {
      const { create } = await import("webgpu");
      gpu = create([`disable-dawn-features=${(driver === "own" ? UNWANTED : UNWANTED_SOFTWARE).join()}`]);
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
