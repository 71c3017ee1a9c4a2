import type { Io } from '../io.js';
import type { StageProgress } from '../server/admin-stream.js';
import { oneLine } from '../terminal/printable.js';
import { grouped } from '../terminal/quantities.js';

const LINE_EVERY_MS = 10_000;

/** Shows how far a server's work came: one line that changes on a terminal, a line per stage and 10 s elsewhere. */
export function stageProgress(io: Io): { readonly show: (progress: StageProgress) => void; readonly end: () => void } {
  const isAnimated = io.isTTY.stderr && io.env['TERM'] !== 'dumb';
  let shown: { stage: string; at: number } | undefined;
  const show = ({ stage, done, total }: StageProgress): void => {
    const text = `${oneLine(stage)}: ${grouped(done)}${total ? ` of ${grouped(total)} (${Math.floor((done / total) * 100)} %)` : ''}`;
    if (isAnimated) {
      io.stderr.write(`\r\u001b[K${text}`);
    } else if (shown?.stage !== stage || io.now() - shown.at >= LINE_EVERY_MS) {
      io.stderr.write(`${text}\n`);
      shown = { stage, at: io.now() };
    }
  };
  return { show, end: () => void (isAnimated && io.stderr.write('\r\u001b[K')) };
}
