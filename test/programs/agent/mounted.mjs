/** An application with the agent mounted in its own server: the framework is the first argument. */
import { createServer } from "node:http";
import { start } from "sawtooth/agent";

const agent = start({ port: null, token: "a-token-of-some-length" });
const greeting = "hello from the application";
const up = (port) => console.log(`port ${port}\nup`);

const applications = {
  async node() {
    const server = createServer((request, response) => {
      agent.handler(request, response, () => response.end(greeting));
    });
    server.listen(0, "127.0.0.1", () => up(server.address().port));
  },
  async express() {
    const { default: express } = await import("express");
    const app = express();
    app.use(agent.handler);
    app.get("/hello", (_, response) => response.send(greeting));
    const server = app.listen(0, "127.0.0.1", () => up(server.address().port));
  },
  async fastify() {
    const { default: fastify } = await import("fastify");
    const app = fastify();
    app.register(agent.fastify);
    app.get("/hello", async () => greeting);
    await app.listen({ port: 0, host: "127.0.0.1" });
    up(app.server.address().port);
  },
  async koa() {
    const { default: Koa } = await import("koa");
    const app = new Koa();
    app.use(agent.koa);
    app.use((context) => (context.body = greeting));
    const server = app.listen(0, "127.0.0.1", () => up(server.address().port));
  },
  async hono() {
    const { Hono } = await import("hono");
    const { serve } = await import("@hono/node-server");
    const app = new Hono();
    app.all("/debug/*", (context) => agent.fetch(context.req.raw));
    app.get("/hello", (context) => context.text(greeting));
    serve({ fetch: app.fetch, port: 0, hostname: "127.0.0.1" }, (info) => up(info.port));
  },
};

await applications[process.argv[2]]();
