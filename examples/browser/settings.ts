/** The settings of a run, to and from the page's address and its form. */
import type { Example } from "../example.ts";
import { portableExamples } from "../portable.ts";
import { CHOICES, type Settings } from "./protocol.ts";

/** Share of the full size that is built and runs in seconds without a GPU. */
const FIRST_SCALE = 0.1;
const SCALES = [0.02, 0.05, 0.1, 0.2, 0.5, 1];
/** Bytes of synapses that a tab may hold. */
const MOST_BYTES = 1.5e9;

/** The example of that name, or the first. */
export function exampleOf(name: string | null): Example {
  return portableExamples.find((example) => example.name === name) ?? portableExamples[0]!;
}

/** Scales on offer: those that fit a tab, and `own`, which a link may name. */
export function scalesOf(example: Example, own?: number): readonly number[] {
  if (!example.scales) return [];
  const fitting = SCALES.filter((scale) => (example.bytes?.(scale) ?? 0) < MOST_BYTES);
  return [...new Set(own === undefined ? fitting : [...fitting, own])].sort((a, b) => a - b);
}

/** What an address asks for; whatever is missing or makes no sense becomes the default. */
export function fromAddress(search: string): Settings {
  const query = new URLSearchParams(search);
  const example = exampleOf(query.get("network"));
  const variant = example.variants?.find((v) => v === query.get("variant")) ?? example.variants?.[0];
  const scale = numberOf(query.get("scale"), (x) => x > 0 && x <= (example.largestScale ?? 1)) ?? FIRST_SCALE;
  return {
    network: example.name,
    ...(variant !== undefined && { variant }),
    ...(example.scales && { scale }),
    seed: numberOf(query.get("seed"), (x) => Number.isSafeInteger(x) && x >= 0) ?? 1,
    adapter: CHOICES.find((choice) => choice === query.get("adapter")) ?? "auto",
    duration: numberOf(query.get("duration"), (x) => x > 0 && x <= 1e6) ?? example.duration,
  };
}

/** The address of a run: opened anywhere, it gives the same spikes. */
export function toAddress(settings: Settings): string {
  const entries = Object.entries(settings).filter(([, value]) => value !== undefined);
  return `?${new URLSearchParams(entries.map(([key, value]) => [key, String(value)]))}`;
}

/** The same run on the command line. */
export function toCommand({ network, variant, scale, seed, duration, adapter }: Settings): string {
  const example = exampleOf(network);
  const parts = [`npx galvani run ${network}`];
  if (variant !== undefined && variant !== example.variants?.[0]) parts.push(`--variant ${variant}`);
  if (scale !== undefined) parts.push(`--scale ${scale}`);
  if (duration !== example.duration) parts.push(`--duration ${duration}`);
  parts.push(`--seed ${seed}`);
  if (adapter === "cpu") parts.push("--adapter cpu");
  return parts.join(" ");
}

function numberOf(text: string | null, allowed: (value: number) => boolean): number | undefined {
  if (text === null || text.trim() === "") return undefined;
  const value = Number(text);
  return allowed(value) ? value : undefined;
}
