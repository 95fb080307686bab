import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { meanWeight, synapseCount } from "../../examples/microcircuit/index.ts";
import * as p from "../../examples/microcircuit/parameters.ts";
import { GalvaniError, InputError } from "../../src/errors.ts";
import type { AdapterKind } from "../adapter.ts";
import type { Row } from "../bench.ts";
import { spreadOf } from "../measure.ts";
import { exampleRows } from "../runs/example.ts";
import { scriptPath } from "./brian2.ts";

const [WARMUP, DURATION] = [500, 10_000];

/** What `genn.py` prints. */
interface GennResult {
  readonly rtf: number;
  readonly build_s: number;
  /** Hz, by population. */
  readonly rates: Readonly<Record<string, number>>;
}

/**
 * The full microcircuit with Poisson drive, recording off, 10 s after 0.5 s, in GeNN and in Galvani.
 * Not run where it was written: no GPU at hand.
 * @param checkout folder of GeNN, built as its own README says
 * @throws InputError naming what is missing, GalvaniError where GeNN fails
 */
export async function gennRows(checkout: string, kind: AdapterKind, repeats: number): Promise<Row[]> {
  const folder = checkedCheckout(checkout);
  if (kind !== "hardware") throw new InputError("--adapter", kind, "GeNN runs on an NVIDIA card; compare on hardware");
  const theirs = runGenn(folder, gennNetwork(1, WARMUP, DURATION));
  const [ours, ...rest] = await exampleRows("microcircuit", { kind, repeats, warmup: WARMUP, duration: DURATION });
  const neurons = p.sizes.reduce((a, b) => a + b, 0);
  const spikes = p.names.reduce((sum, name, i) => sum + theirs.rates[name] * p.sizes[i], 0);
  const what = { size: neurons, better: "less" } as const;
  return [
    ours,
    ...rest,
    {
      ...what,
      name: "microcircuit: GeNN",
      ...spreadOf([theirs.rtf]),
      unit: "s/model s",
      note: `${(spikes / neurons).toFixed(2)} Hz, built in ${theirs.build_s.toFixed(1)} s`,
    },
    { ...what, name: "microcircuit: ratio", ...spreadOf([ours.value / theirs.rtf]), unit: "times", note: "Galvani over GeNN" },
  ];
}

/** The checkout's path. @throws InputError for what is missing */
export function checkedCheckout(checkout: string): string {
  const folder = resolve(checkout);
  if (!existsSync(join(folder, "pygenn"))) throw new InputError("--genn", checkout, "is no checkout of GeNN: it has no folder pygenn");
  const cuda = process.env.CUDA_PATH;
  if (spawnSync("nvcc", ["--version"]).error && !(cuda && existsSync(join(cuda, "bin/nvcc"))))
    throw new InputError(
      "--genn",
      checkout,
      "needs CUDA's compiler: nvcc is not in PATH, nor in bin/ of CUDA_PATH; install the CUDA toolkit",
    );
  if (spawnSync("python3", ["-c", "import pygenn"], { env: environmentOf(folder) }).status !== 0)
    throw new InputError(
      "--genn",
      checkout,
      "is not built for python3: run there: CUDA_PATH=/usr/local/cuda python3 setup.py build_ext --inplace",
    );
  return folder;
}

function environmentOf(folder: string): NodeJS.ProcessEnv {
  return { ...process.env, PYTHONPATH: folder };
}

function runGenn(folder: string, network: unknown): GennResult {
  // GeNN writes its generated code where it is started.
  const cwd = mkdtempSync(join(tmpdir(), "galvani-genn-"));
  try {
    const options = { cwd, env: environmentOf(folder), input: JSON.stringify(network), encoding: "utf8", maxBuffer: 2 ** 26 } as const;
    return JSON.parse(
      execFileSync("python3", [scriptPath("genn.py")], options)
        .trim()
        .split("\n")
        .at(-1) ?? "",
    );
  } catch (error) {
    const text = (error as { stderr?: string }).stderr || String(error);
    throw new GalvaniError(`peers: GeNN failed: ${text.trim().split("\n").at(-1)}`, { cause: error });
  } finally {
    rmSync(cwd, { recursive: true, force: true });
  }
}

/** The example's network in numbers: pA, pF, mV, ms, Hz. `scale` below 1, for trials, leaves out the compensation. */
export function gennNetwork(scale: number, warmup: number, duration: number) {
  const populations = p.names.map((name, i) => ({
    name,
    size: Math.round(p.sizes[i] * scale),
    mean: p.initialMean[i],
    std: p.initialStd[i],
    rate: p.backgroundInputs[i] * p.backgroundRate,
  }));
  const projections = p.names.flatMap((target, t) =>
    p.names.flatMap((source, s) => {
      const n = Math.round(synapseCount(t, s) * scale * scale);
      if (n === 0) return [];
      const weight = meanWeight(t, s);
      const delay = s % 2 === 0 ? p.delay.excitatory : p.delay.inhibitory;
      const stds = { weight_std: Math.abs(weight) * p.relativeStd.weight, delay_std: delay * p.relativeStd.delay };
      return [{ source, target, n, weight, delay, ...stds }];
    }),
  );
  return { dt: 0.1, warmup, duration, neuron: p.neuron, background_weight: meanWeight(0, 0), populations, projections };
}
