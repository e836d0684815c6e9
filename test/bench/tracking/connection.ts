import { once } from 'node:events';
import { connect } from 'node:net';

export interface Connection {
  post(path: string, body: unknown): Promise<string>;
  get(path: string): Promise<string>;
  put(path: string, content: string): Promise<string>;
  close(): void;
}

/**
 * One kept-alive HTTP/1.1 connection with one request under way at a time. Written on the bare socket, so that the client costs a small
 * part of what either server does. Understands only what the two servers send: answers with a content-length. Anything but a 200 is an
 * error.
 */
export async function openConnection(port: number): Promise<Connection> {
  const socket = connect({ host: '127.0.0.1', port, noDelay: true });
  await once(socket, 'connect');
  let waiting: { resolve(body: string): void; reject(error: Error): void } | undefined;
  let received: Buffer = Buffer.alloc(0);

  socket.on('data', (chunk: Buffer) => {
    received = received.length === 0 ? chunk : Buffer.concat([received, chunk]);
    const answer = parseAnswer(received);
    if (!answer) return;
    received = Buffer.alloc(0);
    const { status, body } = answer;
    if (status === 200) waiting?.resolve(body);
    else waiting?.reject(new Error(`Answered ${status}: ${body.slice(0, 500)}`));
  });
  socket.on('error', (error) => waiting?.reject(error));
  socket.on('close', () => waiting?.reject(new Error('The server closed the connection')));

  const send = (head: string, body: string) =>
    new Promise<string>((resolve, reject) => {
      waiting = { resolve, reject };
      socket.write(
        `${head}\r\nhost: 127.0.0.1:${port}\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
      );
    });
  return {
    post: (path, body) =>
      send(`POST ${path} HTTP/1.1\r\ncontent-type: application/json`, JSON.stringify(body)),
    get: (path) => send(`GET ${path} HTTP/1.1`, ''),
    put: (path, content) => send(`PUT ${path} HTTP/1.1\r\ncontent-type: application/octet-stream`, content),
    close: () => socket.destroy(),
  };
}

function parseAnswer(received: Buffer): { status: number; body: string } | undefined {
  const headEnd = received.indexOf('\r\n\r\n');
  if (headEnd === -1) return undefined;
  const head = received.toString('latin1', 0, headEnd);
  const length = /^content-length: *(\d+)/im.exec(head)?.[1];
  if (length === undefined) throw new Error(`An answer without content-length:\n${head}`);
  const bodyStart = headEnd + 4;
  if (received.length < bodyStart + Number(length)) return undefined;
  return {
    status: Number(head.slice(9, 12)),
    body: received.toString('utf8', bodyStart, bodyStart + Number(length)),
  };
}
