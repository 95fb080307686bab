/** Token systems against a float64 integration of the double sum, and against closed forms. */
import { expect, test } from "vitest";
import { TokenDynamics, type TokenSpec } from "../../src/cell/token-dynamics.ts";
import { InputError, StateDivergedError } from "../../src/errors.ts";
import { Dice } from "../../src/verify/dice.ts";

const softplus = (x: number) => Math.log1p(Math.exp(x));

/** dx/dt as the paper has it: a sum of products, no scan. */
function slopes(x: readonly number[], mu: number, s: number, a: number): number[] {
  const D = x.map((value) => softplus(s * value));
  return x.map((own, l) => {
    let sum = 0;
    for (let j = 0; j <= l; j++) sum += mu * own * x[j]! * D[j]! * Math.exp(a * D.slice(j + 1, l + 1).reduce((p, q) => p + q, 0)) * x[j]!;
    return sum;
  });
}

/** Runge and Kutta's fourth order in float64, steps that grow with the time. */
function integrated(first: readonly number[], until: number, mu: number, s: number, a: number): number[] {
  let x = [...first];
  const moved = (k: readonly number[], by: number) => x.map((value, l) => value + by * k[l]!);
  const turns = 4000;
  const at = (k: number) => (until + 1e-3) ** (k / turns) * 1e-3 ** (1 - k / turns) - 1e-3;
  for (let n = 0; n < turns; n++) {
    const dt = at(n + 1) - at(n);
    const k1 = slopes(x, mu, s, a);
    const k2 = slopes(moved(k1, dt / 2), mu, s, a);
    const k3 = slopes(moved(k2, dt / 2), mu, s, a);
    const k4 = slopes(moved(k3, dt), mu, s, a);
    x = x.map((value, l) => value + (dt / 6) * (k1[l]! + 2 * k2[l]! + 2 * k3[l]! + k4[l]!));
  }
  return x;
}

test.each([
  ["cpu", 5, 3],
  ["software", 3, 2],
] as const)("tokens that shrink, and that grow slowly, on %s", { timeout: 60_000 }, async (adapter, tokens, systems) => {
  const dice = new Dice(3, "tokens");
  const growing = systems - 1;
  const initial = dice.list(tokens * systems, -1, 1).map((x, i) => (i % systems === growing ? 1 + Math.abs(x) : x));
  const mu = Array.from({ length: systems }, (_, k) => (k === growing ? 1 : -0.5 - k));
  const s = Array.from({ length: systems }, (_, k) => (k === growing ? -1 : 0.7));
  const flow = await TokenDynamics.create({ tokens, mu, s, a: -0.8, initial }, { adapter });
  for (const until of [0.5, 30]) {
    await flow.run(until);
    const x = await flow.read();
    for (let k = 0; k < systems; k++) {
      const first = Array.from({ length: tokens }, (_, l) => Math.fround(initial[l * systems + k]!));
      const expected = integrated(first, until, mu[k]!, s[k]!, -0.8);
      for (let l = 0; l < tokens; l++) expect(x[l * systems + k]! / expected[l]!).toBeCloseTo(1, 4);
    }
  }
  expect(flow.time).toBe(30);
  expect(await flow.blowUps()).toEqual([]);
  flow.destroy();
});

test("a system that blows up says when; the others go on", async () => {
  // One token: dt = dx / (mu x^3 softplus(s x)), so the time is an integral; here over 1/x.
  const alone = (x0: number) => {
    const n = 100_000;
    let sum = 0;
    for (let k = 0; k < n; k++) {
      const v = ((k + 0.5) / n / x0) as number;
      sum += v / softplus(1 / v) / n / x0;
    }
    return sum;
  };
  const flow = await TokenDynamics.create({ tokens: 1, mu: [-1, 1, 1], s: 1, a: -1, initial: [1, 1, 1.5] }, { adapter: "cpu" });
  const error = await flow.run(10).catch((caught) => caught);
  expect(error).toBeInstanceOf(StateDivergedError);
  expect(error.system).toBe(1);
  const blown = await flow.blowUps();
  expect(blown.map(({ system }) => system)).toEqual([1, 2]);
  expect(blown[0]!.time / alone(1)).toBeCloseTo(1, 4);
  expect(blown[1]!.time / alone(1.5)).toBeCloseTo(1, 4);
  const [shrunk, ...grown] = await flow.read();
  expect(shrunk! / integrated([1], 10, -1, 1, -1)[0]!).toBeCloseTo(1, 4);
  for (const x of grown) expect(x).toBeGreaterThan(30);
});

test("what is wrong is said in one line", async () => {
  const spec: TokenSpec = { tokens: 2, mu: -1, s: 1, a: -1, initial: [1, 2, 3, 4] };
  for (const [change, message] of [
    [{ tokens: 0 }, "tokens: 0: must be an integer of 1 or more"],
    [{ tokens: 3 }, "initial: [1,2,3,4]: must hold 3 tokens for each system"],
    [{ a: 1 }, "a: 1: must be a finite number of 0 or less"],
    [{ mu: [1] }, "mu: array of 1: must have 2 elements, one a system"],
    [{ s: Number.NaN }, "s[0]: NaN: must be a finite number"],
    [{ s: undefined as unknown as number }, "s: undefined: must be given"],
  ] as const) {
    const error = await TokenDynamics.create({ ...spec, ...change }, { adapter: "cpu" }).catch((caught) => caught);
    expect(error).toBeInstanceOf(InputError);
    expect(error.message).toBe(message);
  }
  const flow = await TokenDynamics.create(spec, { adapter: "cpu" });
  await flow.run(2);
  await expect(flow.run(1)).rejects.toThrow("until: 1: must be a time of 2 or more");
  await expect(flow.run(3, { signal: AbortSignal.abort(new Error("enough")) })).rejects.toThrow("enough");
});
