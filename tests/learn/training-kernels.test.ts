/** The kernels around a network that learns against their twins, on random operands with poisoned outputs; faults planted in the kernels. */
import { expect, test } from "vitest";
import { crossEntropy } from "../../src/learn/kernels/cross_entropy.ts";
import { crossEntropySteps } from "../../src/learn/kernels/cross_entropy_steps.ts";
import { CLOCK_WORDS, Clock } from "../../src/twins/lib/batch.ts";
import { bothWays, poisoned } from "../../src/verify/stage.ts";
import { trainingChecks } from "../../src/verify/training.ts";
import { softwareDevice } from "../twins/lib/kernel.ts";
import { kernelTests } from "../twins/lib/kernel-tests.ts";

test.each([
  ["cross entropy", crossEntropy],
  ["cross entropy of steps", crossEntropySteps],
])("%s of an answer that is nearly right, among outputs much larger than it", async (_, loss) => {
  const outputs = Float32Array.of(99, 96, -60);
  const clock = new Uint32Array(CLOCK_WORDS);
  clock[Clock.examples] = 1;
  const [order, labels] = [Uint32Array.of(0), Uint32Array.of(0)];
  const buffers = { clock, order, labels, outputs, grad_outputs: poisoned(3), losses: poisoned(1) };
  const names = { clock: "clock", order: "order", labels: "labels", outputs: "outputs", grad_outputs: "grad_outputs", losses: "losses" };
  const stage = loss("loss", { whole: 1, batch: 1, first: 0, steps: 1, classes: 3, gain: 1 }, names);
  const { got, expected } = await bothWays(await softwareDevice(), stage, buffers, undefined);
  for (const { losses } of [got, expected]) expect(Math.abs(losses[0] / Math.log1p(Math.exp(-3)) - 1)).toBeLessThan(2e-5);
});

kernelTests(trainingChecks, [
  ["learn encode bernoulli", "drawn < levels[value]", "drawn <= 0.9 * levels[value]"],
  ["learn encode bernoulli", "known && drawn", "drawn"],
  ["learn encode bernoulli", "clock[EPOCH] * shape.steps + t", "clock[EPOCH] * shape.steps"],
  ["learn encode constant", "8u * (pixel & 3u)", "8u * (i & 3u)"],
  ["learn encode constant", "if (place < clock[EXAMPLES])", "if (place + 1u < clock[EXAMPLES])"],
  ["learn encode latency", "f32(t) == at", "f32(t) >= at"],
  ["learn encode latency", "var at = -1.0;", "var at = 0.0;"],
  ["learn cross entropy", "select(0.0, 1.0, c == example.label)", "0.0"],
  ["learn cross entropy", "most_of_threads(thread, own_most)", "own_most"],
  ["learn cross entropy", "select(0.0, shape.gain /", "select(shape.gain, shape.gain /"],
  ["learn cross entropy", "min(shape.whole, clock[EXAMPLES]", "max(shape.whole, clock[EXAMPLES]"],
  ["learn cross entropy", "halves[thread] += ", "halves[thread] = "],
  ["learn cross entropy of steps", "t += 64u", "t += 65u"],
  ["learn cross entropy of steps", "shape.gain * loss", "loss"],
  ["learn squared error", "select(shape.off_target, shape.on_target, c == example.label)", "shape.off_target"],
  ["learn squared error of sums", "share * (sum - wanted)", "shape.gain * (sum - wanted)"],
  ["learn hits", "c < bests[thread]", "c > bests[thread]"],
  ["learn hits", "take(thread, sums[thread + half], bests[thread + half])", "take(thread, sums[thread + half], thread + half)"],
  ["learn penalise", "% shape.batch < from_here", "% shape.batch <= from_here"],
  ["learn penalise", "min(shape.whole, from_here)", "shape.whole"],
  ["learn spike sums", "f += 64u", "f += 63u"],
  ["learn tally", "f32(count) * sizes", "f32(shape.whole) * sizes"],
  ["learn tally", "clock[HALTED] = cursor + 1u", "clock[HALTED] = cursor"],
  ["learn tally", "0x7f800000u) ==", "0x7fffffffu) =="],
  ["learn tick", "if (clock[HALTED] == 0u)", "if (true)"],
  ["learn square sums", "i += 4096u", "i += 4160u"],
  ["learn clip", "min(1.0, shape.limit", "(shape.limit"],
  ["learn decay", "shape.amount * parameters[shape.at + i]", "shape.amount * parameters[i]"],
  ["learn adam", "sqrt(moments.y) * rate.y + shape.eps", "(sqrt(moments.y) + shape.eps) * rate.y"],
  ["learn radam", "rate.y != 0.0", "true"],
  ["learn sgd", "gradients[i] = 0.0", ""],
  ["learn rmsprop", "sqrt(square) + shape.eps", "sqrt(square + shape.eps)"],
  ["learn adadelta", "change * change", "g * g"],
  ["learn adadelta", "|| clock[HALTED] != 0u", ""],
]);
