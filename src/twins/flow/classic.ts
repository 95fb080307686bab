import burkeShaw from "../../../shaders/flow/model/burke_shaw.wgsl";
import chua from "../../../shaders/flow/model/chua.wgsl";
import duffing from "../../../shaders/flow/model/duffing.wgsl";
import hindmarshRose from "../../../shaders/flow/model/hindmarsh_rose.wgsl";
import lorenz from "../../../shaders/flow/model/lorenz.wgsl";
import lorenz84 from "../../../shaders/flow/model/lorenz84.wgsl";
import lorenz96 from "../../../shaders/flow/model/lorenz96.wgsl";
import rabinovichFabrikant from "../../../shaders/flow/model/rabinovich_fabrikant.wgsl";
import rikitake from "../../../shaders/flow/model/rikitake.wgsl";
import rossler from "../../../shaders/flow/model/rossler.wgsl";
import rucklidge from "../../../shaders/flow/model/rucklidge.wgsl";
import shimizuMorioka from "../../../shaders/flow/model/shimizu_morioka.wgsl";
import type { FlowRow } from "./row.ts";

/** Chaotic flows from physics, circuits, nerve cells and weather. Rows of the table in table.ts. */
export const classic = {
  lorenz: {
    wgsl: lorenz,
    parameters: { sigma: 10, rho: 28, beta: 8 / 3 },
    initial: { x: -9.786929, y: -15.03852, z: 20.533978 },
    step: 0.01,
    period: 1.5008,
    exponent: 0.9064,
    tabled: 0.8917,
    source: "Lorenz 1963, J. Atmos. Sci. 20, 130",
    positive: ["sigma", "rho", "beta"],
    box: { x: [-19.761, 19.506], y: [-27.533, 27.049], z: [0.242, 48.204] },
    oracle: {
      derivative: ([sigma, rho, beta], [x, y, z]) => [sigma * (y - x), x * (rho - z) - y, x * y - beta * z],
      tangent: ([sigma, rho, beta], [x, y, z], [dx, dy, dz]) => [
        -sigma * dx + sigma * dy,
        (rho - z) * dx - dy - x * dz,
        y * dx + x * dy - beta * dz,
      ],
    },
  },
  rossler: {
    wgsl: rossler,
    parameters: { a: 0.2, b: 0.2, c: 5.7 },
    initial: { x: 6.513441, y: 0.477201, z: 0.341643 },
    step: 0.02,
    period: 5.9086,
    exponent: 0.0715,
    tabled: 0.1506,
    source: "Rössler 1976, Phys. Lett. A 57, 397",
    positive: [],
    box: { x: [-9.106, 11.433], y: [-10.791, 7.84], z: [0.013, 22.851] },
    oracle: {
      derivative: ([a, b, c], [x, y, z]) => [-y - z, x + a * y, b + z * (x - c)],
      tangent: ([a, , c], [x, , z], [dx, dy, dz]) => [-dy - dz, dx + a * dy, z * dx + (-c + x) * dz],
    },
  },
  chua: {
    wgsl: chua,
    parameters: { alpha: 15.6, beta: 28.0, m0: -1.142857, m1: -0.71429 },
    initial: { x: 1.126235, y: -0.113865, z: -0.783244 },
    step: 0.005,
    period: 1.4235,
    exponent: 0.433,
    tabled: 1.2301,
    source: "Chua's circuit: Matsumoto 1984, IEEE Trans. Circuits Syst. 31, 1055",
    positive: ["alpha", "beta"],
    box: { x: [-2.263, 2.263], y: [-0.388, 0.388], z: [-3.637, 3.637] },
    oracle: {
      derivative: ([alpha, beta, m0, m1], [x, y, z]) => {
        const ramp = m1 * x + 0.5 * (m0 - m1) * (Math.abs(x + 1) - Math.abs(x - 1));
        return [alpha * (y - x - ramp), x - y + z, -beta * y];
      },
      tangent: ([alpha, beta, m0, m1], [x], [dx, dy, dz]) => {
        const slope = Math.abs(x) < 1 ? m0 : m1;
        return [alpha * (dy - dx - slope * dx), dx - dy + dz, -beta * dy];
      },
    },
  },
  hindmarsh_rose: {
    wgsl: hindmarshRose,
    parameters: { a: 0.49, b: 1.0, c: 0.0322, d: 1.0, s: 1.0, tx: 0.03, tz: 0.8 },
    initial: { x: 0.031112, y: -0.021557, z: 0.041475 },
    step: 0.005,
    period: 1.752,
    exponent: 0.2156,
    tabled: 0.6535,
    source: "Marhl and Perc 2005, Chaos Solitons Fractals (a bursting neuron in the form of Hindmarsh and Rose)",
    positive: ["tx", "tz"],
    box: { x: [-0.765, 1.679], y: [-0.491, -0.003], z: [-0.458, 0.259] },
    oracle: {
      derivative: ([a, b, c, d, s, tx, tz], [x, y, z]) => [
        -x + (y - a * x * x * x + b * x * x + z) / tx,
        -a * x * x * x - (d - b) * x * x + z,
        (c - s * x - z) / tz,
      ],
      tangent: ([a, b, , d, s, tx, tz], [x], [dx, dy, dz]) => [
        (-1 + (-3 * a * x * x + 2 * b * x) / tx) * dx + (1 / tx) * dy + (1 / tx) * dz,
        -x * (3 * a * x - 2 * b + 2 * d) * dx + dz,
        (-s / tz) * dx - (1 / tz) * dz,
      ],
    },
  },
  lorenz96: {
    wgsl: lorenz96,
    parameters: { f: 20.0 },
    initial: { x0: -2.468206, x1: 0.095703, x2: 1.592709, x3: 10.213721 },
    step: 0.005,
    period: 2.1969,
    exponent: 1.2041,
    tabled: 1.3362,
    source: "Lorenz 1996, Predictability: a problem partly solved, ECMWF",
    positive: [],
    box: { x0: [-13.559, 19.417], x1: [-13.556, 19.407], x2: [-13.557, 19.341], x3: [-13.558, 19.361] },
    oracle: {
      derivative: ([f], [x0, x1, x2, x3]) => [
        (x1 - x2) * x3 - x0 + f,
        (x2 - x3) * x0 - x1 + f,
        (x3 - x0) * x1 - x2 + f,
        (x0 - x1) * x2 - x3 + f,
      ],
      tangent: (_p, [x0, x1, x2, x3], [dx0, dx1, dx2, dx3]) => [
        -dx0 + x3 * dx1 - x3 * dx2 + (x1 - x2) * dx3,
        (x2 - x3) * dx0 - dx1 + x0 * dx2 - x0 * dx3,
        -x1 * dx0 + (-x0 + x3) * dx1 - dx2 + x1 * dx3,
        x2 * dx0 - x2 * dx1 + (x0 - x1) * dx2 - dx3,
      ],
    },
  },
  rabinovich_fabrikant: {
    wgsl: rabinovichFabrikant,
    parameters: { a: 1.1, g: 0.87 },
    initial: { x: -1.820728, y: 0.834409, z: 0.207825 },
    step: 0.005,
    period: 2.3356,
    exponent: 0.1987,
    tabled: 0.2541,
    source: "Rabinovich and Fabrikant 1979, Sov. Phys. JETP 50, 311",
    positive: [],
    box: { x: [-1.873, -0.37], y: [-0.267, 2.402], z: [0.087, 1.355] },
    oracle: {
      derivative: ([a, g], [x, y, z]) => [y * (z - 1 + x * x) + g * x, x * (3 * z + 1 - x * x) + g * y, -2 * z * (a + x * y)],
      tangent: ([a, g], [x, y, z], [dx, dy, dz]) => [
        (g + 2 * x * y) * dx + (x * x + z - 1) * dy + y * dz,
        (-3 * x * x + 3 * z + 1) * dx + g * dy + 3 * x * dz,
        -2 * y * z * dx - 2 * x * z * dy + (-2 * a - 2 * x * y) * dz,
      ],
    },
  },
  duffing: {
    wgsl: duffing,
    parameters: { alpha: 1.0, beta: -1.0, delta: 0.1, gamma: 0.35, omega: 1.4 },
    initial: { x: -1.163538, y: -0.509237 },
    step: 0.02,
    period: 7.4496,
    exponent: 0.1293,
    tabled: 0.1403,
    source: "Duffing 1918; parameters: dysts",
    positive: ["alpha", "delta"],
    box: { x: [-1.565, 1.565], y: [-1.205, 1.206] },
    oracle: {
      derivative: ([alpha, beta, delta, gamma, omega], [x, y], t) => [
        y,
        gamma * Math.cos(omega * t) - delta * y - beta * x - alpha * x * x * x,
      ],
      tangent: ([alpha, beta, delta], [x], [dx, dy]) => [dy, (-3 * alpha * x * x - beta) * dx - delta * dy],
    },
  },
  rucklidge: {
    wgsl: rucklidge,
    parameters: { a: 2.0, b: 6.7 },
    initial: { x: 1.925716, y: 3.192384, z: 5.782966 },
    step: 0.02,
    period: 6.0721,
    exponent: 0.1916,
    tabled: 0.1936,
    source: "Rucklidge 1992, J. Fluid Mech. 237, 209",
    positive: [],
    box: { x: [-10.177, 10.171], y: [-5.57, 5.571], z: [0.023, 15.392] },
    oracle: {
      derivative: ([a, b], [x, y, z]) => [b * y - a * x - y * z, x, y * y - z],
      tangent: ([a, b], [, y, z], [dx, dy, dz]) => [-a * dx + (b - z) * dy - y * dz, dx, 2 * y * dy - dz],
    },
  },
  rikitake: {
    wgsl: rikitake,
    parameters: { a: 1.0, mu: 1.0 },
    initial: { x: -0.779156, y: -0.630224, z: 2.6712 },
    step: 0.02,
    period: 5.8975,
    exponent: 0.1277,
    tabled: 0.1318,
    source: "Rikitake 1958, Math. Proc. Camb. Phil. Soc. 54, 89",
    positive: ["mu"],
    box: { x: [-5.831, 5.771], y: [-5.023, 4.969], z: [-3.058, 6.517] },
    oracle: {
      derivative: ([a, mu], [x, y, z]) => [y * z - mu * x, x * z - a * x - mu * y, 1 - x * y],
      tangent: ([a, mu], [x, y, z], [dx, dy, dz]) => [-mu * dx + z * dy + y * dz, (-a + z) * dx - mu * dy + x * dz, -y * dx - x * dy],
    },
  },
  lorenz84: {
    wgsl: lorenz84,
    parameters: { a: 1.32, b: 7.91, f: 4.83, g: 4.194 },
    initial: { x: 1.926479, y: -0.134021, z: -1.721467 },
    step: 0.02,
    period: 6.2586,
    exponent: 0.4275,
    tabled: 0.4615,
    source: "Lorenz 1984, Tellus A 36, 98",
    positive: ["a"],
    box: { x: [-0.819, 2.345], y: [-2.52, 3.055], z: [-2.484, 3.312] },
    oracle: {
      derivative: ([a, b, f, g], [x, y, z]) => [a * (f - x) - y * y - z * z, x * y - b * x * z - y + g, b * x * y + x * z - z],
      tangent: ([a, b], [x, y, z], [dx, dy, dz]) => [
        -a * dx - 2 * y * dy - 2 * z * dz,
        (-b * z + y) * dx + (x - 1) * dy - b * x * dz,
        (b * y + z) * dx + b * x * dy + (x - 1) * dz,
      ],
    },
  },
  burke_shaw: {
    wgsl: burkeShaw,
    parameters: { e: 13, n: 10 },
    initial: { x: -0.791532, y: 0.652445, z: 0.225178 },
    step: 0.004,
    period: 0.7833,
    exponent: 2.2487,
    source: "Shaw 1981, Z. Naturforsch. 36a, 80",
    positive: ["n"],
    box: { x: [-4.562, 4.422], y: [-8.976, 9.398], z: [-8.932, 8.748] },
    oracle: {
      derivative: ([e, n], [x, y, z]) => [-n * (x + y), -y - n * x * z, n * x * y + e],
      tangent: ([, n], [x, y, z], [dx, dy, dz]) => [-n * dx - n * dy, -n * z * dx - dy - n * x * dz, n * y * dx + n * x * dy],
    },
  },
  shimizu_morioka: {
    wgsl: shimizuMorioka,
    parameters: { a: 0.85, b: 0.5 },
    initial: { x: 0.016839, y: 0.034894, z: 0.353468 },
    step: 0.05,
    period: 12.038,
    exponent: 0.0356,
    tabled: 0.0358,
    source: "Shimizu and Morioka 1980, Phys. Lett. A 76, 201",
    positive: ["a", "b"],
    box: { x: [-1.345, 1.344], y: [-0.823, 0.823], z: [0.0, 2.119] },
    oracle: {
      derivative: ([a, b], [x, y, z]) => [y, x - a * y - x * z, x * x - b * z],
      tangent: ([a, b], [x, , z], [dx, dy, dz]) => [dy, (1 - z) * dx - a * dy - x * dz, 2 * x * dx - b * dz],
    },
  },
} as const satisfies Readonly<Record<string, FlowRow>>;
