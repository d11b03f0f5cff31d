import { type JsonPlace } from "./document.ts";
import type { Report } from "./report.ts";
/** A number that samples are labelled with. */
export interface JsonNumberLabel {
    readonly value: number | string;
    readonly unit: string;
}
/** A sample: its value, labels and stack, innermost frame first. */
export interface JsonTrace {
    readonly value: number;
    readonly labels: Readonly<Record<string, readonly string[]>>;
    readonly numberLabels: Readonly<Record<string, readonly JsonNumberLabel[]>>;
    readonly stack: readonly (JsonPlace & {
        readonly inline: boolean;
    })[];
}
/** Every sample that has a stack. */
export declare function tracesDocument(report: Report): {
    samples: JsonTrace[];
};
/** By key and value of labels what the samples that have it come to. */
export declare function tagsDocument(report: Report): {
    keys: {
        key: string;
        total: number;
        values: {
            name: string;
            value: number;
        }[];
    }[];
};
