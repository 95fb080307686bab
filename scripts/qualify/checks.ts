import { brunel } from "../../examples/brunel/index.ts";
import type { Regime } from "../../examples/brunel/parameters.ts";
import type { Example } from "../../examples/example.ts";
import { microcircuit } from "../../examples/microcircuit/index.ts";
import { names } from "../../examples/microcircuit/parameters.ts";
import * as microcircuitReference from "../../examples/microcircuit/reference.ts";
import { vogelsAbbottCoba, vogelsAbbottCuba } from "../../examples/vogels-abbott/index.ts";
import { mean } from "../../src/view/statistics.ts";
import { type Check, type Measurement, meanCv, meanRate, type Run, runExample, type Seen } from "./check.ts";
import { diehlCookCheck } from "./diehl-cook.ts";
import { dynamicsChecks } from "./dynamics.ts";
import { learningChecks } from "./learning.ts";
import { operatorChecks } from "./operators.ts";
import { plasticityChecks } from "./plasticity.ts";

/** Spikes a neuron needs to count for the CV of ISI: that of the files the targets are from. */
const LEAST_GOLDEN = 5;
/** The same for the microcircuit: one interval has no spread. */
const LEAST_MICROCIRCUIT = 3;

/** Layers whose rates fluctuate slowly: a wider band. */
const SLOW: readonly string[] = ["L23E", "L5E", "L6E"];
const SYNAPSES = 298_880_968;

function check(name: string, title: string, measure: (run: Run) => Promise<{ seen: Seen; measurements: Measurement[] }>): Check {
  return {
    name,
    title,
    async measure(run) {
      const { seen, measurements } = await measure(run);
      return { measurements, where: seen.where };
    },
  };
}

const fullMicrocircuit = check("microcircuit", "Full scale, Poisson drive, 10 s after 0.5 s, seed 1", async (run) => {
  const seen = await runExample(microcircuit, { seed: 1 }, 500, 10_000, run);
  const { rates = {}, cv = {} } = microcircuitReference.poisson;
  const measurements: Measurement[] = [{ what: "synapses", value: seen.synapses, digits: 0, target: SYNAPSES }];
  for (const name of names) {
    const relative = SLOW.includes(name) ? 0.08 : 0.05;
    measurements.push({ what: `${name} rate`, value: seen.rates[name]!, unit: "Hz", target: rates[name]!, relative });
  }
  for (const name of names) {
    const population = seen.spikes.populations.find((p) => p.name === name)!;
    const value = meanCv(seen.spikes, LEAST_MICROCIRCUIT, population);
    measurements.push({ what: `${name} CV of ISI`, value, target: cv[name]!, absolute: 0.06 });
    measurements.push({ what: `${name} CV of ISI, neurons with 5 spikes or more`, value: meanCv(seen.spikes, 5, population) });
  }
  return { seen, measurements };
});

interface Target {
  readonly rate: number;
  readonly tolerance: number;
  readonly cv?: number;
}

const BRUNEL: Readonly<Record<Regime, Target>> = {
  A: { rate: 333, tolerance: 0.02 },
  B: { rate: 58.3, tolerance: 0.05, cv: 0.84 },
  C: { rate: 37.3, tolerance: 0.1, cv: 0.43 },
  D: { rate: 5.87, tolerance: 0.1, cv: 0.57 },
  nest: { rate: 32.1, tolerance: 0.03 },
};

function brunelCheck(regime: Regime): Check {
  const { rate, tolerance, cv } = BRUNEL[regime];
  return check(`brunel-${regime}`, `Brunel, N 12,500, regime ${regime}, 200 ms to 1 s, seed 1`, async (run) => {
    const seen = await runExample(brunel, { seed: 1, variant: regime }, 200, 800, run);
    const irregularity = { what: "CV of ISI", value: meanCv(seen.spikes, LEAST_GOLDEN) };
    const measurements: Measurement[] = [{ what: "rate", value: meanRate(seen.spikes), unit: "Hz", target: rate, relative: tolerance }];
    if (regime === "A") measurements.push({ ...irregularity, below: 0.05 });
    else measurements.push(cv === undefined ? irregularity : { ...irregularity, target: cv, absolute: 0.08 });
    return { seen, measurements };
  });
}

/** The mean of seeds 1 to 5 held against a rate and a CV, and each seed's numbers. */
function vogelsAbbottCheck(example: Example, rate: Omit<Measurement, "what" | "value">, cv: Omit<Measurement, "what" | "value">): Check {
  return check(example.name, "100 ms to 1 s, mean of seeds 1 to 5", async (run) => {
    const all: Seen[] = [];
    for (let seed = 1; seed <= 5; seed++) all.push(await runExample(example, { seed }, 100, 900, run));
    const rates = all.map(({ spikes }) => meanRate(spikes));
    const cvs = all.map(({ spikes }) => meanCv(spikes, LEAST_GOLDEN));
    const measurements: Measurement[] = [
      { what: "rate", value: mean(rates), unit: "Hz", ...rate },
      { what: "CV of ISI", value: mean(cvs), ...cv },
      ...rates.map((value, i) => ({ what: `rate, seed ${i + 1}`, value, unit: "Hz" })),
      ...cvs.map((value, i) => ({ what: `CV of ISI, seed ${i + 1}`, value })),
    ];
    return { seen: all[0]!, measurements };
  });
}

/** Every long check; short ones first. */
export const checks: readonly Check[] = [
  vogelsAbbottCheck(vogelsAbbottCuba, { target: 5.6, relative: 0.05 }, { target: 0.52, absolute: 0.03 }),
  vogelsAbbottCheck(vogelsAbbottCoba, { target: 18.9, relative: 0.08 }, { target: 1.58, absolute: 0.1 }),
  ...(["A", "B", "C", "D", "nest"] as const).map(brunelCheck),
  ...plasticityChecks,
  ...learningChecks,
  ...operatorChecks,
  ...dynamicsChecks,
  diehlCookCheck,
  fullMicrocircuit,
];
