import { DeviceError } from "../errors.ts";
import type { Device } from "./device.ts";

/** Runs `make` inside error scopes: a validation or memory error of the calls it makes synchronously becomes a DeviceError that starts with `what`. */
export async function scoped<T>(device: Device, what: string, make: () => T): Promise<T> {
  const { raw } = device;
  raw.pushErrorScope("validation");
  raw.pushErrorScope("out-of-memory");
  let made: T;
  let memory: Promise<GPUError | null>;
  let validation: Promise<GPUError | null>;
  try {
    made = make();
  } finally {
    memory = raw.popErrorScope();
    validation = raw.popErrorScope();
  }
  const [outOfMemory, invalid] = await device.guard(Promise.all([memory, validation]));
  if (outOfMemory) throw new DeviceError(`${what}: out of GPU memory: ${oneLine(outOfMemory.message)}`);
  if (invalid) throw new DeviceError(`${what}: ${oneLine(invalid.message)}`);
  return made;
}

/** A platform message as one line. */
export function oneLine(message: string): string {
  return message.trim().replace(/\s*\n\s*/g, " ");
}
