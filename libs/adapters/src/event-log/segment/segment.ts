import { join } from 'node:path';
import { SEGMENT_HEADER } from './frame.js';

const INDEX_EVERY_BYTES = 64 * 1024;

/** `raw` as appended, `packed` compressed once nothing more is appended to it. */
export type SegmentForm = 'raw' | 'packed';

const EXTENSIONS: Readonly<Record<SegmentForm, string>> = { raw: '.segment', packed: '.packed' };

/** One file of a partition: the records from `base` up to the next segment's base. */
export class Segment {
  readonly index = new SparseIndex();

  constructor(
    readonly directory: string,
    readonly base: number,
    readonly form: SegmentForm,
    /** Bytes that are durable. Readers never look past it. */
    public size: number,
  ) {
    this.index.note(base, SEGMENT_HEADER.length);
  }

  get path(): string {
    return segmentPath(this.directory, this.base, this.form);
  }
}

/** File names sort like their base offsets. */
export function segmentPath(directory: string, base: number, form: SegmentForm): string {
  return join(directory, `${String(base).padStart(20, '0')}${EXTENSIONS[form]}`);
}

/** Base and form of a segment file, or undefined for any other file. */
export function parseSegmentName(name: string): { base: number; form: SegmentForm } | undefined {
  const match = /^(\d{20})(\.segment|\.packed)$/.exec(name);
  return match === null ? undefined : { base: Number(match[1]), form: match[2] === '.packed' ? 'packed' : 'raw' };
}

/** Where some of the offsets lie in a file, so that reading need not begin at its start. Filled by whoever passes by. */
export class SparseIndex {
  readonly #offsets: number[] = [];
  readonly #places: number[] = [];

  /** A frame that begins at byte `place` has `offset` as its first record. */
  note(offset: number, place: number): void {
    const last = this.#places.at(-1);
    if (last !== undefined && place < last + INDEX_EVERY_BYTES) return;
    this.#offsets.push(offset);
    this.#places.push(place);
  }

  /** The last known frame that does not begin after `offset`. */
  before(offset: number): { offset: number; place: number } {
    let low = 0;
    let high = this.#offsets.length - 1;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if ((this.#offsets[middle] ?? Infinity) <= offset) low = middle;
      else high = middle - 1;
    }
    return { offset: this.#offsets[low] ?? 0, place: this.#places[low] ?? 0 };
  }
}
