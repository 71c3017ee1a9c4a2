import { type Chain, type ObservedService, observedService, type Stays, type VerdictContent } from '@leadline/tracking';
import type { ScopeFacts, StoredHead } from './scope-facts.js';

/** What a service's derivation left behind. */
export interface Derived {
  /** Of the sweep that gave the contents: in another one rows have other places. */
  readonly sweep: object;
  readonly contents: readonly VerdictContent[];
  readonly chain: Chain;
  /** What stood where, if that was asked. */
  readonly stays: Stays | undefined;
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
  private observed: (Observing & { readonly told: ObservedService }) | undefined;

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
    for (let place = 0; place < heads.length; place += 1) {
      const head = heads[place]!;
      const before = this.heads[place];
      if (before === head) continue;
      this.flagged += carries(head) - (before === undefined ? 0 : carries(before));
      this.byKey.set(keyOf(head), head);
    }
    this.heads = heads;
    return isKnown ? derived : undefined;
  }

  /** What was measured of the service; the same object while it and its incidents are as they were. */
  observedIn({ service, observations, incidents }: Observing & { readonly service: string }): ObservedService {
    const { observed } = this;
    const isSame =
      observed !== undefined &&
      isAlike(observed.incidents, incidents) &&
      isAlike(
        observed.observations.map(({ states }) => states),
        observations.map(({ states }) => states),
      );
    if (isSame) return observed.told;
    const told = observedService(service, observations, incidents);
    this.observed = { observations, incidents, told };
    return told;
  }

  /** To be told when everything is stored. */
  done(derived: Derived): void {
    this.derived = derived;
  }

  /** Whether all is known that is stored of where its deployments stood, unless somebody has written since. */
  get knowsStays(): boolean {
    return this.derived?.stays !== undefined;
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

type Observing = Pick<ScopeFacts, 'observations' | 'incidents'>;

const isAlike = (before: readonly object[], now: readonly object[]): boolean =>
  before.length === now.length && now.every((one, place) => one === before[place]);

const carries = ({ carried_flags: flags }: StoredHead): number => (flags.length > 0 ? 1 : 0);
