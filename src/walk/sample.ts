/** Of a larger collection only so many entries are looked into: entries of one collection are alike. */
export const sampledEntries = 32;

/** A collection of so many entries or fewer is looked through. */
export const fewEntries = 128;
