/** Fields and couplings as a person describes them: in code and in a file alike, and what is refused. */
import { describe, expect, it } from "vitest";
import { parseNetworkFile } from "../../src/io/network-file.ts";
import { encodeNpy } from "../../src/io/npy.ts";
import { Network } from "../../src/network/network.ts";
import { resolve } from "../../src/network/resolve.ts";
import { load, network } from "./files.ts";

const spec = { model: "klein-gordon", sizes: [4, 6], length: [2, 3], dt: 0.5, speed: 0.1, mass: 0.2 } as const;
const u = { name: "u", ...spec };
const line = { name: "u", ...spec, sizes: [8], length: 4 };
const drive = { kind: "drive", field: "u", population: "E", gain: 5 };
/** E and I have 4 and 2 neurons. */
const withField = (field: object, couplings: object[] = [], more: object = {}) => network({ fields: [field], couplings, ...more });
const spread = { positions: [0, 0, 0.5, 0.5, 1, 1, 1.9, 2.9] };

describe("a network with fields", () => {
  it("is the same from code and from a file", async () => {
    const net = new Network({ dt: 0.1, seed: 1 });
    const E = net.population("E", 4, "iaf_psc_exp");
    const I = net.population("I", 24, "iaf_cond_exp");
    const field = net.field("u", { ...spec, initial: { phi: Float64Array.from({ length: 24 }, (_, k) => k / 8) } });
    net.drive(field, E, { gain: 5, variable: "velocity", positions: spread.positions });
    net.source(I, "u", { gain: 0.5 });
    net.record({ field, every: 1.5 }).record({ field: "u", variable: "velocity" });
    const npy = encodeNpy(
      Float64Array.from({ length: 24 }, (_, k) => k / 8),
      [24],
    );
    const text = `{
      "galvani": 1, "dt": 0.1, "seed": 1,
      "populations": [{"name": "E", "size": 4, "model": "iaf_psc_exp"}, {"name": "I", "size": 24, "model": "iaf_cond_exp"}],
      "fields": [{"name": "u", "model": "klein-gordon", "sizes": [4, 6], "length": [2, 3], "dt": 0.5, "speed": 0.1, "mass": 0.2, "initial": {"phi": {"npy": "hump.npy"}}}],
      "couplings": [
        {"kind": "drive", "field": "u", "population": "E", "gain": 5, "variable": "velocity", "positions": ${JSON.stringify(spread.positions)}},
        {"kind": "source", "population": "I", "field": "u", "gain": 0.5}
      ],
      "record": [{"field": "u", "every": 1.5}, {"field": "u", "variable": "velocity"}]
    }`;
    const file = await parseNetworkFile(text, "net.json", async () => npy);
    expect(resolve(file)).toEqual(net.resolve());
    const written = await parseNetworkFile(JSON.stringify(net), "net.json", async () => npy);
    expect(resolve(written)).toEqual(net.resolve());
    const [resolved] = net.resolve().fields ?? [];
    expect(resolved.everySteps).toBe(5);
    expect(resolved.spec).toMatchObject({ input: { phi: 0 } });
    expect(resolved.drives[0]).toMatchObject({ population: 0, variable: "velocity", gain: 5 });
    expect([...resolved.drives[0].points].map((x) => Number(x.toFixed(9)))).toEqual([0, 0, 1, 1, 2, 2, 3.8, 5.8]);
    expect([...resolved.sources[0].points.subarray(0, 16)]).toEqual([0, 0, 0, 1, 0, 2, 0, 3, 0, 4, 0, 5, 1, 0, 1, 1]);
    expect(net.resolve().records).toEqual([
      { kind: "field", field: 0, variable: "phi", everySteps: 15 },
      { kind: "field", field: 0, variable: "velocity", everySteps: 5 },
    ]);
  });

  it("spreads neurons over a line, and takes places beyond its ends round to the other", async () => {
    const { fields } = await load(withField(line, [drive, { ...drive, population: "I", positions: [-0.5, 4.75] }]));
    expect([...(fields?.[0].drives[0].points ?? [])]).toEqual([0, 2, 4, 6]);
    expect([...(fields?.[0].drives[1].points ?? [])]).toEqual([7, 1.5]);
  });

  it("has no trace of them where there are none", () => {
    expect("fields" in resolve(network() as never)).toBe(false);
  });
});

