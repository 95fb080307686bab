/** The kernels of spectral convolutions against their twins, on random operands with poisoned outputs; faults planted in the kernels. */
import { modeChecks } from "../../src/verify/modes.ts";
import { kernelTests } from "../twins/lib/kernel-tests.ts";

kernelTests(modeChecks, [
  ["spectral mode product", "a.x * b.y + a.y * b.x", "a.x * b.y - a.y * b.x"],
  ["spectral mode product", "(*sums)[6] += product(a1, b2)", "(*sums)[6] += product(a1, b1)"],
  ["spectral mode product", "column >= shape.columns || k >= shape.depth", "column >= shape.columns"],
  ["spectral mode product", "row >= shape.batch || k >= shape.depth", "k >= shape.depth + 1u"],
  ["spectral mode product", "places[mode]", "mode"],
  ["spectral mode product", "2u * row * part + mode * shape.depth", "row * part + mode * shape.depth"],
  ["spectral mode product", "put(part.mode, row + SIDE, column + 24u, sums[7])", "put(part.mode, row + SIDE, column + 24u, sums[5])"],
  ["spectral mode product, adjoint", "-weights[i + part]", "weights[i + part]"],
  ["spectral mode product, adjoint", "column * shape.depth + k", "k * shape.depth + column"],
  ["spectral mode gradient", "-input[at + part]", "input[at + part]"],
  ["spectral mode gradient", "out[at + part] += value.y", "out[at + part] = value.y"],
  ["spectral mode gradient", "places[mode]", "mode"],
  ["spectral mode gradient", "at < shape.batch", "at + STEPS < shape.batch"],
  ["spectral mode scale", "-weights[w + shape.channels]", "weights[w + shape.channels]"],
  ["spectral mode scale", "value.x * imaginary + value.y * real", "value.x * imaginary - value.y * real"],
  ["spectral mode scale", "places[i % part / shape.channels]", "places[0]"],
  ["spectral mode scale gradient", "x.x * g.y - x.y * g.x", "x.x * g.y + x.y * g.x"],
  ["spectral mode scale gradient", "b < shape.batch", "b + 1u < shape.batch"],
  ["spectral mode scale gradient", "out[at] += sum.x", "out[at] = sum.x"],
  ["spectral keep modes", "2u * k == shape.points", "false"],
  ["spectral keep modes", "k == 0u ||", ""],
  ["spectral keep modes", "i / part * shape.places + place", "i / part * shape.places + i / shape.channels % shape.modes"],
  ["spectral spread modes", "filled[place] - 1u", "filled[place]"],
  ["spectral spread modes", "&& place == 0u", ""],
  ["spectral spread modes", "shape.bias_at + channel", "channel"],
  ["spectral spread modes", "2u * k == shape.points", "false"],
]);
