import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { deploymentStatus } from './github-delivery.js';

export interface SignedBody {
  readonly bytes: Buffer;
  readonly signature: string;
}

/** Different bodies of one size, signed as GitHub signs them. */
export function signedBodies(count: number, secret: string): SignedBody[] {
  return Array.from({ length: count }, (_, index) => {
    const bytes = deploymentStatus({
      repository: { name: `acme/service-${index}`, id: index + 1 },
      id: 145_988_746 + index * 7_919,
      startedAt: '2026-03-02T09:58:00Z',
      finishedAt: '2026-03-02T10:00:00Z',
    });
    return { bytes, signature: `sha256=${createHmac('sha256', secret).update(bytes).digest('hex')}` };
  });
}

export interface HookLoad {
  readonly port: number;
  readonly bodies: readonly SignedBody[];
  readonly connections: number;
  readonly requests: number;
}

/** Sends hooks in a closed loop over plain sockets: HTTP clients cost more than the server does. */
export async function sendHooks({ port, bodies, connections, requests }: HookLoad): Promise<void> {
  const share = Math.ceil(requests / connections);
  await Promise.all(Array.from({ length: connections }, () => keepSending(port, bodies, share)));
}

let deliveries = 0;

/** Sends one request after the other on one connection, the next when the last is answered. */
async function keepSending(port: number, bodies: readonly SignedBody[], requests: number): Promise<void> {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true });
  await once(socket, 'connect');
  for (let sent = 0; sent < requests; sent += 1) {
    const { bytes, signature } = bodies[deliveries % bodies.length] as SignedBody;
    deliveries += 1;
    socket.cork();
    socket.write(headOf(deliveries, bytes, signature));
    socket.write(bytes);
    socket.uncork();
    const status = await responseStatus(socket);
    if (status !== 202) throw new Error(`Answered ${status}`);
  }
  socket.destroy();
}

function headOf(delivery: number, { byteLength }: Buffer, signature: string): string {
  const lines = [
    'POST /hooks/github HTTP/1.1',
    'host: 127.0.0.1',
    'accept: */*',
    'user-agent: GitHub-Hookshot/044aadd',
    'content-type: application/json',
    `content-length: ${byteLength}`,
    `x-github-delivery: 72d3162e-cc78-11e3-81ab-${String(delivery).padStart(12, '0')}`,
    'x-github-event: deployment_status',
    'x-github-hook-id: 292430182',
    'x-github-hook-installation-target-id: 79929171',
    'x-github-hook-installation-target-type: repository',
    `x-hub-signature-256: ${signature}`,
  ];
  return `${lines.join('\r\n')}\r\n\r\n`;
}

/** Status of the next answer on a connection. */
export function responseStatus(socket: Socket): Promise<number> {
  return new Promise((resolve, reject) => {
    let text = '';
    const onData = (data: Buffer): void => {
      text += data.toString('latin1');
      const end = text.indexOf('\r\n\r\n');
      const length = /content-length: (\d+)/i.exec(text)?.[1];
      if (end < 0 || length === undefined || text.length < end + 4 + Number(length)) return;
      socket.off('data', onData).off('close', onClose);
      resolve(Number(text.slice(9, 12)));
    };
    const onClose = (): void => reject(new Error('The connection closed'));
    socket.on('data', onData).once('close', onClose);
  });
}
