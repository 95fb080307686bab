/** Simulations whose rows were built on the device, and on the host. */
import { afterEach, expect, it } from "vitest";
import { CancelledError } from "../../src/errors.ts";
import { openDevice } from "../../src/gpu/adapter.ts";
import { CpuExecutor } from "../../src/plan/cpu.ts";
import { compile } from "../../src/simulate/compile.ts";
import type { SimulationOptions } from "../../src/simulate/options.ts";
import { busy, closeAll, network, simulation } from "./networks.ts";

afterEach(closeAll);

const run = async (options: SimulationOptions, description = busy()) => {
  const sim = await simulation(description, options);
  await sim.run(20);
  const { arrays } = await sim.save();
  return { digest: sim.digest, counts: sim.counts(), synapses: sim.synapses, ...arrays };
};

it.each(["iaf_psc_exp", "iaf_psc_delta"])(
  "%s: spikes and state are the same wherever rows were built, on pages of any size",
  async (model) => {
    const cpu = await run({ adapter: "cpu" }, busy(model));
    expect(cpu.counts.E).toBeGreaterThan(0);
    for (const pageBytes of [undefined, 4096])
      for (const build of ["host", "device"] as const)
        expect(await run({ adapter: "software", build, pageBytes }, busy(model))).toEqual(cpu);
  },
);

it("one page after another, more than a dispatch binds", async () => {
  const device = await openDevice("software");
  const { plan } = await compile(network(busy()), { pageBytes: 4096, device });
  expect(Object.values(plan.buffers).filter(({ held }) => held).length).toBeGreaterThan(3);
  expect(plan.window.filter(({ label }) => label === "propagate").length).toBeGreaterThan(1);
  expect(() => new CpuExecutor(plan)).toThrow(/page0 is on a GPU/);
  device.destroy();
});

it("build needs a device, and is device or host", async () => {
  await expect(simulation(busy(), { adapter: "cpu", build: "device" })).rejects.toThrow(/the cpu executor has no device/);
  await expect(simulation(busy(), { adapter: "cpu", build: "gpu" as "host" })).rejects.toThrow(/choose device or host/);
});

it("is cancelled while it is built", async () => {
  const stop = new AbortController();
  const options = { adapter: "software", build: "device", signal: stop.signal, onProgress: () => stop.abort() } as const;
  await expect(simulation(busy(), options)).rejects.toThrow(CancelledError);
});
