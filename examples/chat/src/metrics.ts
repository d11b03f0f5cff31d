import v8 from "node:v8";

/** Counts since the service started. */
export const metrics = {
  opened: 0,
  closed: 0,
  received: 0,
  sent: 0,
  refused: 0,
};

/** What `GET /metrics` answers; sizes in bytes. */
export interface MetricsReport {
  readonly uptimeSeconds: number;
  readonly memory: { readonly heapUsed: number; readonly rss: number; readonly heapLimit: number };
  readonly sessions: number;
  readonly connected: number;
  readonly counts: Readonly<typeof metrics>;
}

export function metricsReport(sessions: number): MetricsReport {
  const { heapUsed, rss } = process.memoryUsage();
  return {
    uptimeSeconds: process.uptime(),
    memory: { heapUsed, rss, heapLimit: v8.getHeapStatistics().heap_size_limit },
    sessions,
    connected: metrics.opened - metrics.closed,
    counts: metrics,
  };
}
