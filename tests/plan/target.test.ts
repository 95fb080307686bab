import { describe, expect, it } from "vitest";
import { GalvaniError } from "../../src/errors.ts";
import { execute, openTarget } from "../../src/plan/target.ts";
import { compile } from "../../src/simulate/compile.ts";
import { Run } from "../../src/twins/lib/window.ts";
import { busy, network } from "../simulate/networks.ts";

const compiled = () => compile(network(busy()), { pageBytes: 65536 });

describe("targets", () => {
  it("cpu needs models that compile, or twins; auto says why it took the software adapter; unknown names are refused", async () => {
    const mine = { kind: "model" as const, name: "mine", reason: 'line 3: "loop"' };
    await expect(openTarget("cpu", mine)).rejects.toThrow(
      /adapter: "cpu": model "mine" cannot be compiled for the cpu \(line 3: "loop"\) and has no twin/,
    );
    await expect(openTarget("fpga" as never, undefined)).rejects.toThrow(/adapter: "fpga": .*auto, hardware, software, cpu/);
    const target = await openTarget("auto", mine);
    if (target.device?.summary.kind === "software") expect(target.note).toMatch(/"mine"/);
    target.device?.destroy();
    expect((await openTarget("cpu", undefined)).device).toBeUndefined();
  });
});

describe("a plan is data", () => {
  it("made without a device; every dispatch names kernels and buffers that are there", async () => {
    const { plan } = await compiled();
    for (const { kernel, bindings } of plan.window) {
      expect(plan.kernels).toHaveProperty(kernel);
      for (const name of Object.values(bindings)) expect(name in plan.buffers || name in plan.uniforms, name).toBe(true);
    }
  });

  it("step by step, both executors hold the same integers in every buffer", async () => {
    const [a, b] = [await compiled(), await compiled()];
    const cpu = await execute(a.plan, await openTarget("cpu", undefined));
    const software = await execute(b.plan, await openTarget("software", undefined));
    expect([cpu.kind, cpu.adapterKind, software.kind, software.adapterKind]).toEqual(["cpu", "cpu", "gpu", "software"]);
    for (const executor of [cpu, software]) executor.setEnd(90);
    for (const windows of [1, 7, 40, 100]) {
      const [one, two] = [await cpu.submit(windows), await software.submit(windows)];
      const { stepsAt, tailsAt } = a.plan;
      const upTo = stepsAt + windows + 1;
      expect(two.control.slice(stepsAt, upTo)).toEqual(one.control.slice(stepsAt, upTo));
      expect(two.control.slice(tailsAt, tailsAt + windows + 1)).toEqual(one.control.slice(tailsAt, tailsAt + windows + 1));
      expect(two.queue.slice(0, two.control[0]).sort()).toEqual(one.queue.slice(0, one.control[0]).sort());
      for (const [name, type] of [
        ["ring", "i32"],
        ["cursors", "u32"],
        ["state", "f32"],
      ] as const)
        expect(await software.read(name, type), `${name} after ${windows} windows`).toEqual(await cpu.read(name, type));
    }
    expect(cpu.dispatches).toBe(software.dispatches);
    await expect(software.read("ring", "f32")).rejects.toBeInstanceOf(GalvaniError);
    // Going on from another step than the one reached, as after a checkpoint.
    for (const executor of [cpu, software]) {
      executor.setStep(1000);
      executor.setEnd(1003);
    }
    const [one, two] = [await cpu.submit(5), await software.submit(5)];
    expect(one.control[a.plan.stepsAt + 5]).toBe(1003);
    expect(two.control[a.plan.stepsAt + 5]).toBe(1003);
    cpu.destroy();
    software.destroy();
  });
});

describe.each(["cpu", "software"] as const)("%s: a full queue", (adapter) => {
  it("stops a submit at the last window whose spikes are sure to fit, and the next goes on", async () => {
    const n = 300;
    const driven = network({
      populations: [{ name: "n", size: n, model: "iaf_psc_delta", params: { I_e: 1e6, t_ref: 0 } }],
      projections: [{ source: "n", target: "n", rule: "one_to_one", weight: 0.001, delay: 0.5 }],
    });
    const { plan, windowSteps } = await compile(driven, { pageBytes: 65536 });
    expect(windowSteps).toBe(5);
    plan.run[Run.queue_capacity] = 3 * 5 * n + 7;
    const executor = await execute(plan, await openTarget(adapter, undefined));
    executor.setEnd(37);
    for (const [from, to] of [
      [0, 15],
      [15, 30],
      [30, 37],
    ]) {
      const { control, queue } = await executor.submit(10);
      expect(control[plan.stepsAt]).toBe(from);
      expect(control[plan.stepsAt + 10]).toBe(to);
      expect(control[0]).toBe(n * (to - from));
      const bits = plan.run[Run.neuron_bits];
      const seen = new Set<number>();
      for (let w = 0; w < 10; w++)
        for (let s = control[plan.tailsAt + w]; s < control[plan.tailsAt + w + 1]; s++)
          seen.add((control[plan.stepsAt + w] + (queue[s] >>> bits)) * n + (queue[s] & (2 ** bits - 1)));
      expect(seen.size).toBe(n * (to - from));
      expect(Math.min(...seen)).toBe(from * n);
      expect(Math.max(...seen)).toBe(to * n - 1);
    }
    executor.destroy();
  });
});
