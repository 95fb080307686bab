import chen from "../../../shaders/flow/model/chen.wgsl";
import dadras from "../../../shaders/flow/model/dadras.wgsl";
import genesioTesi from "../../../shaders/flow/model/genesio_tesi.wgsl";
import halvorsen from "../../../shaders/flow/model/halvorsen.wgsl";
import hyperRossler from "../../../shaders/flow/model/hyper_rossler.wgsl";
import sprottB from "../../../shaders/flow/model/sprott_b.wgsl";
import sprottC from "../../../shaders/flow/model/sprott_c.wgsl";
import sprottD from "../../../shaders/flow/model/sprott_d.wgsl";
import sprottE from "../../../shaders/flow/model/sprott_e.wgsl";
import sprottJerk from "../../../shaders/flow/model/sprott_jerk.wgsl";
import sprottS from "../../../shaders/flow/model/sprott_s.wgsl";
import thomas from "../../../shaders/flow/model/thomas.wgsl";
import type { FlowRow } from "./row.ts";

/** Chaotic flows found by search or made for their form, and others of few terms. Rows of the table in table.ts. */
export const algebraic = {
  thomas: {
    wgsl: thomas,
    parameters: { a: 1.85, b: 10 },
    initial: { x: 2.199442, y: 2.363422, z: 3.220197 },
    step: 0.02,
    period: 4.969,
    exponent: 0.4909,
    tabled: 0.6324,
    source: "Thomas 1999, Int. J. Bifurc. Chaos 9, 1889",
    positive: ["a"],
    box: { x: [-4.157, 4.157], y: [-4.157, 4.157], z: [-4.157, 4.157] },
    oracle: {
      derivative: ([a, b], [x, y, z]) => [b * Math.sin(y) - a * x, b * Math.sin(z) - a * y, b * Math.sin(x) - a * z],
      tangent: ([a, b], [x, y, z], [dx, dy, dz]) => [
        -a * dx + b * Math.cos(y) * dy,
        -a * dy + b * Math.cos(z) * dz,
        b * Math.cos(x) * dx - a * dz,
      ],
    },
  },
  halvorsen: {
    wgsl: halvorsen,
    parameters: { a: 1.4, b: 4 },
    initial: { x: -8.680741, y: -2.47414, z: 0.070776 },
    step: 0.005,
    period: 1.4889,
    exponent: 0.6786,
    tabled: 0.6964,
    source: "Sprott 2010, Elegant Chaos",
    positive: [],
    box: { x: [-13.322, 6.357], y: [-13.322, 6.357], z: [-13.322, 6.357] },
    oracle: {
      derivative: ([a, b], [x, y, z]) => [-a * x - b * (y + z) - y * y, -a * y - b * (z + x) - z * z, -a * z - b * (x + y) - x * x],
      tangent: ([a, b], [x, y, z], [dx, dy, dz]) => [
        -a * dx + (-b - 2 * y) * dy - b * dz,
        -b * dx - a * dy + (-b - 2 * z) * dz,
        (-b - 2 * x) * dx - b * dy - a * dz,
      ],
    },
  },
  chen: {
    wgsl: chen,
    parameters: { a: 35, b: 3, c: 28 },
    initial: { x: 3.26897, y: 5.299046, z: 19.435349 },
    step: 0.002,
    period: 0.5869,
    exponent: 2.0284,
    tabled: 2.006,
    source: "Chen and Ueta 1999, Int. J. Bifurc. Chaos 9, 1465",
    positive: ["a", "b"],
    box: { x: [-27.948, 27.772], y: [-32.762, 32.522], z: [3.218, 54.731] },
    oracle: {
      derivative: ([a, b, c], [x, y, z]) => [a * (y - x), (c - a) * x - x * z + c * y, x * y - b * z],
      tangent: ([a, b, c], [x, y, z], [dx, dy, dz]) => [-a * dx + a * dy, (-a + c - z) * dx + c * dy - x * dz, y * dx + x * dy - b * dz],
    },
  },
  sprott_b: {
    wgsl: sprottB,
    parameters: { a: 1 },
    initial: { x: 1.687828, y: 1.484813, z: -0.537066 },
    step: 0.02,
    period: 11.0501,
    exponent: 0.2099,
    tabled: 0.2067,
    source: "Sprott 1994, Phys. Rev. E 50, R647",
    positive: [],
    box: { x: [-8.85, 8.682], y: [-4.365, 4.314], z: [-8.611, 8.042] },
    oracle: {
      derivative: ([a], [x, y, z]) => [y * z, x - y, a - x * y],
      tangent: (_p, [x, y, z], [dx, dy, dz]) => [z * dy + y * dz, dx - dy, -y * dx - x * dy],
    },
  },
  sprott_c: {
    wgsl: sprottC,
    parameters: { a: 1 },
    initial: { x: -0.471998, y: -0.271981, z: 1.941824 },
    step: 0.02,
    period: 8.8852,
    exponent: 0.1635,
    tabled: 0.1581,
    source: "Sprott 1994, Phys. Rev. E 50, R647",
    positive: [],
    box: { x: [-4.841, 5.203], y: [-2.527, 2.63], z: [-20.895, 8.524] },
    oracle: {
      derivative: ([a], [x, y, z]) => [y * z, x - y, a - x * x],
      tangent: (_p, [x, y, z], [dx, dy, dz]) => [z * dy + y * dz, dx - dy, -2 * x * dx],
    },
  },
  sprott_d: {
    wgsl: sprottD,
    parameters: { a: 3 },
    initial: { x: -1.339691, y: -0.212383, z: 0.329822 },
    step: 0.02,
    period: 4.8333,
    exponent: 0.1029,
    tabled: 0.1017,
    source: "Sprott 1994, Phys. Rev. E 50, R647",
    positive: [],
    box: { x: [-4.862, -0.066], y: [-2.495, 1.988], z: [0.234, 4.684] },
    oracle: {
      derivative: ([a], [x, y, z]) => [-y, x + z, x * z + a * y * y],
      tangent: ([a], [x, y, z], [dx, dy, dz]) => [-dy, dx + dz, z * dx + 2 * a * y * dy + x * dz],
    },
  },
  sprott_e: {
    wgsl: sprottE,
    parameters: { a: 4 },
    initial: { x: 0.617376, y: 0.665993, z: -1.657502 },
    step: 0.02,
    period: 7.6275,
    exponent: 0.0774,
    tabled: 0.0902,
    source: "Sprott 1994, Phys. Rev. E 50, R647",
    positive: [],
    box: { x: [-1.495, 2.272], y: [0.007, 2.433], z: [-2.646, 5.772] },
    oracle: {
      derivative: ([a], [x, y, z]) => [y * z, x * x - y, 1 - a * x],
      tangent: ([a], [x, y, z], [dx, dy, dz]) => [z * dy + y * dz, 2 * x * dx - dy, -a * dx],
    },
  },
  sprott_s: {
    wgsl: sprottS,
    parameters: { a: 4 },
    initial: { x: 0.126357, y: 0.122607, z: 1.221543 },
    step: 0.02,
    period: 3.3505,
    exponent: 0.1877,
    tabled: 0.2738,
    source: "Sprott 1994, Phys. Rev. E 50, R647",
    positive: [],
    box: { x: [-4.516, 1.324], y: [-0.971, 2.297], z: [-1.396, 1.977] },
    oracle: {
      derivative: ([a], [x, y, z]) => [-x - a * y, x + z * z, 1 + x],
      tangent: ([a], [, , z], [dx, dy, dz]) => [-dx - a * dy, dx + 2 * z * dz, dx],
    },
  },
  sprott_jerk: {
    wgsl: sprottJerk,
    parameters: { mu: 2.017 },
    initial: { x: 5.574518, y: 1.912884, z: -0.405093 },
    step: 0.05,
    period: 11.921,
    exponent: 0.0552,
    tabled: 0.0879,
    source: "Sprott 1997, Phys. Lett. A 228, 271",
    positive: [],
    box: { x: [-0.987, 8.098], y: [-3.127, 2.171], z: [-3.402, 1.34] },
    oracle: {
      derivative: ([mu], [x, y, z]) => [y, z, y * y - x - mu * z],
      tangent: ([mu], [, y], [dx, dy, dz]) => [dy, dz, -dx + 2 * y * dy - mu * dz],
    },
  },
  dadras: {
    wgsl: dadras,
    parameters: { c: 2.0, e: 9.0, o: 2.7, p: 3.0, r: 1.7 },
    initial: { x: 1.028409, y: -3.534865, z: -0.720816 },
    step: 0.01,
    period: 3.2886,
    exponent: 0.372,
    tabled: 0.4059,
    source: "Dadras and Momeni 2009, Phys. Lett. A 373, 3637",
    positive: [],
    box: { x: [-23.942, 26.277], y: [-15.693, 11.434], z: [-19.736, 17.504] },
    oracle: {
      derivative: ([c, e, o, p, r], [x, y, z]) => [y - p * x + o * y * z, r * y - x * z + z, c * x * y - e * z],
      tangent: ([c, e, o, p, r], [x, y, z], [dx, dy, dz]) => [
        -p * dx + (o * z + 1) * dy + o * y * dz,
        -z * dx + r * dy + (1 - x) * dz,
        c * y * dx + c * x * dy - e * dz,
      ],
    },
  },
  genesio_tesi: {
    wgsl: genesioTesi,
    parameters: { a: 0.44, b: 1.1, c: 1 },
    initial: { x: -0.053773, y: -0.261626, z: 0.335016 },
    step: 0.02,
    period: 5.9431,
    exponent: 0.1027,
    tabled: 0.1051,
    source: "Genesio and Tesi 1992, Automatica 28, 531",
    positive: [],
    box: { x: [-0.492, 1.192], y: [-0.618, 0.917], z: [-0.757, 0.908] },
    oracle: {
      derivative: ([a, b, c], [x, y, z]) => [y, z, x * x - c * x - b * y - a * z],
      tangent: ([a, b, c], [x], [dx, dy, dz]) => [dy, dz, (-c + 2 * x) * dx - b * dy - a * dz],
    },
  },
  hyper_rossler: {
    wgsl: hyperRossler,
    parameters: { a: 0.25, b: 3.0, c: 0.5, d: 0.05 },
    initial: { x: -93.667697, y: 15.5078, z: 0.032087, w: 43.792796 },
    step: 0.005,
    // dysts has 1.1157; its spiral takes about 6.
    period: 6,
    exponent: 0.1118,
    tabled: 0.1719,
    source: "Rössler 1979, Phys. Lett. A 71, 155",
    positive: [],
    box: { x: [-296.6, 35.963], y: [-193.662, 141.488], z: [0.01, 1037.756], w: [10.935, 149.705] },
    oracle: {
      derivative: ([a, b, c, d], [x, y, z, w]) => [-y - z, x + a * y + w, b + x * z, d * w - c * z],
      tangent: ([a, , c, d], [x, , z], [dx, dy, dz, dw]) => [-dy - dz, dx + a * dy + dw, z * dx + x * dz, -c * dz + d * dw],
    },
  },
} as const satisfies Readonly<Record<string, FlowRow>>;
