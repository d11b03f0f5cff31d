import { createHash, randomBytes } from "node:crypto";
import { request, type IncomingMessage } from "node:http";
import type { Socket } from "node:net";
import { encodeFrame, FrameDecoder, FrameError, Opcode, type Frame } from "./websocket-frame.ts";

/** RFC 6455 §1.3: what a server mixes into the key to show that it speaks WebSocket. */
const ACCEPT_GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

/** The closing handshake is a courtesy: a server that does not answer it is cut off after this time. */
const CLOSE_GRACE_MS = 200;

export interface WebSocketOptions {
  /** For the TCP connection and the upgrade together. */
  readonly timeoutMs?: number;
  /** A longer message ends the connection. */
  readonly maxMessageBytes?: number;
}

/**
 * A client's end of one WebSocket connection (RFC 6455): text messages only, no extensions.
 * Written by hand because Node 20 has the global one only behind a flag.
 */
export class WebSocketConnection {
  /** Resolves with the reason when the connection has ended, from whichever side; never rejects. */
  readonly closed: Promise<string>;
  /** Called with every text message. Messages that come before it is set are lost, so set it at once. */
  onText: (text: string) => void = () => {};
  readonly #socket: Socket;
  readonly #decoder: FrameDecoder;
  readonly #maxMessageBytes: number;
  #parts: Buffer[] = [];
  #partsBytes = 0;
  #reason: string | null = null;

  private constructor(socket: Socket, head: Buffer, maxMessageBytes: number) {
    this.#socket = socket;
    this.#maxMessageBytes = maxMessageBytes;
    this.#decoder = new FrameDecoder(maxMessageBytes);
    this.closed = new Promise((resolve) => {
      socket.once("close", () => resolve(this.#reason ?? "the other side closed the connection"));
    });
    socket.setNoDelay(true);
    socket.on("error", (error) => (this.#reason ??= error.message));
    socket.on("end", () => socket.destroy());
    socket.on("data", (chunk: Buffer) => this.#receive(chunk));
    if (head.length > 0) socket.unshift(head);
  }

  /** Connects to a `ws://` URL; rejects with an Error that says what the server did instead. */
  static async open(url: string, options: WebSocketOptions = {}): Promise<WebSocketConnection> {
    const { socket, head } = await upgrade(new URL(url), options.timeoutMs ?? 5000);
    return new WebSocketConnection(socket, head, options.maxMessageBytes ?? 256 * 1024 * 1024);
  }

  /** Sends one text message; does nothing once the connection has ended. */
  sendText(text: string): void {
    if (this.#reason === null && this.#socket.writable) {
      this.#socket.write(encodeFrame(Opcode.text, Buffer.from(text)));
    }
  }

  /** Ends the connection and resolves when the socket is gone. */
  async close(): Promise<void> {
    this.#end(1000, "closed by us");
    await this.closed;
  }

  #end(code: number, reason: string): void {
    if (this.#reason !== null) return;
    this.#reason = reason;
    const payload = Buffer.alloc(2);
    payload.writeUInt16BE(code);
    if (this.#socket.writable) this.#socket.end(encodeFrame(Opcode.close, payload));
    setTimeout(() => this.#socket.destroy(), CLOSE_GRACE_MS);
  }

  #receive(chunk: Buffer): void {
    if (this.#reason !== null) return;
    try {
      for (const frame of this.#decoder.push(chunk)) this.#accept(frame);
    } catch (error) {
      if (!(error instanceof FrameError)) throw error;
      this.#end(error.closeCode, `the server sent ${error.message}`);
    }
  }

  #accept(frame: Frame): void {
    switch (frame.opcode) {
      case Opcode.close:
        this.#end(1000, closeReason(frame.payload));
        return;
      case Opcode.ping:
        if (this.#socket.writable) this.#socket.write(encodeFrame(Opcode.pong, frame.payload));
        return;
      case Opcode.pong:
        return;
      case Opcode.binary:
        throw new FrameError(1003, "a binary message where only text is spoken");
      default:
        this.#assemble(frame);
    }
  }

  #assemble(frame: Frame): void {
    const starts = frame.opcode === Opcode.text;
    if (starts !== (this.#parts.length === 0)) throw new FrameError(1002, "message parts out of order");
    this.#parts.push(frame.payload);
    this.#partsBytes += frame.payload.length;
    if (this.#partsBytes > this.#maxMessageBytes) {
      throw new FrameError(1009, `a message of more than the ${this.#maxMessageBytes} bytes allowed`);
    }
    if (!frame.final) return;
    const bytes = Buffer.concat(this.#parts, this.#partsBytes);
    this.#parts = [];
    this.#partsBytes = 0;
    this.onText(bytes.toString("utf8"));
  }
}

function closeReason(payload: Buffer): string {
  if (payload.length < 2) return "the server ended the connection";
  const words = payload.subarray(2).toString("utf8");
  return `the server ended the connection (${payload.readUInt16BE(0)}${words === "" ? "" : `, ${words}`})`;
}

function upgrade(url: URL, timeoutMs: number): Promise<{ socket: Socket; head: Buffer }> {
  const key = randomBytes(16).toString("base64");
  const expected = createHash("sha1")
    .update(key + ACCEPT_GUID)
    .digest("base64");
  return new Promise((resolve, reject) => {
    const req = request({
      agent: false,
      host: url.hostname.replace(/^\[|\]$/g, ""),
      port: url.port === "" ? 80 : url.port,
      path: url.pathname + url.search,
      headers: {
        Connection: "Upgrade",
        Upgrade: "websocket",
        "Sec-WebSocket-Key": key,
        "Sec-WebSocket-Version": "13",
      },
    });
    const timer = setTimeout(() => req.destroy(new Error(`no answer within ${timeoutMs} ms`)), timeoutMs);
    const fail = (error: Error): void => {
      clearTimeout(timer);
      req.destroy();
      reject(error);
    };
    req.on("error", fail);
    req.on("response", (response) => fail(new Error(`HTTP ${response.statusCode} instead of a WebSocket`)));
    req.on("upgrade", (response: IncomingMessage, socket: Socket, head: Buffer) => {
      if (response.headers["sec-websocket-accept"] !== expected) {
        socket.destroy();
        fail(new Error("the upgrade was answered with a wrong key"));
        return;
      }
      clearTimeout(timer);
      resolve({ socket, head });
    });
    req.end();
  });
}
