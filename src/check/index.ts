export { writeBaseline } from "./baseline.ts";
export { check, type CheckOptions } from "./check.ts";
export { CheckError } from "./check-error.ts";
export type { Level } from "./linter.ts";
export type { CheckResult, Problem } from "./problem.ts";
export { sarifOf } from "./sarif.ts";
