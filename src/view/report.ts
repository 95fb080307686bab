import { showValue } from "../errors.ts";
import { cvBars, lookUp, type Reference, rateBars } from "./bars.ts";
import { ratePlot } from "./curves.ts";
import { durationMs, groupByNeuron, neuronCount, type SpikeData } from "./data.ts";
import type { Finding } from "./findings.ts";
import { correlationPlot, isiPlot } from "./histograms.ts";
import { pageOf } from "./page.ts";
import { raster } from "./raster.ts";
import { drawing, type Figure, figureSections, findingsSection, header, notesSection, section, show, WIDTH } from "./sections.ts";
import {
  type Correlation,
  cvIsi,
  type IsiVariation,
  isiHistograms,
  pairwiseCorrelations,
  rates,
  spikeCounts,
  synchrony,
} from "./statistics.ts";
import { arrange, escapeXml } from "./svg.ts";
import { htmlTable } from "./table.ts";

/** What a report is made from. */
export interface ReportInput {
  /** Name of the network. */
  readonly network: string;
  /** The exact command that made it. */
  readonly command: string;
  readonly version: string;
  /** Rows of the first table, in order: neurons, synapses, dt, adapter, times, digest ... */
  readonly summary: Readonly<Record<string, string | number>>;
  readonly spikes: SpikeData;
  readonly reference?: Reference;
  /** Shown as collapsible JSON. */
  readonly parameters: unknown;
  readonly findings?: readonly Finding[];
  readonly figures?: readonly Figure[];
  readonly notes?: readonly string[];
}

interface Measured {
  readonly counts: Float64Array;
  readonly rate: Float64Array;
  readonly cv: readonly IsiVariation[];
  readonly correlation: readonly Correlation[];
  readonly synchrony: Float64Array;
}

/** Characters of parameters shown: arrays in a network file may be long. */
const LONGEST_JSON = 200_000;

/** One self-contained HTML page about a run: no script, nothing fetched. */
export function reportHtml(input: ReportInput): string {
  const { spikes, reference } = input;
  const trains = groupByNeuron(spikes);
  const measured: Measured = {
    counts: spikeCounts(spikes),
    rate: rates(spikes),
    cv: cvIsi(spikes, trains),
    correlation: pairwiseCorrelations(spikes, trains),
    synchrony: synchrony(spikes),
  };
  const height = Math.max(440, 80 + 24 * spikes.populations.length);
  const activity = [
    raster(spikes, { width: 740, height, title: "Raster" }),
    rateBars(spikes, reference, { width: 392, height }, measured.rate),
  ];
  const irregularity = [
    ratePlot(spikes, rateBin(spikes), { width: 740 }),
    cvBars(spikes, reference, { width: 392, height: 40 + 47 * spikes.populations.length }, measured.cv),
  ];
  const sections = [
    findingsSection(input.findings ?? []),
    section("Activity", drawing(arrange("Raster and mean rates", activity, WIDTH))),
    section("Populations", populationTable(input, measured)),
    section("Rates over time and irregularity", drawing(arrange("Rates over time, CV of inter-spike intervals", irregularity, WIDTH))),
    section("Inter-spike intervals", drawing(isiPlot(spikes, WIDTH, isiHistograms(spikes, trains), measured.cv))),
    section("Pairwise correlations", drawing(correlationPlot(spikes, WIDTH, measured.correlation))),
    ...figureSections(input.figures ?? []),
    parametersSection(input.parameters),
    notesSection(input.notes ?? []),
  ];
  const top = header({ ...input, title: input.network, headline: headline(input, measured) });
  return pageOf(`${input.network} – Galvani`, `${top}\n${sections.join("\n")}`);
}

/** About 200 bins over the run, in whole steps, at least 1 ms. */
function rateBin(spikes: SpikeData): number {
  const steps = Math.max(1, Math.round(Math.max(1, durationMs(spikes) / 200) / spikes.dt));
  return Number((steps * spikes.dt).toPrecision(6));
}

