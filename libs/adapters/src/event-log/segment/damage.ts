/** A stretch of a segment file that cannot be read. */
export interface Damage {
  readonly segment: string;
  /** Byte of the file at which it begins. */
  readonly place: number;
  /** First record that cannot be read. */
  readonly offset: number;
  readonly reason: string;
}

/** Records that had been acknowledged cannot be read. Nothing is repaired without being asked, because it would lose them. */
export class LogDamaged extends Error {
  constructor(readonly damage: Damage) {
    super(
      `Segment ${damage.segment} is damaged at byte ${damage.place} (record ${damage.offset}): ${damage.reason}. ` +
        'Restore the file from a backup, or see what is lost with "leadline log verify" ' +
        'and go on without it with "leadline log verify --repair".',
    );
    this.name = 'LogDamaged';
  }
}
