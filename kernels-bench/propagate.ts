import { timeKernel } from "../src/gpu/profiler.ts";
import { ATOMIC } from "./atomic_add.ts";
import { type Bench, earlier, type Result, repeat } from "./measure.ts";
import { fountain } from "./networks.ts";
import { boundOn, calledOn, planned } from "./planned.ts";

const [ACTIVE, SILENT, OUTDEGREE] = [1000, 20_000, 4000];

/** One window in which 1,000 neurons spike onto 4,000 of 20,000 each. */
export async function propagate(bench: Bench): Promise<Result[]> {
  const { device } = bench;
  const compiled = await planned(fountain(ACTIVE, SILENT, OUTDEGREE), 2 ** 27);
  const { plan } = compiled;
  const events = ACTIVE * OUTDEGREE;
  const queue = Uint32Array.from({ length: ACTIVE }, (_, i) => i);
  let once: () => Promise<number> | number;
  if (device) {
    const { bound, workgroups, buffers } = await boundOn(device, compiled, 1);
    const of = (label: string) => buffers.find((b) => b.label === label);
    of("control")?.write(Uint32Array.of(ACTIVE) as never);
    of("queue")?.write(queue as never);
    once = async () => (await timeKernel(device, bound, workgroups, { rounds: 1 })).nsPerDispatch / 1e9;
  } else {
    const control = new Uint32Array(plan.buffers.control.length);
    control[0] = ACTIVE;
    const filled = new Uint32Array(plan.buffers.queue.length);
    filled.set(queue);
    const call = calledOn(compiled, 1, { control, queue: filled });
    once = () => {
      const start = performance.now();
      call();
      return (performance.now() - start) / 1000;
    };
  }
  const rate = await repeat({ name: "propagate", unit: "M/s", note: "synaptic events" }, once, (s) => events / s / 1e6);
  const time: Result = { name: "propagate, time", value: 1000 / rate.value, spread: rate.spread, unit: "ns/event", note: "" };
  const ceiling = earlier(bench, ATOMIC);
  return ceiling === undefined
    ? [rate, time]
    : [rate, time, { name: "propagate, share of adds", value: rate.value / ceiling, spread: rate.spread, unit: "of adds", note: "" }];
}
