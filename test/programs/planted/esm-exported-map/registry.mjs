export const subscriptions = new Map(); // HOLDER
export const topics = new Set(["news", "weather", "sport"]);
