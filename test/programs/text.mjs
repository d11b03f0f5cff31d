export const text = "the same each time";
