import { type Report } from "./report.ts";
/** What a name is looked for with. */
export interface NamePattern {
    readonly source: string;
    readonly matches: (text: string) => boolean;
}
/** Every node with its callers above and its callees below it: `pprof -tree`. */
export declare function tree(report: Report): string;
/** The same for the nodes whose name matches: `pprof -peek`. Throws ReportError when none does. */
export declare function peek(report: Report, pattern: NamePattern): string;
