/** The studies of flows, small: what they measure is what is published or follows from closed forms. */
import { expect, test } from "vitest";
import { carryOut as carryOutDysts } from "../../examples/dysts/index.ts";
import { carryOut as carryOutNeuralSde } from "../../examples/neural-sde/index.ts";
import { carryOut as carryOutSynchronization } from "../../examples/synchronization/index.ts";
import { cpuBench, expectWhole } from "./study.ts";

const SMALL = {
  dysts: () =>
    carryOutDysts({ flows: ["lorenz", "sprott_s", "burke_shaw", "mackey_glass"], systems: 64, settling: 20, followed: 60 }, 1, cpuBench()),
  "neural-sde": () => carryOutNeuralSde({ paths: 2000, momentPaths: 60_000, neuralPaths: 20 }, 1, cpuBench()),
  synchronization: () => carryOutSynchronization({ networks: 250, followed: 8 }, 1, cpuBench()),
};

test.each([
  ["dysts", 5, 2],
  ["neural-sde", 7, 4],
  ["synchronization", 10, 1],
] as const)(
  "%s, small: every expectation holds",
  async (name, judged, pictures) => {
    const result = await SMALL[name]();
    expectWhole(result, judged, pictures);
    expect(result.findings.length).toBe(judged);
    expect(result.notes.length).toBeGreaterThan(0);
  },
  120_000,
);
