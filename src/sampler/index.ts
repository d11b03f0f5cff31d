export { ProcessProfiler, type ProfilerOptions } from "./process-profiler.ts";
export type { MainSampler } from "./main-sampler.ts";
export { startSampler, stopSampler } from "./registration.ts";
export type { BackendName, SamplerOptions } from "./sampler-options.ts";
export type { Gap, SamplerState } from "./sampler-state.ts";