describe("refused", () => {
  it.each<[string, object, RegExp]>([
    ["another field of the name", network({ fields: [line, line] }), /^fields\[1\]\.name: "u": another field has this name/],
    [
      "a model that is none",
      withField({ ...line, model: "klein" }),
      /^fields\[0\]\.model: "klein": unknown kind; kinds: klein-gordon, amari/,
    ],
    ["no grid", withField({ name: "u", model: "amari", length: 1, dt: 0.5 }), /^fields\[0\]\.sizes: .*is missing/],
    ["a key that is none", withField({ ...line, dampng: 1 }), /^fields\[0\]\.dampng: 1: unknown key; did you mean "damping"/],
    ["an unstable step", withField({ ...line, dt: 100 }), /^fields\[0\]\.dt: 100: is unstable/],
    [
      "a step that is no whole number of the network's",
      withField({ ...line, dt: 0.25 }),
      /^fields\[0\]\.dt: 0.25: must be a whole number of steps/,
    ],
    ["several side by side", withField({ ...line, batch: 2 }), /^fields\[0\]\.batch: 2: unknown key/],
    [
      "first values of another grid",
      withField({ ...line, initial: { phi: [1, 2] } }),
      /^fields\[0\]\.initial\.phi: .* must be a number or 8/,
    ],
    ["a field that is none", withField(line, [{ ...drive, field: "v" }]), /^couplings\[0\]\.field: "v": no field of this name/],
    ["a population that is none", withField(line, [{ ...drive, population: "X" }]), /^couplings\[0\]\.population: "X": no population/],
    [
      "a kind that is none",
      withField(line, [{ ...drive, kind: "drives" }]),
      /^couplings\[0\]\.kind: "drives": unknown kind; did you mean "drive"/,
    ],
    ["a variable that is none", withField(line, [{ ...drive, variable: "psi" }]), /^couplings\[0\]\.variable: "psi": no variable of "u"/],
    [
      "an input that is none",
      withField(line, [{ ...drive, kind: "source", variable: "velocity" }]),
      /^couplings\[0\]\.variable: "velocity": no input of "u" of this name; its inputs: phi/,
    ],
    ["no gain", withField(line, [{ kind: "drive", field: "u", population: "E" }]), /^couplings\[0\]\.gain: .*is missing; pA/],
    [
      "too few places",
      withField(u, [{ ...drive, positions: [1, 2, 3] }]),
      /^couplings\[0\]\.positions: .*must have 8 elements, 2, one an axis of "u", for each neuron of "E"/,
    ],
    [
      "neurons that fill no grid",
      withField(u, [drive]),
      /^couplings\[0\]\.positions: .*the 4 neurons of "E" do not fill a grid like the field's 4 x 6/,
    ],
    ["frames of a field that is none", withField(line, [], { record: [{ field: "v" }] }), /^record\[0\]\.field: "v": no field/],
    [
      "frames of a variable that is none",
      withField(line, [], { record: [{ field: "u", variable: "x" }] }),
      /^record\[0\]\.variable: "x": no variable/,
    ],
    [
      "frames between steps",
      withField(line, [], { record: [{ field: "u", every: 0.7 }] }),
      /^record\[0\]\.every: 0.7: must be a whole number of the field's/,
    ],
  ])("%s", async (_, description, message) => {
    await expect(load(description as never)).rejects.toThrow(message);
  });

  it("a field of another network", () => {
    const [one, other] = [new Network({ dt: 0.1, seed: 1 }), new Network({ dt: 0.1, seed: 1 })];
    one.population("E", 4, "iaf_psc_exp");
    const field = other.field("u", { ...spec, sizes: [8], length: 4 });
    expect(() => one.drive(field, "E", { gain: 1 })).toThrow(/^couplings\[0\]\.field: "u": is a field of another network/);
  });
});
