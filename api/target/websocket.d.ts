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
export declare class WebSocketConnection {
    #private;
    /** Resolves with the reason when the connection has ended, from whichever side; never rejects. */
    readonly closed: Promise<string>;
    /** Called with every text message. Messages that come before it is set are lost, so set it at once. */
    onText: (text: string) => void;
    private constructor();
    /** Connects to a `ws://` URL; rejects with an Error that says what the server did instead. */
    static open(url: string, options?: WebSocketOptions): Promise<WebSocketConnection>;
    /** Sends one text message; does nothing once the connection has ended. */
    sendText(text: string): void;
    /** Ends the connection and resolves when the socket is gone. */
    close(): Promise<void>;
}
