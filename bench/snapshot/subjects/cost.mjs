/** What a subject costs: it calls `report` at its end, and the bench reads the line. CPU of all threads, peak memory. */
const started = performance.now();

export function report(answer) {
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
  const cost = {
    cpuSeconds: (userCPUTime + systemCPUTime) / 1e6,
    wallSeconds: (performance.now() - started) / 1000,
    peakBytes: maxRSS * 1024,
    answer,
  };
  process.stdout.write(`\n#cost ${JSON.stringify(cost)}\n`, () => process.exit(0));
}

Promise.withResolvers ??= () => {
  let resolve, reject;
  const promise = new Promise((yes, no) => ((resolve = yes), (reject = no)));
  return { promise, resolve, reject };
};
