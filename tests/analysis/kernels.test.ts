/** The kernels of analysis against their twins, on random operands with poisoned outputs; faults planted in the kernels. */
import { analysisChecks } from "../../src/verify/analysis.ts";
import { kernelTests } from "../twins/lib/kernel-tests.ts";

kernelTests(analysisChecks, [
  ["analysis orthonormalise", "tangents[at] / most / length", "tangents[at] / most"],
  ["analysis orthonormalise", "add_logarithm(column, system, most);", ""],
  ["analysis orthonormalise", "let moved = round(sum);", "let moved = 0.0;"],
  ["analysis orthonormalise", "turn == 0u && length < LOST", "turn == 0u && length < 0.0"],
  ["analysis orthonormalise", "var first = column + 1u", "var first = column + 2u"],
  ["analysis orthonormalise", "first += ACROSS) {\n    let other", "first += 2u * ACROSS) {\n    let other"],
  ["analysis orthonormalise", "row += THREADS) {\n        let value", "row += 2u * THREADS) {\n        let value"],
  ["analysis orthonormalise", "-= product *", "+= product *"],
  ["analysis orthonormalise", "* shape.systems + system; }", "* shape.systems; }"],
  ["analysis orthonormalise", "counts[0] += 1u;", ""],
]);
