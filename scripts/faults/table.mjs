/**
 * The planted faults. An entry is [file, text to find (it is there once), text in its place, test file, pattern of test names]: with the
 * text replaced, one of those tests fails. Without a pattern all tests of the file are run.
 */
import analysis from "./analysis.mjs";
import cell from "./cell.mjs";
import cli from "./cli.mjs";
import dense from "./dense.mjs";
import examples from "./examples.mjs";
import field from "./field.mjs";
import flow from "./flow.mjs";
import io from "./io.mjs";
import learn from "./learn.mjs";
import lib from "./lib.mjs";
import local from "./local.mjs";
import memory from "./memory.mjs";
import network from "./network.mjs";
import neuron from "./neuron.mjs";
import operator from "./operator.mjs";
import plan from "./plan.mjs";
import plasticity from "./plasticity.mjs";
import rate from "./rate.mjs";
import simulate from "./simulate.mjs";
import spectral from "./spectral.mjs";
import synapse from "./synapse.mjs";
import verify from "./verify.mjs";
import view from "./view.mjs";
import wasm from "./wasm.mjs";

export const FAULTS = [
  ...analysis,
  ...cell,
  ...cli,
  ...dense,
  ...examples,
  ...field,
  ...flow,
  ...io,
  ...learn,
  ...lib,
  ...local,
  ...memory,
  ...network,
  ...neuron,
  ...operator,
  ...plan,
  ...plasticity,
  ...rate,
  ...simulate,
  ...spectral,
  ...synapse,
  ...verify,
  ...view,
  ...wasm,
];
