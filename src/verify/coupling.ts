/** The kernels that couple fields and populations: two as stages on random operands, the others in the windows of a network. */
import driveShader from "../../shaders/coupling/drive.wgsl";
import intakeShader from "../../shaders/coupling/intake.wgsl";
import { resolve } from "../network/resolve.ts";
import type { ResolvedNetwork } from "../network/resolved.ts";
import type { Stage } from "../plan/program.ts";
import { drive } from "../twins/coupling/drive.ts";
import { intake } from "../twins/coupling/intake.ts";
import type { Case, StageCheck } from "./case.ts";
import type { Dice } from "./dice.ts";
import { guarded } from "./stage.ts";

/** Largest relative error, over the largest value of a buffer: a handful of operations, of which a device may fuse two. */
const FEW = 2e-6;

/** Names of the checks, what they allow, and what they run. */
export const couplingChecks: readonly StageCheck[] = [
  { kernel: "coupling intake", tolerance: FEW, make: taking },
  { kernel: "coupling drive", tolerance: 0, make: driving },
];

const stage = (label: string, kernel: Stage["kernel"], shape: Stage["shape"], names: readonly string[], threads: number): Stage => ({
  label,
  kernel,
  shape,
  bindings: Object.fromEntries(names.map((name) => [name, name])),
  workgroups: Math.ceil(threads / 64),
});

function taking(dice: Dice): Case {
  const [places, channels] = [dice.size(65, 400), dice.whole(1, 2)];
  const shape = { places, channels, channel: channels - 1, first: dice.whole(0, 1) };
  const values = () => guarded(dice.list(places * channels, -1, 1));
  return {
    stage: stage("intake", { source: intakeShader, twin: intake }, shape, ["constant", "gains", "counts", "input"], places),
    buffers: {
      ...{ constant: values(), gains: guarded(dice.list(places, -1, 1)) },
      ...{ counts: Uint32Array.from({ length: places + 3 }, () => dice.whole(0, 40)), input: values() },
    },
    size: `${places} places`,
  };
}

/** Weights and values of few bits: their products and sums are exact, so that the currents' bits are those of the twin on any device. */
function driving(dice: Dice): Case {
  const [neurons, corners, places, channels] = [dice.size(65, 400), 2 ** dice.whole(1, 2), dice.whole(4, 90), dice.whole(1, 2)];
  const exact = (length: number) => Float32Array.from({ length }, () => dice.whole(-64, 64) / 64);
  const shape = { neurons, corners, channels, channel: channels - 1, gain: 12.5, at: 3 };
  return {
    stage: stage("drive", { source: driveShader, twin: drive }, shape, ["corners", "weights", "field", "cursors"], neurons),
    buffers: {
      corners: Uint32Array.from({ length: neurons * corners }, () => dice.whole(0, places - 1)),
      ...{ weights: exact(neurons * corners), field: exact(places * channels), cursors: dice.words32(neurons + 8) },
    },
    size: `${neurons} neurons`,
  };
}

/** Two populations that feed two fields, whose steps are of several windows; frames of one. Nothing drives the neurons: spikes are the same to the bit. */
export function coupledNetwork(dice: Dice): ResolvedNetwork {
  const lattice = { model: "klein-gordon", dt: 1.5, speed: 0.3, mass: 0.2, damping: 0.02 } as const;
  const [a, b] = [dice.size(70, 200), dice.size(70, 200)];
  return resolve({
    ...{ galvani: 1, name: "verify", dt: 0.1, seed: dice.word() },
    populations: [
      { name: "a", size: a, model: "iaf_psc_exp" },
      { name: "b", size: b, model: "iaf_psc_exp" },
    ],
    inputs: ["a", "b"].map((target) => ({ kind: "poisson", target, rate: 15_000, weight: 60 }) as const),
    fields: [
      { name: "line", sizes: [dice.size(65, 150)], length: 100, input: { phi: 0.01 }, ...lattice },
      { name: "sheet", sizes: [7, 11], length: [7, 11], ...lattice, dt: 0.5 },
    ],
    couplings: [
      { kind: "source", field: "line", population: "a", gain: 0.01, positions: dice.list(a, 0, 100) },
      { kind: "source", field: "line", population: "b", gain: -0.02 },
      { kind: "source", field: "sheet", population: "b", gain: 0.01, positions: dice.list(2 * b, 0, 11) },
    ],
    record: [
      { field: "line", every: 3 },
      { field: "sheet", variable: "velocity" },
    ],
  });
}
