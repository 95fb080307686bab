import { expect, test } from "vitest";
import { Simulation } from "../../src/simulate/simulation.ts";
import { pairOf, weightsAt } from "./pairs.ts";

/** NEST's testsuite/pytests/test_stdp_synapse.py: spike times, ms, and the weight delivered at each spike of the source. */
const pre = [1, 5, 6, 7, 9, 11, 12, 13, 14.5, 16.1, 21, 25, 26, 27, 29, 31, 32, 33, 34.5, 36.1];
const post = [2, 3, 4, 8, 9, 10, 12, 12.2, 14.1, 15.4, 22, 23, 24, 28, 29, 30, 32, 33.2, 35.1, 36.4];
const params = { lambda: 0.01, alpha: 0.85, mu_plus: 0, mu_minus: 0, tau_plus: 16.8, tau_minus: 33.7, Wmax: 15 };
const rows: [w0: number, delay: number, weights: number[]][] = [
  [
    0.5,
    0.1,
    [
      0.5, 0.535955263, 0.184891199, 0, 0.050589238, 0.5833693, 0, 0.725743372, 0.612636307, 0.496969636, 0, 1.30482054, 0.175585642, 0, 0,
      0.798666005, 0, 0, 0, 0,
    ],
  ],
  [
    0.5,
    1.0,
    [
      0.5, 0.632928029, 0.272362051, 0, 0.140170055, 0.720028761, 0.057702356, 0.177896755, 0.220650972, 0.227736158, 0.327830264,
      1.59992768, 0.440128866, 0, 0, 0.778723866, 0, 0, 0, 0,
    ],
  ],
  [
    7.5,
    0.1,
    [
      7.5, 7.535955263, 7.184891199, 6.844091423, 6.894680661, 7.427460723, 6.782588456, 7.508331828, 7.395224763, 7.279558092, 6.37692691,
      7.68174745, 6.552512551, 5.45629383, 5.306887193, 6.105553198, 4.809423803, 4.635643336, 4.463031913, 4.241084882,
    ],
  ],
  [
    7.5,
    1.0,
    [
      7.5, 7.632928029, 7.272362051, 6.922338175, 7.062508231, 7.642366936, 6.980040531, 7.100234931, 7.142989148, 7.150074333, 7.250168439,
      8.522265856, 7.362467042, 6.236578022, 6.130782752, 6.909506618, 5.578296134, 5.431557938, 5.153447616, 4.95154907,
    ],
  ],
];

for (const adapter of ["cpu", "software"] as const)
  test.each(rows)(`stdp_synapse on ${adapter}: NEST's trains from %f, delay %f ms`, async (weight, delay, wanted) => {
    const net = pairOf({ pre, post, weight, delay, plasticity: { rule: "stdp_synapse", params } });
    const simulation = await Simulation.create(net.resolve(), { adapter });
    const got = await weightsAt(simulation, pre);
    simulation.destroy();
    got.forEach((weight, k) => {
      expect(Math.abs(weight - wanted[k]!), `weight ${k}: ${weight}, NEST ${wanted[k]}`).toBeLessThan(1e-5);
    });
  });
