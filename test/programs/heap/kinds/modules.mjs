import surroundings from "../surroundings.cjs";

const { record } = surroundings;

const connections = new Map();
export const esmVariable = (i) => connections.set(i, record(i));

export const subscribers = new Set();
export const esmExport = (i) => subscribers.add(record(i));

export const store = { orders: [] };
export const esmExportedField = (i) => store.orders.push(record(i));

let history = null;
export const esmLet = (i) => (history = { value: record(i), before: history });

const byUser = Object.create(null);
export const esmDictionary = (i) => ((byUser[`user-${i % 7}`] ??= []).push(record(i)), undefined);

export default { mails: new Map() };
