import { existsSync, readFileSync, renameSync, statSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join, normalize } from "node:path";
import puppeteer, { type Browser, type Page } from "puppeteer-core";
import { unpacked } from "../../src/gpu/swiftshader.ts";

const TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".json": "application/json",
  ".svg": "image/svg+xml",
  ".map": "application/json",
};

/** Starts the headless Chromium of `@sparticuz/chromium` with WebGPU on SwiftShader; needs no system package and no GPU. */
export async function openBrowser(): Promise<Browser> {
  const home = await unpacked("chromium", ["chromium.br", "swiftshader.tar.br", "al2023.tar.br", "fonts.tar.br"]);
  if (!home) throw new Error("npm package @sparticuz/chromium is not installed: run npm ci");
  return puppeteer.launch({
    executablePath: join(home, "chromium"),
    headless: "shell",
    // Root in a container has no user namespaces for the sandbox; /dev/shm may be tiny there.
    args: [
      "--no-sandbox",
      "--disable-dev-shm-usage",
      "--use-webgpu-adapter=swiftshader",
      "--enable-unsafe-webgpu",
      "--enable-webgpu-developer-features",
    ],
    env: { ...process.env, LD_LIBRARY_PATH: join(home, "al2023", "lib"), FONTCONFIG_FILE: fontsOf(home) },
    protocolTimeout: 300_000,
  });
}

/** Names the packaged fonts; the package's own file looks for them in AWS's folders. Without a font Chromium dies at the first letter. */
function fontsOf(home: string): string {
  const file = join(home, "fonts", "galvani.conf");
  const folders = `<dir>${join(home, "fonts", "fonts")}</dir><cachedir>${join(home, "fonts", "cache")}</cachedir>`;
  if (!existsSync(file)) {
    const own = `${file}.${process.pid}`;
    writeFileSync(own, `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>${folders}</fontconfig>`);
    renameSync(own, file);
  }
  return file;
}

/** Files by path (`/index.html`), tried before the folder. */
export type Files = Readonly<Record<string, string>>;

/** A site on localhost. */
export interface Site {
  readonly url: string;
  close(): Promise<void>;
}

/** Headers of a page whose threads may share memory. */
export const ISOLATED = { "cross-origin-opener-policy": "same-origin", "cross-origin-embedder-policy": "require-corp" } as const;

/** Serves `folder` and `files` over http on a free port of localhost, where `navigator.gpu` exists as on https. */
export async function serve(folder: string | undefined, files: Files = {}, headers: Readonly<Record<string, string>> = {}): Promise<Site> {
  const server: Server = createServer((request, response) => {
    const path = normalize(decodeURIComponent(new URL(request.url ?? "/", "http://localhost").pathname));
    const name = path.endsWith("/") ? `${path}index.html` : path;
    const body = bodyOf(folder, files, name);
    response.writeHead(body === undefined ? 404 : 200, { ...headers, "content-type": TYPES[extname(name)] ?? "application/octet-stream" });
    response.end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://localhost:${port}/`,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

function bodyOf(folder: string | undefined, files: Files, name: string): string | Buffer | undefined {
  if (name in files) return files[name];
  if (name === "/favicon.ico") return "";
  const path = folder && join(folder, name);
  return path && existsSync(path) && statSync(path).isFile() ? readFileSync(path) : undefined;
}

/** A loaded page and what went wrong in it. */
export interface OpenPage {
  readonly page: Page;
  /** Uncaught errors, console errors and failed requests, in order; a test asserts that it is empty. */
  readonly problems: string[];
}

/** Opens `url` in a new page and waits for its load event. */
export async function openPage(browser: Browser, url: string): Promise<OpenPage> {
  const page = await browser.newPage();
  const problems: string[] = [];
  page.on("pageerror", (error) => problems.push(String(error)));
  page.on("console", (message) => {
    if (message.type() === "error") problems.push(message.text());
  });
  page.on("requestfailed", (request) => problems.push(`${request.url()}: ${request.failure()?.errorText}`));
  await page.goto(url, { waitUntil: "load", timeout: 60_000 });
  return { page, problems };
}
