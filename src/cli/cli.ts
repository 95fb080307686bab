import { Command, type CommanderError } from "commander";
import type { OperatorSettings } from "../../examples/shared/operators.ts";
import { InputError } from "../errors.ts";
import { hint } from "../network/names.ts";
import { classifyCommand } from "./classify.ts";
import { info } from "./info.ts";
import type { Io } from "./io.ts";
import { list } from "./list.ts";
import type { RawOptions } from "./options.ts";
import { PROFILE_DURATION, profile } from "./profile.ts";
import { carryOut } from "./program.ts";
import { run } from "./run.ts";
import { sweepCommand } from "./sweep.ts";
import { train } from "./train.ts";
import { FIELD_SETS } from "./train-fields.ts";
import { IMAGE_SETS, NEURONS, PRESETS } from "./train-spec.ts";
import { verifyCommand } from "./verify.ts";
import { VERSION } from "./version.ts";

/** What `galvani train` learns. */
const DATA_SETS = Object.keys({ ...IMAGE_SETS, ...FIELD_SETS }).join(", ");

/**
 * The command `galvani`.
 * @returns the exit code: 0, 1 for a failed run, 2 for bad input (one line on stderr), 130 after Ctrl-C
 */
export async function main(argv: readonly string[], io: Io): Promise<number> {
  let code = 0;
  const program = commands(argv, io, (result) => {
    code = result;
  });
  const failed = await carryOut(program, argv, io, (error) => usageError(error, program, argv));
  return failed || code;
}

function commands(argv: readonly string[], io: Io, done: (code: number) => void): Command {
  const program = new Command("galvani")
    .description("Simulates spiking networks on the GPU through WebGPU, or on the CPU.")
    .version(VERSION);
  executionOptions(networkCommand(program, "run", "run an example or a study by name, or a network file", "model time to measure"))
    .option("--out <dir>", "write summary.json and report.html there, of a network also spikes.npz and raster.svg")
    .option("--save <file>", "write the state at the end as a checkpoint")
    .option("--load <file>", "continue from a checkpoint of the same network")
    .option("--demo", "choose a scale that fits this machine, and compare executors at the end")
    .action(async (network: string, options: RawOptions) => done(await run(network, options, argv, io)));
  executionOptions(
    networkCommand(
      program,
      "profile",
      "where the time of a run goes, kernel by kernel, beside what the adapter can do",
      `model time to profile (default ${PROFILE_DURATION})`,
    ),
  )
    .option("--out <dir>", "write profile.json, trace.json (for Perfetto) and roofline.svg there")
    .action(async (network: string, options: RawOptions) => done(await profile(network, options, io)));
  networkCommand(
    program,
    "sweep",
    "run many instances of a network side by side, differing in what --vary names",
    "model time to measure in each",
  )
    .option(
      "--vary <place=values>",
      "seed=1:1000, populations.E.params.I_e=100:500:50, inputs.drive.rate=5000,6000; again for more",
      (value: string, before: readonly string[]) => [...before, value],
      [] as readonly string[],
    )
    .option("--zip", "take the values of all --vary together instead of every combination")
    .option("--out <file>", "write the table there: .csv or .npz")
    .action(async (network: string, { vary, ...options }: RawOptions & { readonly vary: readonly string[] }) =>
      done(await sweepCommand(network, vary, options, io)),
    );
  trainCommand(program).action(async (set: string, options: RawOptions) => done(await train(set, options, argv, io)));
  modelCommand(program).action(async (file: string, options: RawOptions) => done(await classifyCommand(file, options, io)));
  program
    .command("list")
    .description("examples by kind, neuron models, connectivity rules; or all about one example")
    .argument("[name]", "name of an example")
    .option("--json", "as one object")
    .action((name: string | undefined, options: RawOptions) => list(name, options, io));
  program
    .command("info")
    .description("versions and adapters of this machine")
    .option("--json", "as one object")
    .action((options: RawOptions) => info(options, io));
  program
    .command("verify")
    .description("compare every kernel with its twin on this machine's adapter")
    .option("--adapter <kind>", "auto, hardware or software", "auto")
    .option("--seed <n>", "seed of the random input (default: a fresh one)")
    .option("--json", "as one object")
    .action(async (options: RawOptions) => done(await verifyCommand(options, io)));
  return program;
}

/** A command that takes a network and the options that choose it. */
function networkCommand(program: Command, name: string, description: string, duration: string): Command {
  return program
    .command(name)
    .description(description)
    .argument("<network>", "name of an example (galvani list), or path of a network file (.json)")
    .option("--duration <ms>", duration)
    .option("--warmup <ms>", "model time before it, not counted")
    .option("--dt <ms>", "time step")
    .option("--scale <share>", "share of an example's full size (galvani list: its range)")
    .option("--seed <n>", "seed of all random numbers (default 1, or the file's)")
    .option("--variant <name>", "variant of an example (galvani list)")
    .option("--data <dir>", "folder of a data set that an example needs")
    .option("--adapter <kind>", "auto, hardware, software or cpu", "auto")
    .option("--json", "print one object on standard output, nothing else");
}

