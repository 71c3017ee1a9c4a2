import type { Io } from '../io.js';
import type { StageProgress } from '../server/admin-stream.js';
import { oneLine } from '../terminal/printable.js';
import { grouped } from '../terminal/quantities.js';

const LINE_EVERY_MS = 10_000;

/** Shows how far a server's work came: one line that changes on a terminal, a line per stage and 10 s elsewhere. */
export function stageProgress(io: Io): { readonly show: (progress: StageProgress) => void; readonly end: () => void } {
  const isAnimated = io.isTTY.stderr && io.env['TERM'] !== 'dumb';
  /** What was said of each stage last: stages run side by side. */
  const said = new Map<string, { text: string; at: number }>();
  const show = ({ stage, done, total }: StageProgress): void => {
    const text = `${oneLine(stage)}: ${grouped(done)}${total ? ` of ${grouped(total)} (${Math.floor((done / total) * 100)} %)` : ''}`;
    if (isAnimated) {
      io.stderr.write(`\r\u001b[K${text}`);
      return;
    }
    const last = said.get(stage);
    if (last !== undefined && (last.text === text || io.now() - last.at < LINE_EVERY_MS)) return;
    io.stderr.write(`${text}\n`);
    said.set(stage, { text, at: io.now() });
  };
  return { show, end: () => void (isAnimated && io.stderr.write('\r\u001b[K')) };
}
