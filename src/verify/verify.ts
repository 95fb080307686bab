/**
 * Every kernel against its twin on one device, on fresh random input: `galvani verify`, and the tests that run it on the software
 * adapter and with planted faults.
 */
import { GalvaniError } from "../errors.ts";
import type { Device } from "../gpu/device.ts";
import { type ConnectKernel, connectKernels } from "../simulate/connect-jobs.ts";
import { models } from "../twins/neuron/index.ts";
import { rules } from "../twins/plasticity/index.ts";
import { analysisChecks } from "./analysis.ts";
import type { StageCheck } from "./case.ts";
import { cellCfcChecks } from "./cell-cfc.ts";
import { cellPlrnnChecks } from "./cell-plrnn.ts";
import { checkConnect, checkDraw } from "./connect.ts";
import { coupledNetwork, couplingChecks } from "./coupling.ts";
import { denseChecks } from "./dense.ts";
import { Dice } from "./dice.ts";
import { fftChecks } from "./fft.ts";
import { fieldChecks } from "./field.ts";
import { flowChecks } from "./flow.ts";
import { localChecks } from "./local.ts";
import { ruleChecks } from "./local-rules.ts";
import { memoryChecks } from "./memory.ts";
import { modeChecks } from "./modes.ts";
import { propagateNetwork, residentNetwork, type Synapses, updateNetwork } from "./networks.ts";
import { checkNeuron, neuronChecks } from "./neurons.ts";
import { operatorChecks } from "./operator.ts";
import { checkPlan, randomArrivals } from "./plans.ts";
import { checkPlastic } from "./plastic.ts";
import { rateChecks } from "./rate.ts";
import { scanChecks } from "./scan.ts";
import { checkAdd, checkCopy, checkRandom } from "./small.ts";
import type { Alter } from "./stage.ts";
import { checkLearn, checkProject, checkReconstruct } from "./subspace.ts";
import { Tally, type Verdict } from "./tally.ts";
import { checkTraining, trainingChecks } from "./training.ts";

export type { Verdict } from "./tally.ts";

interface VerifyOptions {
  readonly seed: number;
  /** Checks to run, by name; default: all. */
  readonly only?: readonly string[];
  /** Called before each check. @param share of the checks done, 0 to 1 */
  readonly onProgress?: (share: number, name: string) => void;
  readonly alter?: Alter;
}

/** Steps a window, windows a submit and submits of one check of the update kernel. */
const STEPS = 5;
const ROUNDS = 25;

/** Largest relative error of float32 sums of a few hundred products, whose order is fixed but not whether a product is rounded before it is added. */
const SUMS = 2e-6;
/** The same for weights and traces over some hundred events, of which a device may fuse multiplications and additions. */
const PLASTIC = 1e-5;
/** The same for layers of neurons that learn, over a dozen steps of exponentials and logarithms, divided by a temperature. */
const NEURONS = 2e-5;
/** Share of the spikes that rounding at the threshold may move to another step. */
const EDGES = 2e-3;

/** Families of dense kernels. */
export const stageChecks: readonly StageCheck[] = [
  ...denseChecks,
  ...trainingChecks,
  ...operatorChecks,
  ...modeChecks,
  ...fftChecks,
  ...fieldChecks,
  ...flowChecks,
  ...couplingChecks,
  ...memoryChecks,
  ...scanChecks,
  ...analysisChecks,
  ...localChecks,
  ...ruleChecks,
  ...rateChecks,
  ...cellCfcChecks,
  ...cellPlrnnChecks,
];

interface Check {
  readonly kernel: string;
  readonly tolerance: number;
  readonly edges: number;
  /** Fills the tally and returns the size, for people. */
  run(device: Device, tally: Tally, dice: Dice, alter: Alter): Promise<string>;
}

/** Runs the checks. A shader that does not compile is a miss too. @throws DeviceLostError */
export async function verify(device: Device, options: VerifyOptions): Promise<Verdict[]> {
  const verdicts: Verdict[] = [];
  const chosen = checks().filter(({ kernel }) => options.only?.includes(kernel) ?? true);
  for (const [k, check] of chosen.entries()) {
    options.onProgress?.(k / chosen.length, check.kernel);
    const tally = new Tally();
    let size = "";
    try {
      size = await check.run(device, tally, new Dice(options.seed, check.kernel), options.alter);
    } catch (error) {
      if (!(error instanceof GalvaniError) || device.lost) throw error;
      tally.miss(error.message);
    }
    verdicts.push(tally.verdict(check.kernel, size, check.tolerance, check.edges));
  }
  return verdicts;
}

