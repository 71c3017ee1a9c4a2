/** Bits for each value: one look in a thousand is in vain. */
const BITS_A_VALUE = 16;
const LOOKS = 7;
/** Values of one filter; further ones go to the next. */
const VALUES_A_FILTER = 1 << 18;
const BITS = VALUES_A_FILTER * BITS_A_VALUE;
/** Beyond this it would take more than 64 MB. */
const MOST_FILTERS = 128;

/** Reads every value a column holds, in pieces. */
export type Values = () => AsyncIterable<readonly string[]>;

/**
 * Which values a column may hold: of any other there is no row, and nobody has to look. Bloom filters, so that two bytes
 * tell of a value. What was in the column before is read once, in the background; until then every value may be there.
 */
export class KnownValues {
  #filters: Uint32Array[] = [];
  #inLast = 0;
  #state: 'unread' | 'being read' | 'complete' | 'too many' = 'unread';
  /** Of the reading that counts. */
  #turn = 0;

  constructor(private readonly values: Values | undefined) {}

  /** A value that is stored, or about to be. */
  add(value: string): void {
    if (this.#state === 'too many') return;
    const [first, step] = hashesOf(value);
    let filter = this.#filters.at(-1);
    if (filter === undefined || this.#inLast === VALUES_A_FILTER) {
      if (this.#filters.some((full) => isIn(full, first, step))) return;
      if (this.#filters.length === MOST_FILTERS) return this.#giveUp();
      this.#filters.push((filter = new Uint32Array(BITS / 32)));
      this.#inLast = 0;
    }
    // A value of an earlier filter is told by this one too: looking first would cost more than the place it takes.
    if (addTo(filter, first, step)) this.#inLast += 1;
  }

  mayHold(value: string): boolean {
    if (this.#state === 'unread') void this.#read();
    return this.#state !== 'complete' || this.#mayHold(...hashesOf(value));
  }

  /** The column is empty now. */
  clear(): void {
    this.#turn += 1;
    this.#filters = [];
    this.#state = 'complete';
  }

  async #read(): Promise<void> {
    if (this.values === undefined) return;
    this.#state = 'being read';
    const turn = this.#turn;
    try {
      for await (const values of this.values()) {
        if (turn !== this.#turn) return;
        for (const value of values) this.add(value);
      }
      if (turn === this.#turn && this.#state === 'being read') this.#state = 'complete';
    } catch {
      // Who looks for rows will be told what is wrong; the next look tries again.
      if (turn === this.#turn) this.#state = 'unread';
    }
  }

  #mayHold(first: number, step: number): boolean {
    return this.#filters.some((filter) => isIn(filter, first, step));
  }

  #giveUp(): void {
    this.#filters = [];
    this.#state = 'too many';
  }
}

/** Whether the filter did not tell of the value yet. */
function addTo(filter: Uint32Array, first: number, step: number): boolean {
  let isNew = false;
  for (let look = 0; look < LOOKS; look += 1) {
    const bit = (first + look * step) % BITS;
    const before = filter[bit >>> 5] ?? 0;
    const mask = 1 << (bit & 31);
    if ((before & mask) !== 0) continue;
    filter[bit >>> 5] = before | mask;
    isNew = true;
  }
  return isNew;
}

function isIn(filter: Uint32Array, first: number, step: number): boolean {
  for (let look = 0; look < LOOKS; look += 1) {
    const bit = (first + look * step) % BITS;
    if (((filter[bit >>> 5] ?? 0) & (1 << (bit & 31))) === 0) return false;
  }
  return true;
}

/** Two hashes of a text, from which all looks are made (FNV-1a and a multiplicative one). */
function hashesOf(text: string): [first: number, step: number] {
  let a = 0x811c9dc5;
  let b = text.length;
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    a = Math.imul(a ^ unit, 0x01000193);
    b = Math.imul(b + unit, 0x9e3779b1);
    b ^= b >>> 15;
  }
  a ^= a >>> 16;
  return [a >>> 0, (b | 1) >>> 0];
}
