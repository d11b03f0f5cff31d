/** Declarations reached from the exports of package.json, by their path below `dist/`. */
export function publicTypes(): Map<string, string>;