function checks(): Check[] {
  const exact = { tolerance: 0, edges: 0 };
  return [
    { kernel: "philox, normal, poisson", ...exact, run: checkRandom },
    { kernel: "bench copy", ...exact, run: checkCopy },
    { kernel: "bench atomic add", ...exact, run: checkAdd },
    ...Object.entries(models).map(([model, { trial }]) => update(`update ${model}`, [model], trial.tolerance, ROUNDS)),
    update("update without subgroups", ["iaf_psc_exp"], models.iaf_psc_exp.trial.tolerance, ROUNDS, true),
    update("update all models together", Object.keys(models), Math.max(...Object.values(models).map(({ trial }) => trial.tolerance)), 8),
    { kernel: "draw", ...exact, run: checkDraw },
    ...(Object.keys(connectKernels) as ConnectKernel[]).map((kernel) => ({
      kernel: `connect ${kernel}`,
      ...exact,
      run: checkConnect(kernel),
    })),
    propagate("propagate", "varied"),
    propagate("propagate constant", "constant"),
    propagate("propagate procedural", "procedural"),
    { kernel: "subspace project", tolerance: SUMS, edges: 0, run: checkProject },
    { kernel: "subspace reconstruct", tolerance: SUMS, edges: 0, run: checkReconstruct },
    { kernel: "subspace learn", tolerance: SUMS, edges: 0, run: checkLearn },
    ...Object.keys(rules).map((rule) => ({ kernel: `plastic ${rule}`, tolerance: PLASTIC, edges: 0, run: checkPlastic(rule) })),
    ...Object.entries(neuronChecks).map(([name, spec]) => ({
      kernel: `learn ${name}`,
      tolerance: NEURONS,
      edges: EDGES,
      run: checkNeuron(spec),
    })),
    ...stageChecks.map(({ kernel, tolerance, edges = 0, make }) => ({
      kernel,
      tolerance,
      edges,
      run: checkTraining(make),
    })),
    { kernel: "coupling in windows", tolerance: SUMS, edges: 0, run: coupled },
    { kernel: "resident", tolerance: models.iaf_psc_exp.trial.tolerance, edges: 0, run: resident },
  ];
}

function update(kernel: string, names: readonly string[], tolerance: number, rounds: number, plain = false): Check {
  return {
    kernel,
    tolerance,
    edges: EDGES,
    run: async (device, tally, dice, alter) => {
      const network = updateNetwork(names, dice, rounds * STEPS * 0.1);
      const weights = network.populations.map(({ model }) => models[model.name].trial.weight);
      const arrivals = randomArrivals(dice, network, weights);
      await checkPlan(device, { network, pageBytes: 2 ** 20, windowSteps: STEPS, rounds, windows: 1, arrivals, alter, plain }, tally);
      return `${network.neurons} neurons x ${rounds * STEPS} steps`;
    },
  };
}

function propagate(kernel: string, held: Synapses): Check {
  // Drawing is slow on a software adapter.
  const [rounds, windows] = [held === "procedural" ? 5 : 20, 4];
  return {
    kernel,
    tolerance: models.iaf_psc_exp.trial.tolerance,
    edges: 0,
    run: async (device, tally, dice, alter) => {
      const network = propagateNetwork(dice, rounds * windows * STEPS * 0.1, held);
      const procedural = held === "procedural";
      // Pages of 512 or 1,024 synapses: rows span them, and groups of three pages take a dispatch each.
      await checkPlan(device, { network, pageBytes: 4096, windowSteps: STEPS, rounds, windows, procedural, alter }, tally);
      const synapses = network.projections.reduce((sum, projection) => sum + projection.synapses, 0);
      return `${Math.round(synapses)} synapses x ${rounds * windows * STEPS} steps`;
    },
  };
}

async function coupled(device: Device, tally: Tally, dice: Dice, alter: Alter): Promise<string> {
  // Windows of 3 and 2 steps: every second one ends with a step of the sheet, every sixth with one of the line.
  const [rounds, windows, windowSteps] = [6, 14, 3];
  const network = coupledNetwork(dice);
  await checkPlan(device, { network, pageBytes: 2 ** 20, windowSteps, rounds, windows, alter }, tally);
  return `${network.neurons} neurons, 2 fields x ${rounds * windows} windows`;
}

async function resident(device: Device, tally: Tally, dice: Dice, alter: Alter): Promise<string> {
  // Windows of several stretches of 5 steps, the last one shorter.
  const [rounds, windows, windowSteps] = [10, 3, 33];
  const network = residentNetwork(dice, rounds * windows * windowSteps * 0.1);
  const limits = { bytes: 16384, threads: 128 };
  await checkPlan(device, { network, pageBytes: 2 ** 20, windowSteps, rounds, windows, resident: { limits, must: true }, alter }, tally);
  return `${network.neurons} neurons x ${rounds * windows * windowSteps} steps`;
}
