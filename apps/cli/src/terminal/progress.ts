import type { Io } from '../io.js';
import { duration, grouped } from './quantities.js';

/** Tells how far long work came: a bar on a terminal, a line now and then elsewhere. */
export interface Progress {
  readonly advance: (by: number) => void;
  /** There is so much in all, as far as is known by now. */
  readonly expect: (total: number) => void;
  /** Something said while the bar stands. */
  readonly say: (line: string) => void;
  readonly stop: () => void;
}

export interface ProgressInput {
  readonly total: number;
  /** Done before this run. */
  readonly already: number;
  /** What is counted, in the plural: "events". */
  readonly of: string;
}

const LINE_EVERY_MS = 10_000;

export async function startProgress(io: Io, input: ProgressInput): Promise<Progress> {
  return io.isTTY.stderr && io.env['TERM'] !== 'dumb' ? bar(io, input) : lines(io, input);
}

/** "1,200/s, 40 s left": the rate of this run, and what that makes of the rest. */
export function pace(done: number, remaining: number, elapsedMs: number): string {
  if (done <= 0 || elapsedMs < 1000) return 'starting';
  const perSecond = done / (elapsedMs / 1000);
  const rate = perSecond < 10 ? perSecond.toFixed(1) : grouped(perSecond);
  return `${rate}/s, ${duration(remaining / perSecond)} left`;
}

async function bar(io: Io, { total: first, already, of }: ProgressInput): Promise<Progress> {
  const { SingleBar, Presets } = await import('cli-progress');
  const started = io.now();
  let done = already;
  let total = first;
  const show = new SingleBar(
    {
      format: `{bar} {percentage} % of {all} · {pace}`,
      stream: io.stderr,
      hideCursor: true,
      barsize: 30,
    },
    Presets.shades_classic,
  );
  const payload = () => ({
    all: `${grouped(total)} ${of}`,
    pace: pace(done - already, total - done, io.now() - started),
  });
  show.start(total, done, payload());
  return {
    advance: (by) => {
      done += by;
      show.update(done, payload());
    },
    expect: (all) => {
      total = all;
      show.setTotal(total);
    },
    say: (line) => {
      show.stop();
      io.stderr.write(`${line}\n`);
      show.start(total, done, payload());
    },
    stop: () => show.stop(),
  };
}

function lines(io: Io, { total: first, already, of }: ProgressInput): Progress {
  const started = io.now();
  let done = already;
  let total = first;
  let said = started;
  return {
    advance: (by) => {
      done += by;
      if (io.now() - said < LINE_EVERY_MS) return;
      said = io.now();
      io.stderr.write(
        `${grouped(done)} of ${grouped(total)} ${of} (${pace(done - already, total - done, said - started)})\n`,
      );
    },
    expect: (all) => void (total = all),
    say: (line) => void io.stderr.write(`${line}\n`),
    stop: () => undefined,
  };
}
