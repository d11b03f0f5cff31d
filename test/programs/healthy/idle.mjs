import http from "node:http";
import { ready } from "../traffic.cjs";

const routes = new Map([["/", "hello"]]);

const server = http.createServer((request, response) => response.end(routes.get(request.url) ?? ""));
server.listen(0, "127.0.0.1", ready);
