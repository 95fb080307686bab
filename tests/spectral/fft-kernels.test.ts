/** The kernels of Fourier transforms against their twins, on random operands with poisoned outputs; faults planted in the kernels. */
import { fftChecks } from "../../src/verify/fft.ts";
import { kernelTests } from "../twins/lib/kernel-tests.ts";

kernelTests(fftChecks, [
  ["spectral fft, lines", "0.70710678119", "0.70710"],
  ["spectral fft, lines", "0.95105651630 * (b - e)", "0.95105651630 * (b - d)"],
  ["spectral fft, lines", "points[kept(at + 6u * r.m)] = times(mid1 - side1", "points[kept(at + 6u * r.m)] = times(mid1 + side1"],
  ["spectral fft, lines", "at < end, shape.flat_out", "at <= end, shape.flat_out"],
  ["spectral fft, values side by side", "u % r.m / r.width", "u % r.m"],
  ["spectral fft, values side by side", "p < shape.lines, at < end, shape.flat_out", "p <= shape.lines, at < end, shape.flat_out"],
  ["spectral fft, first pass", "order[i]", "i"],
  ["spectral fft, later pass", "rotation(r * k,", "rotation(r + k,"],
  ["spectral fft, later pass", "% shape.out_stride / shape.inner", "% shape.out_stride"],
  ["spectral fft, later pass", "shape.swapped != 0u);\n", "false);\n"],
  ["spectral fft multiply", "j < shape.given", "j <= shape.given"],
  ["spectral fft multiply", "value.yx, shape.swap_out", "value, shape.swap_out"],
  ["spectral fft pack", "line + 1u, j", "line, j"],
  ["spectral fft unpack", "line % 2u == 1u", "line % 2u == 0u"],
  ["spectral fft split points", "(shape.half - k) % shape.half", "shape.half - k"],
  ["spectral fft join points", "down.y = 0.0", "down.x = 0.0"],
  ["spectral fft split lines", "(shape.points - k) % shape.points", "shape.points - k"],
  ["spectral fft join lines", "k == 0u || k == mirrored", "k == 0u"],
  ["spectral fft join lines", "line >= shape.lines", "line > shape.lines"],
]);
