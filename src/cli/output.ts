import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { GalvaniError, InputError } from "../errors.ts";

/** Files to write, by name. */
export type Files = Readonly<Record<string, string | Uint8Array>>;

/**
 * Refuses a folder that cannot be written or made, before anything runs.
 * @throws InputError at `place`
 */
export function checkFolder(place: string, folder: string): void {
  const path = resolve(folder);
  if (existsSync(path) && !statSync(path).isDirectory()) throw new InputError(place, folder, "is a file; name a folder");
  probe(place, folder, existing(path));
}

/**
 * Refuses a file that cannot be written.
 * @throws InputError at `place`
 */
export function checkFile(place: string, file: string): void {
  const path = resolve(file);
  if (existsSync(path) && statSync(path).isDirectory()) throw new InputError(place, file, "is a folder; name a file");
  probe(place, file, existing(dirname(path)));
}

/** The nearest folder above that exists. */
function existing(path: string): string {
  return existsSync(path) ? path : existing(dirname(path));
}

/** Permissions do not tell everything (read-only disks, the superuser): try. */
function probe(place: string, given: string, folder: string): void {
  try {
    rmdirSync(mkdtempSync(join(folder, ".galvani-")));
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? String(error);
    throw new InputError(place, given, `cannot be written (${folder}: ${code}); name one that can`);
  }
}

/**
 * Writes files into a temporary folder first; nothing half-written is ever seen under the names. A folder that is there already
 * keeps its other files; the temporary one is in it then, because what is beside it may be another disk, or nobody's to write.
 * @throws GalvaniError where the disk is full or the folder has gone
 */
export function writeFolder(folder: string, files: Files): void {
  const path = resolve(folder);
  let temporary: string | undefined;
  try {
    const old = existsSync(path);
    const home = old ? path : dirname(path);
    mkdirSync(home, { recursive: true });
    temporary = join(home, `.${basename(path)}-${process.pid}`);
    rmSync(temporary, { recursive: true, force: true });
    mkdirSync(temporary);
    for (const [name, content] of Object.entries(files)) writeFileSync(join(temporary, name), content);
    if (old) for (const name of Object.keys(files)) renameSync(join(temporary, name), join(path, name));
    else renameSync(temporary, path);
  } catch (error) {
    throw new GalvaniError(`--out: cannot write ${folder}: ${(error as Error).message}`, { cause: error });
  } finally {
    if (temporary !== undefined) rmSync(temporary, { recursive: true, force: true });
  }
}

/** One file, the same way. @throws GalvaniError */
export function writeFile(place: string, file: string, content: string | Uint8Array): void {
  const path = resolve(file);
  const temporary = join(dirname(path), `.${basename(path)}-${process.pid}`);
  try {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(temporary, content);
    renameSync(temporary, path);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw new GalvaniError(`${place}: cannot write ${file}: ${(error as Error).message}`, { cause: error });
  }
}

/** @throws InputError at `place` */
export function readBytes(place: string, file: string, remedy = "name a file that galvani wrote with --save"): Uint8Array {
  try {
    return readFileSync(file);
  } catch (error) {
    throw new InputError(place, file, `cannot be read (${(error as NodeJS.ErrnoException).code ?? error}); ${remedy}`);
  }
}

/** A name without what a file name cannot hold. */
export function fileName(name: string): string {
  return name.replace(/[^\w.-]+/g, "_");
}

/** The command that made a report, as a shell takes it. */
export function commandLine(argv: readonly string[]): string {
  return ["galvani", ...argv].map(quoted).join(" ");
}

function quoted(argument: string): string {
  return /^[\w@%+=:,./-]+$/.test(argument) ? argument : `'${argument.replaceAll("'", "'\\''")}'`;
}
