import { createHook } from "node:async_hooks";
import "../surroundings.cjs";
import { ready, steadily, text } from "../traffic.cjs";

{
  const contexts = new Map(); // HOLDER
  const began = (id) => void contexts.set(id, text(300)); // INSERT
  createHook({ init: began }).enable();
}

steadily(20, () => void setTimeout(() => {}, 5));
ready();
