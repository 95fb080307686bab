/** Gated and continuous-time cells as plain data. */

import type { KeyTable } from "../learn/keys.ts";
import { need, needNumber, needOneOf, needWhole } from "../learn/needs.ts";
import { hint, refuseOthers } from "../network/names.ts";
import { LTC_MOST_UNITS } from "../twins/cell/ltc_step.ts";
import { ACTIVATIONS, type Activation } from "../twins/lib/activation.ts";

/** How a CfC's state follows from its heads: with the gate, without it, or the pure closed-form solution ("minimal" in the authors' code). */
export const CFC_MODES = ["default", "no_gate", "pure"] as const;

/** Sizes that every cell has. */
interface Sizes {
  /** Numbers that come in at a step. */
  readonly inputs: number;
  /** Numbers of the state. */
  readonly units: number;
}

/**
 * Closed-form continuous-time cell (Hasani et al. 2022, arXiv 2106.13898; the authors' torch_cfc.py): x = backbone(input, state);
 * default: state = tanh(W1 x) (1 - s) + tanh(W2 x) s with s = sigmoid((Wa x) dt + Wb x); no_gate: tanh(W1 x) + tanh(W2 x) s;
 * pure: A - A exp(-dt (|w_tau| + |W1 x|)) W1 x.
 */
export interface CfcSpec extends Sizes {
  readonly cell: "CfC";
  /** Default "default". */
  readonly mode?: (typeof CFC_MODES)[number];
  /** Whether an LSTM cell takes input and state first and its output stands for the state in the backbone; default false. */
  readonly mixed_memory?: boolean;
  /** Default 1. */
  readonly backbone_layers?: number;
  /** Of each layer; default 128. */
  readonly backbone_units?: number;
  /** "lecun" is 1.7159 tanh(0.666 x); default. */
  readonly backbone_activation?: Activation;
  /** What times are multiplied by: where they come in a unit in which they are small, the gate hardly hears of them; default 1. */
  readonly time_scale?: number;
  /** First biases of the gates; default 0. The pure form has no gates. */
  readonly first_gates?: FirstGates;
}

/**
 * Where gates begin: that of unit i of n as sigmoid(slope (elapsed - latest (i + 1/2) / n)), so that units tell times apart before anything is
 * learnt (after Tallec and Ollivier 2018, who spread an LSTM's biases over the times it has to bridge). Times are those that `time_scale` makes.
 */
export interface FirstGates {
  readonly slope: number;
  readonly latest: number;
}

/** PyTorch's LSTMCell. */
export interface LstmSpec extends Sizes {
  readonly cell: "LSTM";
}

/** PyTorch's GRUCell. */
export interface GruSpec extends Sizes {
  readonly cell: "GRU";
}

/** Liquid time-constant cell (Hasani et al. 2021, arXiv 2006.04439): the fused semi-implicit solver. Forward alone. */
export interface LtcSpec extends Sizes {
  readonly cell: "LTC";
  /** Solver steps a time step; default 6. */
  readonly unfolds?: number;
}

export type CellSpec = CfcSpec | LstmSpec | GruSpec | LtcSpec;

const SIZES = { inputs: true, units: true } as const;
const CELLS: KeyTable<CellSpec, "cell"> = {
  CfC: {
    ...SIZES,
    mode: true,
    mixed_memory: true,
    backbone_layers: true,
    backbone_units: true,
    backbone_activation: true,
    time_scale: true,
    first_gates: true,
  },
  LSTM: SIZES,
  GRU: SIZES,
  LTC: { ...SIZES, unfolds: true },
};

/** @param place of the spec in messages. @throws InputError for a cell that cannot be */
export function checkCell(place: string, spec: CellSpec): void {
  const names = Object.keys(CELLS);
  need(names.includes(spec.cell), `${place}.cell`, spec.cell, `unknown cell; ${hint(String(spec.cell), names, "cells")}`);
  refuseOthers(place, spec, ["cell", ...Object.keys(CELLS[spec.cell])]);
  needWhole(`${place}.inputs`, spec.inputs, 1);
  needWhole(`${place}.units`, spec.units, 1, spec.cell === "LTC" ? LTC_MOST_UNITS : undefined);
  if (spec.cell === "LTC") needWhole(`${place}.unfolds`, spec.unfolds ?? 6, 1);
  if (spec.cell !== "CfC") return;
  needOneOf(`${place}.mode`, spec.mode, CFC_MODES);
  needWhole(`${place}.backbone_layers`, spec.backbone_layers ?? 1, 1);
  needWhole(`${place}.backbone_units`, spec.backbone_units ?? 1, 1);
  needOneOf(`${place}.backbone_activation`, spec.backbone_activation, ACTIVATIONS);
  needNumber(`${place}.time_scale`, spec.time_scale ?? 1, 0, true);
  if (spec.first_gates !== undefined) checkFirstGates(`${place}.first_gates`, spec.first_gates, spec.mode);
}

/** What times that come to a cell are multiplied by. */
export const timeScaleOf = (spec: CellSpec): number => (spec.cell === "CfC" ? (spec.time_scale ?? 1) : 1);

function checkFirstGates(place: string, given: FirstGates, mode: CfcSpec["mode"]): void {
  need(mode !== "pure", place, given, "left out: the pure form has no gates");
  refuseOthers(place, given, ["slope", "latest"]);
  needNumber(`${place}.slope`, given.slope, 0, true);
  needNumber(`${place}.latest`, given.latest, 0, true);
}