/** `classify` with its options. */
function modelCommand(program: Command): Command {
  const ways = "dense with soft spikes, dense with hard ones, and as a spiking network in the event-driven simulator";
  return program
    .command("classify")
    .description(`test images by a trained network in three ways: ${ways}`)
    .argument("<model>", "file that galvani train wrote (model.safetensors)")
    .option("--data <dir>", "folder with the data set's four files")
    .option("--count <n>", "so many of the test images, the first ones (default: all)")
    .option("--adapter <kind>", "auto, hardware, software or cpu", "auto")
    .option("--json", "print one object on standard output, nothing else");
}

/** `train` with its options; their defaults are the preset's, or the problem's. */
function trainCommand(program: Command): Command {
  const presets = Object.entries(PRESETS).map(([name, { about }]) => `${name}: ${about}`);
  const problems = Object.entries(FIELD_SETS).map(([name, { about }]) => `${name}: ${about}`);
  const defaults = (name: keyof OperatorSettings) =>
    Object.entries(FIELD_SETS)
      .map(([set, { settings }]) => `${set} ${settings[name]}`)
      .join(", ");
  return program
    .command("train")
    .description(
      `train a network of soft or hard spikes on images (the test set is judged with soft spikes and with hard ones after each epoch), or a Fourier neural operator on fields (${problems.join("; ")})`,
    )
    .argument("<data set>", DATA_SETS)
    .option("--data <dir>", "folder with the data set's files; burgers makes its own fields")
    .option(
      "--preset <name>",
      `images: ${presets.join("; ")} (default ultralif, whose defaults stand below). Options beside a preset take the place of its settings, but tutorial-5 keeps its neurons`,
    )
    .option("--neuron <name>", `images: ${Object.keys(NEURONS).join(", ")} (default UltraDLIF)`)
    .option("--timesteps <n>", "images: time steps of an example (default 1)")
    .option("--hidden <n>", "images: neurons of a hidden layer (default 64)")
    .option("--fields <n>", `fields: how many to learn from (default ${defaults("fields")})`)
    .option("--width <n>", `fields: channels of the operator (default ${defaults("width")})`)
    .option("--modes <n>", `fields: frequencies kept along each axis, from 0 on (default ${defaults("modes")})`)
    .option("--layers <n>", `hidden layers (default 1), or blocks of the operator (default ${defaults("layers")})`)
    .option("--epochs <n>", `epochs in all (default 100; ${defaults("epochs")})`)
    .option("--batch <n>", `examples between two changes of the parameters (default 128; ${defaults("batch")})`)
    .option("--lr <rate>", `learning rate of the first epoch (default 0.001; ${defaults("lr")})`)
    .option(
      "--schedule <name>",
      `constant, or cosine: from --lr down towards 0 over the epochs (default constant; ${defaults("schedule")})`,
    )
    .option("--sparsity <lambda>", "images: weight of a penalty on spikes (default 0)")
    .option("--seed <n>", `seed of all random numbers (default 42; ${defaults("seed")})`)
    .option("--out <dir>", "keep model.safetensors, best.safetensors, metrics.csv, summary.json and report.html there, from each epoch on")
    .option(
      "--resume <file>",
      "continue a checkpoint with its own settings, to the same bits; of a constant schedule a larger --epochs trains on",
    )
    .option("--adapter <kind>", "auto, hardware, software or cpu", "auto")
    .option("--json", "print one object on standard output, nothing else");
}

/** How a network is carried out: no result hangs on these. */
function executionOptions(command: Command): Command {
  return command
    .option("--threads <n>", "threads of the cpu executor (default: all cores where that gains)")
    .option("--procedural", "draw synapses anew on each spike instead of holding them in memory");
}

/** What to give for an argument that is missing. */
const MISSING: Readonly<Record<string, string>> = {
  network: "name an example (see: galvani list) or a network file",
  "data set": `name one of ${DATA_SETS}`,
  model: "name a file that galvani train wrote",
};

/** Commander's complaint in the form of every other: place, value, what to do. */
function usageError(error: CommanderError, program: Command, argv: readonly string[]): InputError {
  const value = /'([^']*)'/.exec(error.message)?.[1] ?? argv.join(" ");
  const chosen = program.commands.find((command) => argv.includes(command.name()));
  const names = program.commands.map((command) => command.name()).concat("help");
  switch (error.code) {
    case "commander.unknownCommand":
      return new InputError("command", value, hint(value, names, "commands"));
    case "commander.unknownOption": {
      const options = ["--help", ...(chosen ?? program).options.map((option) => option.long ?? "")];
      return new InputError("option", value, hint(value, options, "options"));
    }
    case "commander.optionMissingArgument":
      return new InputError(value.split(" ")[0], undefined, `needs a value: ${value}`);
    case "commander.missingArgument":
      return new InputError(value, undefined, MISSING[value]);
    case "commander.help":
      return new InputError("command", undefined, `give one of ${names.join(", ")}; see: galvani --help`);
    case "commander.excessArguments":
      return new InputError("arguments", argv.join(" "), "more than the command takes; see: galvani --help");
    default:
      return new InputError("arguments", argv.join(" "), error.message.replace(/^error: /, ""));
  }
}
