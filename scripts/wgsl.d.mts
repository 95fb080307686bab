import type { Plugin as EsbuildPlugin } from "esbuild";
import type { Plugin as VitePlugin } from "vitest/config";
import type { ShaderSource } from "../src/gpu/source.ts";

export declare function loadShader(file: string): ShaderSource;
export declare const wgslEsbuild: EsbuildPlugin;
export declare function wgslVite(): VitePlugin;
