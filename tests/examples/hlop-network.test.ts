/** The spiking network of the HLOP study, against its definition. */
import { describe, expect, test } from "vitest";
import { SpikingNetwork } from "../../examples/hlop/network.ts";
import { advance } from "../../examples/hlop/neurons.ts";
import { CLASSES, DECAY, FIRES, STEPS, THRESHOLD } from "../../examples/hlop/parameters.ts";
import { Words } from "../../examples/shared/draw.ts";
import { uniforms } from "./random.ts";

const f = Math.fround;

describe("neurons", () => {
  test.each([true, false])("are their definition in float32, to the bit (constant currents: %s)", (constant) => {
    const [samples, neurons] = [5, 23];
    const currents = uniforms(new Words(3, 0), samples * neurons * (constant ? 1 : STEPS)).map((value) => 0.2 * value + 0.1);
    const [trains, potentials] = [new Uint32Array(samples * neurons), new Float32Array(samples * neurons)];
    advance(samples, neurons, currents, constant, trains, potentials);
    let spikes = 0;
    for (let s = 0; s < samples; s++)
      for (let n = 0; n < neurons; n++) {
        let [u, train] = [0, 0];
        for (let t = 0; t < STEPS; t++) {
          u = f(f(f(DECAY) * u) + currents[constant ? s * neurons + n : (s * STEPS + t) * neurons + n]);
          if (u < f(FIRES * THRESHOLD)) continue;
          u = f(u - f(THRESHOLD));
          train |= 1 << t;
          spikes++;
        }
        expect([trains[s * neurons + n], potentials[s * neurons + n]]).toEqual([train, u]);
      }
    expect(spikes).toBeGreaterThan(samples * neurons);
  });
});

describe("the network", () => {
  const batch = 16;
  const labels = Uint8Array.from({ length: batch }, (_, i) => i % CLASSES);
  const make = () => {
    const network = new SpikingNetwork(30, [21, 14], batch, new Words(8, 0));
    network.inputs[0].set(uniforms(new Words(8, 1), batch * 30).map(Math.abs));
    return network;
  };
  const loss = (network: SpikingNetwork) => {
    network.forward(batch);
    let sum = 0;
    for (let i = 0; i < batch; i++) {
      const row = Array.from(network.logits.subarray(CLASSES * i, CLASSES * (i + 1)));
      sum -= row[labels[i]] - Math.log(row.reduce((total, value) => total + Math.exp(value), 0));
    }
    return sum / batch;
  };

  test("a layer's spikes drive the next one step by step", () => {
    const network = make();
    network.forward(batch);
    const wide = (l: number) => network.sizes[l];
    const [pixels, first, second] = [wide(0), wide(1), wide(2)];
    const shares = Array.from({ length: STEPS }, (_, t) => DECAY ** (STEPS - 1 - t));
    const whole = shares.reduce((a, b) => a + b);
    for (let s = 0; s < batch; s++) {
      const drive = Array.from({ length: first }, (_, n) => {
        let sum = 0;
        for (let k = 0; k < pixels; k++) sum += network.inputs[0][s * pixels + k] * network.weights[0][k * first + n];
        return sum;
      });
      const [u, v, rate] = [new Float64Array(first), new Float64Array(second), new Float64Array(second)];
      for (let t = 0; t < STEPS; t++) {
        const fired = drive.map((current, n) => {
          u[n] = DECAY * u[n] + current;
          if (u[n] < FIRES * THRESHOLD) return 0;
          u[n] -= THRESHOLD;
          return 1;
        });
        for (let m = 0; m < second; m++) {
          v[m] = DECAY * v[m] + fired.reduce<number>((sum, one, n) => sum + one * network.weights[1][n * second + m], 0);
          if (v[m] < FIRES * THRESHOLD) continue;
          v[m] -= THRESHOLD;
          rate[m] += shares[t] / whole;
        }
      }
      for (let m = 0; m < second; m++) expect(network.inputs[2][s * second + m]).toBeCloseTo(rate[m], 5);
    }
    for (const rate of network.rates()) expect(rate > 0.02 && rate < 0.9).toBe(true);
  });

  test("the readout's gradient is that of the loss", () => {
    const network = make();
    const weights = network.weights[2];
    const before = weights.slice();
    network.forward(batch);
    network.backward(batch, labels);
    network.descend(2, batch, network.inputs[2], 1);
    const step = before.map((value, i) => value - weights[i]);
    weights.set(before);
    for (const i of [0, 17, 60, 139]) {
      const slope = [1, -1].map((side) => {
        weights[i] = before[i] + side * 0.01;
        return loss(network);
      });
      weights[i] = before[i];
      expect(step[i]).toBeCloseTo((slope[0] - slope[1]) / 0.02, 4);
    }
  });

  test("each layer's step by itself lowers the loss", () => {
    for (const layer of [0, 1, 2]) {
      const network = make();
      const before = loss(network);
      for (let k = 0; k < 20; k++) {
        network.forward(batch);
        network.backward(batch, labels);
        network.descend(layer, batch, network.inputs[layer], 0.02);
      }
      expect(loss(network)).toBeLessThan(before - 0.01);
    }
  });
});
