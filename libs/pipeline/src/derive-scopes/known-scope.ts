import type { Chain, VerdictContent } from '@leadline/tracking';
import type { StoredHead } from './scope-facts.js';

/** What a service's derivation left behind. */
export interface Derived {
  /** Of the sweep that gave the contents: in another one rows have other places. */
  readonly sweep: object;
  readonly contents: readonly VerdictContent[];
  readonly chain: Chain;
  /** Keys of rows that were written. */
  readonly written: ReadonlySet<string>;
  /** Keys of rows with acquittals. */
  readonly acquitted: ReadonlySet<string>;
}

/**
 * What is known to be stored of a service, because it was derived here last and nobody has written since: of a row that
 * is derived as it was nobody has to ask how it is stored.
 */
export class KnownScope {
  private heads: readonly StoredHead[] = [];
  private byKey = new Map<string, StoredHead>();
  /** Rows that carry flags. */
  private flagged = 0;
  private derived: Derived | undefined;

  /**
   * Takes in what is stored now.
   *
   * @returns What was derived before, if all else is as it was then: rows are the same objects while they are not
   * stored again, so that of rows that come from elsewhere each time nothing is known.
   */
  next(heads: readonly StoredHead[], keyOf: (head: StoredHead) => string): Derived | undefined {
    const { derived } = this;
    this.derived = undefined;
    const isKnown = derived !== undefined && this.isOnlyWritten(heads, derived.written, keyOf);
    if (!isKnown) {
      this.heads = [];
      this.byKey = new Map();
      this.flagged = 0;
    }
    for (const [place, head] of heads.entries()) {
      const before = this.heads[place];
      if (before === head) continue;
      this.flagged += carries(head) - (before === undefined ? 0 : carries(before));
      this.byKey.set(keyOf(head), head);
    }
    this.heads = heads;
    return isKnown ? derived : undefined;
  }

  /** To be told when everything is stored. */
  done(derived: Derived): void {
    this.derived = derived;
  }

  get stored(): ReadonlyMap<string, StoredHead> {
    return this.byKey;
  }

  get isFlagged(): boolean {
    return this.flagged > 0;
  }

  private isOnlyWritten(
    heads: readonly StoredHead[],
    written: ReadonlySet<string>,
    keyOf: (head: StoredHead) => string,
  ): boolean {
    if (heads.length < this.heads.length) return false;
    return heads.every((head, place) => {
      const before = this.heads[place];
      if (before === head) return true;
      const key = keyOf(head);
      return written.has(key) && (before === undefined || keyOf(before) === key);
    });
  }
}

const carries = ({ carried_flags: flags }: StoredHead): number => (flags.length > 0 ? 1 : 0);
