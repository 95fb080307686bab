/** The checks of `galvani verify` of couplings, and that they find faults planted in the kernels. */
import { couplingChecks } from "../../../src/verify/coupling.ts";
import { kernelTests } from "../lib/kernel-tests.ts";

kernelTests(
  [...couplingChecks, { kernel: "coupling in windows" }],
  [
    ["coupling intake", "value = constant[at];", ""],
    ["coupling intake", "counts[place] = 0u;", ""],
    ["coupling intake", "+ shape.channel;", ";"],
    ["coupling intake", "if (place >= shape.places) { return; }", ""],
    ["coupling drive", "+ shape.channel]", "]"],
    ["coupling drive", "shape.gain * value", "value"],
    ["coupling drive", "shape.at + neuron", "neuron"],
    ["coupling in windows", "place < source.size", "true"],
    ["coupling in windows", "(queue[s] & mask) - source.first", "(queue[s] & mask)"],
    ["coupling in windows", "control[run.tails_at + window.index] + id.x", "id.x"],
    ["coupling in windows", "&& (first + steps) % clock.every == 0u", ""],
    ["coupling in windows", "if (gate.open == 0u) { return; }", ""],
    ["coupling in windows", "frame * frames.places + i", "i"],
    ["coupling in windows", "* frames.channels + frames.channel", "* 0u"],
  ],
);
