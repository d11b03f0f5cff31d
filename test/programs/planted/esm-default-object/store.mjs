export default {
  pending: new Map(), // HOLDER
  settled: new Map(),
};
