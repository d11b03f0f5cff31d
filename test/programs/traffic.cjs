"use strict";
/**
 * What the programs in these folders do all day: calls at a steady mean rate in small uneven bursts, and an
 * HTTP server with a client of its own. Keeps nothing but a few counters, sockets and timers of fixed number.
 */
const http = require("node:http");

const bursts = [3, 6, 1, 8, 5, 2, 9, 4, 7, 5];
const lifetimeMs = Number(process.env.PROGRAM_SECONDS ?? 120) * 1000;

// A program whose test was killed must not live on.
setTimeout(() => process.exit(0), lifetimeMs).unref();

/** Calls `work` about `perSecond` times a second, several calls per tick, for as long as the process lives. */
function steadily(perSecond, work) {
  let turn = 0;
  let serial = 0;
  setInterval(() => {
    for (let left = bursts[turn++ % bursts.length]; left > 0; left--) work(serial++);
  }, 5000 / perSecond);
}

/** Serves on a loopback port and calls itself about `perSecond` times a second over kept-alive sockets. */
function serve(handle, perSecond = 40) {
  const server = http.createServer(handle);
  const agent = new http.Agent({ keepAlive: true, maxSockets: 4 });
  server.listen(0, "127.0.0.1", () => {
    const { port } = server.address();
    steadily(perSecond, (serial) => {
      const request = http.get({ agent, host: "127.0.0.1", port, path: `/item/${serial}` }, (response) =>
        response.resume(),
      );
      request.on("error", (error) => {
        if (error.code !== "ECONNRESET") throw error;
      });
    });
  });
  return server;
}

/** A text of its own of `bytes` bytes, never shared with another. */
function text(bytes) {
  return Buffer.alloc(bytes, Math.random().toString(36)).toString("latin1");
}

/** A small object such as a service keeps about a call. */
function record(serial, bytes = 400) {
  return { id: `r-${serial}`, at: Date.now(), body: text(bytes) };
}

/** Tells the parent that the program is at work. */
function ready() {
  process.stdout.write(`ready ${process.pid}\n`);
}

module.exports = { steadily, serve, text, record, ready };