/** The run in one or two sentences. */
function headline(
  input: Pick<ReportInput, "spikes" | "reference">,
  measured: { readonly counts: Float64Array; readonly rate: Float64Array },
): string {
  const { spikes, reference } = input;
  const neurons = neuronCount(spikes.populations);
  const total = measured.counts.reduce((a, b) => a + b, 0);
  const ms = Number(durationMs(spikes).toPrecision(9));
  const mean = total / (neurons * (ms / 1000));
  const first = `${show(neurons)} neurons fired ${show(total)} spikes in ${show(ms)} ms of model time, ${Number.isFinite(mean) ? mean.toFixed(2) : "–"} Hz on average.`;
  let [worst, name] = [-1, ""];
  spikes.populations.forEach((population, p) => {
    const deviation = Math.abs(relative(measured.rate[p]!, lookUp(reference?.rates, population.name)) ?? -1);
    if (deviation > worst) [worst, name] = [deviation, population.name];
  });
  if (reference === undefined || worst < 0 || name === "") return first;
  return `${first} Every rate lies within ${worst.toFixed(1)} % of the reference, ${reference.source} (furthest: ${name}).`;
}

/** Deviation from a reference in percent; undefined without one, or where it is 0. */
function relative(value: number, reference: number | undefined): number | undefined {
  if (reference === undefined || !Number.isFinite(value) || !(Math.abs(reference) > 0)) return undefined;
  return (100 * (value - reference)) / reference;
}

function populationTable(input: ReportInput, m: Measured): string {
  const { spikes, reference } = input;
  const withRates = reference?.rates !== undefined;
  const withCv = reference?.cv !== undefined;
  const head = ["population", "neurons", "spikes", "rate (Hz)", ...(withRates ? ["reference (Hz)", "deviation"] : [])];
  head.push("CV of ISI", ...(withCv ? ["reference CV", "difference"] : []), "neurons in CV", "correlation", "synchrony");
  const rows = spikes.populations.map((population, p) => {
    const rateRef = lookUp(reference?.rates, population.name);
    const cvRef = lookUp(reference?.cv, population.name);
    const cells = [show(population.size), show(m.counts[p]!), fixed(m.rate[p], 3)];
    if (withRates) cells.push(fixed(rateRef, 3), signed(relative(m.rate[p]!, rateRef), 1, " %"));
    cells.push(fixed(m.cv[p]!.cv, 3));
    if (withCv) cells.push(fixed(cvRef, 3), signed(cvRef === undefined ? undefined : m.cv[p]!.cv - cvRef, 3, ""));
    cells.push(show(m.cv[p]!.neurons), fixed(m.correlation[p]!.mean, 4), fixed(m.synchrony[p], 2));
    return [population.name, ...cells];
  });
  const note = reference === undefined ? "" : `Reference: ${reference.source}.${reference.note === undefined ? "" : ` ${reference.note}`} `;
  const how =
    "CV of ISI: mean over neurons with at least 3 spikes; a run of few intervals a neuron gives too low a value. Correlation: mean over pairs of spiking neurons, up to 250 a population, counts in 2 ms. ";
  return `${htmlTable(head, rows)}<p class="soft">${escapeXml(`${note}${how}Synchrony: variance over mean of the population's spike count in 3 ms.`)}</p>`;
}

/** A number for the table; "–" where there is none, and no minus before a zero. */
function fixed(value: number | undefined, digits: number): string {
  return value === undefined || !Number.isFinite(value) ? "–" : value.toFixed(digits).replace(/^-(?=[0.]+$)/, "");
}

function signed(value: number | undefined, digits: number, unit: string): string {
  if (value === undefined || !Number.isFinite(value)) return "–";
  return `${value < 0 ? "−" : "+"}${Math.abs(value).toFixed(digits)}${unit}`;
}

function parametersSection(parameters: unknown): string {
  const shorten = (_: string, value: unknown) => (ArrayBuffer.isView(value) ? showValue(value) : value);
  const json = JSON.stringify(parameters, shorten, 2) ?? "null";
  const shown =
    json.length > LONGEST_JSON ? `${json.slice(0, LONGEST_JSON)}\n... (${show(json.length - LONGEST_JSON)} more characters)` : json;
  return section("Parameters", `<details><summary>Show as JSON</summary><pre>${escapeXml(shown)}</pre></details>`);
}
