/** As `leadline doctor` shows it; the codes are explained in the documentation. */
export interface Finding {
  readonly code: string;
  readonly status: 'ok' | 'warning' | 'failed';
  readonly title: string;
  readonly detail?: string;
  readonly fix?: string;
}
