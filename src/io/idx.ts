/** The idx format of MNIST (big-endian: two zero bytes, a type byte, the number of dimensions, their sizes, the elements), plain or gzipped. */
import { Gunzip } from "fflate";
import { InputError } from "../errors.ts";

/** An array of bytes from an idx file, the last dimension fastest. */
export interface Idx {
  readonly shape: readonly number[];
  readonly data: Uint8Array;
}

/** The type byte of unsigned bytes, the only elements that MNIST and its kin have. */
const UNSIGNED_BYTE = 0x08;
/** The other types of the format, for messages. */
const OTHER_TYPES: Readonly<Record<number, string>> = { 9: "int8", 11: "int16", 12: "int32", 13: "float32", 14: "float64" };
/** Bytes after a gzip member's data: CRC-32 and length, little-endian. */
const TRAILER = 8;
/** Bytes of the shortest gzip file: header, an empty block, trailer. */
const SHORTEST_GZIP = 10 + 2 + TRAILER;

/**
 * Reads an idx file of unsigned bytes.
 * @param bytes of the file; gzip is known by its first two bytes (1f 8b)
 * @param place for errors, such as `data`
 * @param file for errors: its name
 * @throws InputError for a damaged gzip file, another magic number, another type of element, missing or extra bytes
 */
export function decodeIdx(bytes: Uint8Array, place: string, file: string): Idx {
  const refuse = (remedy: string) => new InputError(place, file, remedy);
  const plain = bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzip(bytes, refuse) : bytes;
  if (plain.length < 4) throw refuse(`is truncated: ${plain.length} bytes, an idx file begins with 4; copy it again`);
  const [zero, zeroToo, type, dimensions] = plain;
  if (zero !== 0 || zeroToo !== 0)
    throw refuse(`is not an idx file: it begins with ${hex(plain)}, not 00 00; give the file as MNIST's makers publish it`);
  if (type !== UNSIGNED_BYTE) {
    const named = OTHER_TYPES[type!] === undefined ? "" : `, ${OTHER_TYPES[type!]}`;
    throw refuse(`has elements of type 0x${type!.toString(16).padStart(2, "0")}${named}; they must be unsigned bytes (0x08)`);
  }
  const start = 4 + 4 * dimensions!;
  if (dimensions === 0) throw refuse("has no dimension; give the file as MNIST's makers publish it");
  if (plain.length < start) throw refuse(`is truncated inside its header of ${start} bytes; copy it again`);
  const view = new DataView(plain.buffer, plain.byteOffset, plain.byteLength);
  const shape = Array.from({ length: dimensions! }, (_, k) => view.getUint32(4 + 4 * k));
  const count = shape.reduce((a, b) => a * b, 1);
  const found = plain.length - start;
  const needed = `${shape.join(" x ")} elements need ${count} bytes, ${found} follow the header`;
  if (found < count) throw refuse(`is truncated: ${needed}; copy it again`);
  if (found > count) throw refuse(`is too long: ${needed}; copy it again`);
  return { shape, data: plain.subarray(start) };
}

function hex(bytes: Uint8Array): string {
  return Array.from(bytes.subarray(0, 4), (byte) => byte.toString(16).padStart(2, "0")).join(" ");
}

/** fflate checks neither length nor sum: a file with a flipped bit would pass for a good one. */
function gunzip(bytes: Uint8Array, refuse: (remedy: string) => InputError): Uint8Array {
  if (bytes.length < SHORTEST_GZIP) throw refuse(`is a truncated gzip file of ${bytes.length} bytes; copy it again`);
  const plain = inflate(bytes, refuse);
  const trailer = new DataView(bytes.buffer, bytes.byteOffset + bytes.length - TRAILER, TRAILER);
  const damaged = trailer.getUint32(4, true) !== plain.length >>> 0 || trailer.getUint32(0, true) !== crc32(plain);
  if (damaged) throw refuse("is a damaged gzip file: its checksum does not fit its contents; copy it again");
  return plain;
}

function inflate(bytes: Uint8Array, refuse: (remedy: string) => InputError): Uint8Array {
  const parts: Uint8Array[] = [];
  try {
    new Gunzip((part) => parts.push(part)).push(bytes, true);
  } catch (error) {
    throw refuse(`is a truncated or damaged gzip file (${(error as Error).message}); copy it again`);
  }
  const plain = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    plain.set(part, at);
    at += part.length;
  }
  return plain;
}

/** The polynomial of gzip (RFC 1952, section 8), bits reversed. */
const POLYNOMIAL = 0xedb88320;
const TABLE = Int32Array.from({ length: 256 }, (_, byte) => {
  let word = byte;
  for (let bit = 0; bit < 8; bit++) word = word & 1 ? (word >>> 1) ^ POLYNOMIAL : word >>> 1;
  return word;
});

function crc32(bytes: Uint8Array): number {
  let sum = -1;
  for (let i = 0; i < bytes.length; i++) sum = TABLE[(sum ^ bytes[i]!) & 0xff]! ^ (sum >>> 8);
  return ~sum >>> 0;
}
