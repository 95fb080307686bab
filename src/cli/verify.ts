import { InputError } from "../errors.ts";
import { hasHardware, openDevice } from "../gpu/adapter.ts";
import { type Device, nameOf } from "../gpu/device.ts";
import { type Verdict, verify } from "../verify/verify.ts";
import type { Io } from "./io.ts";
import { adapterOf, type RawOptions, seedOf } from "./options.ts";
import { Progress } from "./progress.ts";
import { table } from "./table.ts";

/** `galvani verify`. Returns 0, or 1 where a kernel misses its twin. */
export async function verifyCommand(raw: RawOptions, io: Io): Promise<number> {
  const choice = adapterOf(raw);
  if (choice === "cpu") throw new InputError("--adapter", choice, "runs the twins themselves, not the kernels; use hardware or software");
  const seed = seedOf(raw) ?? Math.floor(Math.random() * 2 ** 32);
  const wanted = choice === "auto" ? ((await hasHardware()) ? "hardware" : "software") : choice;
  const device = await openDevice(wanted);
  try {
    const adapter = `${wanted}: ${nameOf(device.summary)}`;
    const started = performance.now();
    const verdicts = await verdictsOf(device, seed, io);
    const ok = verdicts.every((verdict) => verdict.ok);
    const seconds = Number(((performance.now() - started) / 1000).toPrecision(3));
    if (raw.json === true) io.out(`${JSON.stringify({ adapter, seed, ok, seconds, kernels: verdicts })}\n`);
    else io.out(text(adapter, seed, verdicts, ok, seconds));
    return ok ? 0 : 1;
  } finally {
    device.destroy();
  }
}

async function verdictsOf(device: Device, seed: number, io: Io): Promise<Verdict[]> {
  let kernel = "";
  const progress = new Progress(io, "verifying", () => kernel);
  const onProgress = (share: number, name: string) => {
    kernel = name;
    progress.update(share);
  };
  try {
    return await verify(device, { seed, onProgress });
  } finally {
    progress.stop();
  }
}

function text(adapter: string, seed: number, verdicts: readonly Verdict[], ok: boolean, seconds: number): string {
  const rows = verdicts.map(({ kernel, size, absolute, relative, tolerance, ok: good, detail }) => [
    kernel,
    size,
    shown(absolute),
    shown(relative),
    tolerance === 0 ? "equal" : shown(tolerance),
    good ? "ok" : "MISS",
    detail,
  ]);
  const head = ["kernel", "size", "absolute", "relative", "allowed", "verdict", "note"];
  const end = ok
    ? `every kernel agrees with its twin (${seconds} s)`
    : `kernels that miss their twin: do not trust this adapter (${seconds} s)`;
  return `adapter ${adapter}, seed ${seed}\nLargest error of each kernel against its twin; relative to the largest value of the field\n\n${table(head, rows, [0, 1, 5, 6])}\n\n${end}\n`;
}

function shown(error: number): string {
  return error === 0 ? "0" : error.toExponential(1);
}
