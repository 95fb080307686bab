/** The network file: JSON text to a description, with the files that it names read. */
import { InputError } from "../errors.ts";
import type {
  CouplingDescription,
  FieldDescription,
  InputDescription,
  ModelDescription,
  NetworkDescription,
  Numbers,
  PopulationDescription,
  ProjectionDescription,
  RuleDescription,
  RuleTextDescription,
  Values,
} from "../network/description.ts";
import { parseJson } from "../network/json.ts";
import { at } from "../network/names.ts";
import { checkStructure } from "../network/structure.ts";
import type { WgslFile } from "../network/user-text.ts";
import { decodeNpyNumbers } from "./npy.ts";

/** Reads a file named in a network file, its path relative to that file. */
export type ReadFile = (path: string) => Promise<Uint8Array>;

/**
 * A network file as a description: keys, types and ranges checked, `.npy` and `.wgsl` files read. Follow with `resolve`, which
 * checks names, sizes and values.
 * @param place name of the file, for the line and column of a mistake in its JSON
 * @param read reads the files it names, relative to it
 * @throws InputError
 */
export async function parseNetworkFile(text: string, place: string, read: ReadFile): Promise<NetworkDescription<Numbers>> {
  const value = parseJson(text, place);
  checkStructure("network", value, "");
  const { $schema: _, ...description } = value as NetworkDescription<Numbers> & { $schema?: string };
  return new Loader(read).network(description);
}

/** Puts the contents of files in the place of their names; each file is read once. */
class Loader {
  private readonly files = new Map<string, Promise<Uint8Array>>();
  constructor(private readonly read: ReadFile) {}

  async network(d: NetworkDescription<Numbers>): Promise<NetworkDescription<Numbers>> {
    return {
      ...d,
      ...(d.models && { models: await each(d.models, "models", (m, place) => this.withText(m, place)) }),
      ...(d.rules && { rules: await each<RuleTextDescription>(d.rules, "rules", (r, place) => this.withText(r, place)) }),
      populations: await each(d.populations, "populations", (p, place) => this.population(p, place)),
      ...(d.inputs && { inputs: await each(d.inputs, "inputs", (i, place) => this.input(i, place)) }),
      ...(d.projections && { projections: await each(d.projections, "projections", (p, place) => this.projection(p, place)) }),
      ...(d.fields && { fields: await each(d.fields, "fields", (f, place) => this.field(f, place)) }),
      ...(d.couplings && { couplings: await each(d.couplings, "couplings", (c, place) => this.coupling(c, place)) }),
    };
  }

  /** A model or plasticity rule with its text read. */
  private async withText<T extends Pick<ModelDescription, "wgsl">>(given: T, place: string): Promise<T> {
    if (typeof given.wgsl === "string") return given;
    const { file } = given.wgsl;
    const bytes = await this.bytes(file, at(place, "wgsl"));
    const wgsl: WgslFile = { file, text: new TextDecoder().decode(bytes) };
    return { ...given, wgsl };
  }

  private async population(p: PopulationDescription<Numbers>, place: string): Promise<PopulationDescription<Numbers>> {
    return {
      ...p,
      ...(p.params && { params: await this.record(p.params, at(place, "params")) }),
      ...(p.initial && { initial: await this.record(p.initial, at(place, "initial")) }),
    };
  }

  private async input(i: InputDescription<Numbers>, place: string): Promise<InputDescription<Numbers>> {
    switch (i.kind) {
      case "poisson":
        return { ...i, rate: await this.numbers(i.rate, at(place, "rate")) };
      case "spikes":
        return {
          ...i,
          times: await this.numbers(i.times, at(place, "times")),
          neurons: await this.numbers(i.neurons, at(place, "neurons")),
        };
      case "current":
        return { ...i, amplitude: await this.numbers(i.amplitude, at(place, "amplitude")) };
      case "step_current":
        return {
          ...i,
          times: await this.numbers(i.times, at(place, "times")),
          amplitudes: await this.numbers(i.amplitudes, at(place, "amplitudes")),
        };
      case "noise":
        return i;
    }
  }

  private async projection(p: ProjectionDescription<Numbers>, place: string): Promise<ProjectionDescription<Numbers>> {
    return {
      ...p,
      rule: await this.rule(p.rule, at(place, "rule")),
      weight: await this.numbers(p.weight, at(place, "weight")),
      delay: await this.numbers(p.delay, at(place, "delay")),
    };
  }

  private async field(f: FieldDescription, place: string): Promise<FieldDescription> {
    const { initial, input } = f as { initial?: Record<string, Numbers>; input?: Record<string, Numbers> };
    return {
      ...f,
      ...(initial && { initial: await this.record(initial, at(place, "initial")) }),
      ...(input && { input: await this.record(input, at(place, "input")) }),
    } as FieldDescription;
  }

  private async coupling(c: CouplingDescription<Numbers>, place: string): Promise<CouplingDescription<Numbers>> {
    return { ...c, ...(c.positions !== undefined && { positions: await this.numbers(c.positions, at(place, "positions")) }) };
  }

  private async rule(rule: RuleDescription<Numbers>, place: string): Promise<RuleDescription<Numbers>> {
    if (typeof rule === "string" || !("edges" in rule)) return rule;
    const where = at(place, "edges");
    const { source, target } = rule.edges;
    return { edges: { source: await this.numbers(source, at(where, "source")), target: await this.numbers(target, at(where, "target")) } };
  }

  private async record(record: Readonly<Record<string, Numbers>>, place: string): Promise<Record<string, Numbers>> {
    const out: Record<string, Numbers> = {};
    for (const [key, value] of Object.entries(record)) out[key] = await this.numbers(value, at(place, key));
    return out;
  }

  private async numbers(value: Numbers, place: string): Promise<Exclude<Numbers, { npy: string }> | Values> {
    if (typeof value !== "object" || !("npy" in value)) return value;
    return decodeNpyNumbers(await this.bytes(value.npy, place), place, value.npy);
  }

  private async bytes(path: string, place: string): Promise<Uint8Array> {
    let bytes = this.files.get(path);
    if (!bytes) {
      bytes = Promise.resolve().then(() => this.read(path));
      this.files.set(path, bytes);
    }
    try {
      return await bytes;
    } catch (cause) {
      const why = cause instanceof Error ? cause.message : String(cause);
      throw new InputError(place, path, `cannot be read (${why}); paths are relative to the network file`);
    }
  }
}

async function each<T>(list: readonly T[], place: string, load: (item: T, place: string) => Promise<T>): Promise<T[]> {
  const out: T[] = [];
  for (const [i, item] of list.entries()) out.push(await load(item, at(place, i)));
  return out;
}
