import { expect, test } from "vitest";
import { Network } from "../../src/network/network.ts";
import { simulate } from "../../src/simulate/simulate.ts";

/** Above 2^19 neurons a thread serves four; sizes that are no multiple of four workgroups, parameters scalar and not. */
test("a network so large that threads serve several neurons: same bits on software and cpu", async () => {
  const spikes = [];
  for (const adapter of ["cpu", "software"] as const) {
    const net = new Network({ dt: 0.1, seed: 5 });
    net.population("a", 400_037, "iaf_psc_exp", { params: { I_e: 800 }, initial: { V_m: { uniform: { low: -70, high: -55 } } } });
    net.population("b", 124_301, "iaf_psc_exp", {
      params: { I_e: { uniform: { low: 300, high: 900 } }, t_ref: 0.5 },
      initial: { V_m: { uniform: { low: -70, high: -55 } } },
    });
    net.input({ kind: "poisson", target: "b", rate: 2000, weight: 100 });
    const sim = await simulate(net, { adapter });
    await sim.run(2.3);
    spikes.push({ counts: sim.counts(), digest: sim.digest });
    sim.destroy();
  }
  expect(spikes[1]).toEqual(spikes[0]);
  expect(spikes[0].counts.a).toBeGreaterThan(10_000);
  expect(spikes[0].counts.b).toBeGreaterThan(3_000);
}, 60_000);
