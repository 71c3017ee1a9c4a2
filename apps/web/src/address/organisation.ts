/** Whose numbers these are, as `leadline.yaml` declares it. */
export interface Organisation {
  /** null: none is declared. */
  readonly name: string | null;
  /** Zone of its days and weeks. */
  readonly timeZone: string;
  /** Edition of DORA's report whose answer scale the levels are; null: not known. */
  readonly benchmark: string | null;
}

/** The name that the product gives an organisation without one. */
const UNNAMED = 'Organisation';

export const organisationOf = (told: {
  readonly name: string;
  readonly timeZone: string;
  readonly benchmark: string;
}): Organisation => ({
  ...told,
  name: told.name === UNNAMED ? null : told.name,
});

/** Everybody, in the headline of a page. */
export const everybody = ({ name }: Organisation): string => name ?? 'All teams';
