export { recordEnd, type RecordedEnd } from "./end.ts";
export type { MemoryReading, ProcessDescription, RecorderInputs } from "./inputs.ts";
export { planLife } from "./life.ts";
export type { Pace, RecorderOptions } from "./options.ts";
export { startRecorder, type Recorder } from "./recorder.ts";
