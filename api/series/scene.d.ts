/** A point of a picture: pixels from the left and from the top. */
export interface Spot {
    readonly x: number;
    readonly y: number;
}
/** Part of a picture; colours are `#rrggbb`, sizes are pixels. */
export type Shape = {
    readonly kind: "line";
    readonly spots: readonly Spot[];
    readonly colour: string;
    readonly width: number;
    /** Pixels drawn and left out in turn; left out for a solid line. */
    readonly dash?: number;
} | {
    readonly kind: "area";
    readonly spots: readonly Spot[];
    readonly colour: string;
    readonly opacity: number;
} | {
    readonly kind: "text";
    /** Where the baseline starts, is centred, or ends. */
    readonly at: Spot;
    readonly text: string;
    readonly size: number;
    readonly colour: string;
    readonly anchor: "start" | "middle" | "end";
};
/** A picture as shapes, later ones over earlier ones, on a plain ground. */
export interface Scene {
    readonly width: number;
    readonly height: number;
    readonly ground: string;
    /** What a screen reader says. */
    readonly title: string;
    readonly shapes: readonly Shape[];
}
