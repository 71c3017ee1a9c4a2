import { createServer } from 'node:net';
import { Failure } from '../failure.js';

const HOST = '127.0.0.1';
const USUAL = 4000;

/** The port asked for if it is free, else a failure; without one the usual port, or any that is free. */
export async function freePort(wanted: number | undefined): Promise<number> {
  const port = await portIfFree(wanted ?? USUAL);
  if (port !== undefined) return port;
  if (wanted !== undefined) {
    throw new Failure('usage', `--port: something else listens on ${HOST}:${wanted}`, [
      'Leave it out to take any free one.',
    ]);
  }
  const any = await portIfFree(0);
  if (any === undefined) throw new Failure('failed', `no port of ${HOST} is free`);
  return any;
}

/** Ports can be taken between this question and their use; then the server says so. */
function portIfFree(port: number): Promise<number | undefined> {
  return new Promise((done) => {
    const probe = createServer();
    probe.once('error', () => done(undefined));
    probe.listen(port, HOST, () => {
      const address = probe.address();
      probe.close(() => done(typeof address === 'object' && address !== null ? address.port : undefined));
    });
  });
}
