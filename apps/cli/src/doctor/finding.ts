/** What one check of `leadline doctor` found. */
export interface Finding {
  /** Stable, e.g. "LL-1002"; documentation is looked up by it. */
  readonly code: string;
  readonly status: 'ok' | 'warning' | 'problem';
  readonly title: string;
  readonly detail?: string | undefined;
  /** What to do, exactly. */
  readonly fix?: string | undefined;
  /** Whether `--fix` has done it. */
  readonly fixed?: boolean | undefined;
}
