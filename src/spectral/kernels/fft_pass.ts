import source from "../../../shaders/spectral/fft_pass.wgsl";
import { type Buffers, type Stage, table } from "../../plan/program.ts";
import { type FftPassShape, fft_pass as twin } from "../../twins/spectral/fft_pass.ts";
import type { FftBuffers } from "../fft-spec.ts";
import { placeOf, radicesOf, rotationsOf, turns } from "../fft-tables.ts";

/** Complex points of a workgroup's tile, at most: what fits 16 KiB. */
export const MOST_POINTS = 2048;
/** Threads of a workgroup: a tile has no more transforms. */
const THREADS = 64;
/** Tiles that keep a GPU at work, and points that a tile keeps at least when it is made smaller to get there. */
const ENOUGH_TILES = 256;
const LEAST_POINTS = 512;

/** How a workgroup goes about its share. */
interface Tile {
  readonly bits: number;
  readonly width: number;
  readonly flatIn: boolean;
  readonly flatOut: boolean;
}

/** Host binding of shaders/spectral/fft_pass.wgsl; its tables are added to `buffers`. `points` is a product of 2, 3, 5 and 7. */
export function fftPass(label: string, shape: FftPassShape, buffers: Buffers, { input, output }: FftBuffers): Stage {
  const { lines, points, out_stride, inner } = shape;
  const radices = radicesOf(points) ?? [];
  const tile = tileOf(shape);
  const twiddles = table(buffers, `fft twiddles ${points}`, () => turns(points));
  const rotations = out_stride > inner ? rotationsOf(buffers, (points * out_stride) / inner) : { name: twiddles, fineBits: 0 };
  return {
    label,
    kernel: { source, twin },
    shape: {
      ...shape,
      radices: radices.reduceRight((bits, radix) => 16 * bits + radix, 0),
      tile_bits: tile.bits,
      width: tile.width,
      flat_in: Number(tile.flatIn),
      flat_out: Number(tile.flatOut),
      fine_bits: rotations.fineBits,
    },
    bindings: {
      input,
      twiddles,
      rotations: rotations.name,
      order: orderOf(buffers, shape, radices, tile),
      output,
    },
    workgroups: Math.ceil(lines / 2 ** tile.bits),
  };
}

function tileOf({ lines, points, in_stride, out_stride, inner }: FftPassShape): Tile {
  let bits = Math.floor(Math.log2(Math.min(THREADS, MOST_POINTS / points)));
  while (bits > 0 && lines / 2 ** bits < ENOUGH_TILES && points * 2 ** (bits - 1) >= LEAST_POINTS) bits--;
  const tile = 2 ** bits;
  const flatOut = out_stride === inner && tile % out_stride === 0;
  const flatIn = flatOut && tile % in_stride === 0;
  return { bits, width: flatIn ? in_stride : tile, flatIn, flatOut };
}

/** For each result of a tile, in the order in which they are stored: its place in workgroup memory. */
function orderOf(buffers: Buffers, { points, out_stride }: FftPassShape, radices: readonly number[], tile: Tile): string {
  const { bits, width, flatOut } = tile;
  const across = flatOut ? out_stride : 2 ** bits;
  return table(buffers, `fft order ${points}, ${2 ** bits} by ${width} to ${across}`, () => {
    const places = Array.from({ length: points }, (_, k) => placeOf(k, radices));
    return Uint32Array.from({ length: points * 2 ** bits }, (_, i) => {
      const block = Math.floor(i / (across * points));
      const k = Math.floor(i / across) % points;
      const line = block * across + (i % across);
      return Math.floor(line / width) * width * points + places[k] * width + (line % width);
    });
  });
}
