import { Network, simulate } from "galvani";

const net = new Network({ dt: 0.1, seed: 1 });
const exc = net.population("exc", 800, "iaf_psc_exp", { initial: { V_m: { uniform: { low: -70, high: -55 } } } });
const inh = net.population("inh", 200, "iaf_psc_exp");
for (const target of [exc, inh]) {
  net.input({ kind: "poisson", target, rate: 5000, weight: 40 });
  net.connect({ source: exc, target, rule: { pairwise_bernoulli: { p: 0.1 } }, weight: 20, delay: 1.5 });
  net.connect({ source: inh, target, rule: { fixed_indegree: { indegree: 20 } }, weight: -100, delay: { uniform: { low: 0.5, high: 1 } } });
}
const sim = await simulate(net); // a hardware GPU, else the CPU; { adapter: "software" } for SwiftShader
await sim.run(500);
console.log(sim.adapter, sim.rates(), sim.digest);
sim.destroy();
