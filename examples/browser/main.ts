/** The page: chooses a run, hands it to a worker, and draws what comes back. */
import { adapterText } from "./adapter.ts";
import { DigitPart } from "./digit/digit.ts";
import { Form } from "./form.ts";
import type { Done, FromWorker, Progress, Ready, Settings, ToWorker } from "./protocol.ts";
import { Raster } from "./raster.ts";
import { Rates } from "./rates.ts";
import { exampleOf, fromAddress, toAddress, toCommand } from "./settings.ts";

const $ = <T extends HTMLElement = HTMLElement>(selector: string): T => document.querySelector<T>(selector)!;

const form = new Form($<HTMLFormElement>("#controls"));
const raster = new Raster($("#raster"));
const rates = new Rates($<HTMLTableElement>("#rates"));
const pauseButton = $<HTMLButtonElement>("#pause");

let worker: Worker | undefined;
let settings = fromAddress(location.search);
let ready: Ready | undefined;
let paused = false;

function tell(message: ToWorker): void {
  worker?.postMessage(message);
}

function put(id: string, text: string): void {
  $(`#${id}`).textContent = text;
}

function status(text: string): void {
  const line = $("#status p");
  if (line.textContent !== text) line.textContent = text;
}

function progress(share: number): void {
  $<HTMLProgressElement>("progress").value = share;
}

function banner(text: string | undefined, error = false): void {
  const box = $("#banner");
  box.hidden = text === undefined;
  box.classList.toggle("error", error);
  $("#banner span").textContent = text ?? "";
  $("#restart").hidden = !error;
}

/** Ends the run there is, if any, and starts this one. */
function start(asked: Settings): void {
  stop();
  settings = asked;
  describe();
  worker = new Worker("worker.js", { type: "module", name: "galvani" });
  const mine = worker;
  worker.onmessage = ({ data }: MessageEvent<FromWorker>) => {
    if (worker === mine) receive(data);
  };
  worker.onerror = (event) => {
    event.preventDefault();
    if (worker === mine) failed("Error", event.message || "the worker did not start");
  };
  document.body.dataset.state = "building";
  status("Building the network …");
  tell({ kind: "start", settings });
}

/** Ends the run and clears what it left. */
function stop(): void {
  worker?.terminate();
  worker = undefined;
  ready = undefined;
  setPaused(false);
  pauseButton.disabled = true;
  document.body.dataset.state = "idle";
  banner(undefined);
  progress(0);
  status("Ready.");
  for (const id of ["adapter", "size", "steps", "rtf", "time"]) put(id, "–");
  put("digest", "at the end of the run");
  raster.begin({ populations: [], dt: 1, warmup: 0, total: settings.duration });
  rates.begin({ populations: [], reference: undefined });
  put("source", "");
}

/** What is to run, and how to run it again. */
function describe(): void {
  const address = toAddress(settings);
  history.replaceState(null, "", address);
  const link = $<HTMLAnchorElement>("#link");
  link.href = address;
  link.textContent = new URL(address, location.href).href;
  put("command", toCommand(settings));
  const { title, source } = exampleOf(settings.network);
  put("about", `${title}. ${source}.`);
}

function receive(message: FromWorker): void {
  switch (message.kind) {
    case "building":
      progress(message.share);
      break;
    case "ready":
      begin(message);
      break;
    case "progress":
      show(message);
      break;
    case "paused":
      document.body.dataset.state = "paused";
      status("Paused.");
      break;
    case "done":
      done(message);
      break;
    case "failed":
      failed(message.name, message.message);
  }
}

function begin(message: Ready): void {
  ready = message;
  const { populations, dt, warmup, duration, neurons, synapses, notice, reference } = message;
  document.body.dataset.state = "running";
  pauseButton.disabled = false;
  banner(notice);
  put("adapter", adapterText(message));
  put("size", `${compact(neurons)} neurons, ${compact(synapses)} synapses`);
  raster.begin({ populations, dt, warmup, total: warmup + duration });
  rates.begin({ populations, reference });
  const what = reference?.rates ? "Black marks" : "Reference rates";
  put("source", reference ? `${what}: ${reference.source}. ${reference.note ?? ""}` : "No reference rates for this choice.");
  raster.describe(`Raster of ${populations.length} populations, being drawn.`);
}

function show({ step, neuron, at, rates: hertz, warmingUp, stepsPerSecond }: Progress): void {
  if (!ready) return;
  const { dt, warmup, duration } = ready;
  raster.add(step, neuron, at);
  rates.show(hertz);
  speed(stepsPerSecond);
  put("time", `${(at * dt).toFixed(0)} of ${warmup + duration} ms`);
  progress((at * dt) / (warmup + duration));
  if (!paused) status(warmingUp ? "Warming up …" : "Running …");
}

function speed(stepsPerSecond: number): void {
  if (!ready || !(stepsPerSecond > 0)) return;
  put("steps", stepsPerSecond.toLocaleString("en", { maximumFractionDigits: 0 }));
  const factor = 1000 / (stepsPerSecond * ready.dt);
  put("rtf", Number(factor.toPrecision(3)).toLocaleString("en", { maximumFractionDigits: 3 }));
}

function done({ digest, spikes, runSeconds, stepsPerSecond }: Done): void {
  if (!ready) return;
  document.body.dataset.state = "done";
  pauseButton.disabled = true;
  progress(1);
  speed(stepsPerSecond);
  put("digest", digest);
  const summary = `${spikes.toLocaleString("en")} spikes in ${ready.duration} ms`;
  status(`Done: ${summary}; built in ${ready.buildSeconds.toFixed(1)} s, run in ${runSeconds.toFixed(1)} s.`);
  raster.describe(`Raster of ${ready.populations.map(({ name }) => name).join(", ")}: ${summary}. Mean rates are in the table beside it.`);
}

function failed(name: string, message: string): void {
  document.body.dataset.state = "failed";
  pauseButton.disabled = true;
  status("Stopped.");
  const lost = name === "DeviceLostError";
  banner(lost ? `The GPU was lost: ${message}. Nothing is wrong with the network; start it again.` : `${name}: ${message}`, true);
}

function setPaused(now: boolean): void {
  paused = now;
  pauseButton.textContent = now ? "Resume" : "Pause";
}

pauseButton.onclick = () => {
  setPaused(!paused);
  if (!paused) document.body.dataset.state = "running";
  tell({ kind: paused ? "pause" : "resume" });
};
$("#reset").onclick = () => {
  stop();
  describe();
};
$("#restart").onclick = () => start(settings);
form.onrun(start);

/** 7,717 as "7.7 K". */
function compact(count: number): string {
  return count < 10_000 ? count.toLocaleString("en") : count.toLocaleString("en", { notation: "compact", maximumFractionDigits: 1 });
}

const digit = new DigitPart();

/** Shows the part that the address names; a run waits while digits are drawn. */
function turn(): void {
  const drawing = location.hash === "#digit";
  $("#networks-part").hidden = drawing;
  $("#digit-part").hidden = !drawing;
  for (const link of document.querySelectorAll<HTMLAnchorElement>("nav a")) {
    if ((link.hash === "#digit") === drawing) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
  if (drawing) {
    if (document.body.dataset.state === "running") pauseButton.click();
    digit.open();
  } else if (document.body.dataset.state === undefined) start(settings);
}

form.show(settings);
addEventListener("hashchange", turn);
turn();
