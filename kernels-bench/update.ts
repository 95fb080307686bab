import { timeKernel } from "../src/gpu/profiler.ts";
import { COPY } from "./copy.ts";
import { type Bench, earlier, REPEATS, type Result, repeat } from "./measure.ts";
import { silent } from "./networks.ts";
import { boundOn, calledOn, planned } from "./planned.ts";

const NEURONS = 1_000_000;

/** One window of 1M iaf_psc_exp neurons: state in and out once, two receptors read from the ring each step. */
export async function update(bench: Bench): Promise<Result[]> {
  const { device } = bench;
  const compiled = await planned(silent(NEURONS), 2 ** 27);
  const steps = compiled.windowSteps;
  const bytes = NEURONS * (2 * 16 + 8 * steps);
  let once: () => Promise<number> | number;
  let free = () => {};
  if (device) {
    const { bound, workgroups, buffers } = await boundOn(device, compiled, 0);
    once = async () => (await timeKernel(device, bound, workgroups, { rounds: 1 })).nsPerDispatch / 1e9;
    free = () => {
      for (const buffer of buffers) buffer.destroy();
    };
  } else {
    const call = calledOn(compiled, 0);
    once = () => {
      const start = performance.now();
      call();
      return (performance.now() - start) / 1000;
    };
  }
  const name = "update, 1M iaf_psc_exp";
  const time = await repeat(
    { name, unit: "ns/neuron-step", note: `windows of ${steps} steps` },
    once,
    (s) => (s * 1e9) / (NEURONS * steps),
    REPEATS,
  );
  free();
  const gb = bytes / (time.value * NEURONS * steps);
  const moved: Result = {
    name: `${name}, moved`,
    value: gb,
    spread: time.spread,
    unit: "GB/s",
    note: `${bytes / NEURONS} bytes a neuron and window`,
  };
  const copied = earlier(bench, COPY);
  if (copied === undefined) return [time, moved];
  return [
    time,
    moved,
    { name: `${name}, share of copy`, value: gb / copied, spread: time.spread, unit: "of copy", note: "target on software: 0.5" },
  ];
}
