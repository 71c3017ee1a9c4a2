import { Document } from 'yaml';

/** Teams and services as another tool knows them, in the words of leadline.yaml. */
export interface CatalogueFragment {
  /** Paths: "eng/payments" is a team of "eng". */
  readonly teams: readonly string[];
  readonly services: readonly ImportedService[];
}

export interface ImportedService {
  readonly name: string;
  /** "github:acme/shop", or "acme/shop" where nobody said which forge. */
  readonly repository?: string | undefined;
  /** Globs; none: the whole repository. */
  readonly paths: readonly string[];
  readonly teams: readonly string[];
  /** Names it has in other tools, by source. */
  readonly aliases: Readonly<Record<string, readonly string[]>>;
  readonly tags: Readonly<Record<string, string>>;
}

/** Something to say about a line of a file. */
export interface Remark {
  /** The file, where several were read. */
  readonly file?: string | undefined;
  /** From 1. */
  readonly line: number;
  readonly message: string;
}

export type Imported =
  /** `remarks`: what was left out, and why. */
  | { readonly outcome: 'fragment'; readonly fragment: CatalogueFragment; readonly remarks: readonly Remark[] }
  | { readonly outcome: 'problems'; readonly problems: readonly Remark[] };

/** The sections of leadline.yaml that declare it; "" where there is nothing to declare. */
export function yamlOf({ teams, services }: CatalogueFragment): string {
  if (teams.length + services.length === 0) return '';
  const document = new Document({
    ...(teams.length > 0 && { teams: Object.fromEntries(teams.map((path) => [path, {}])) }),
    ...(services.length > 0 && { services: Object.fromEntries(services.map((each) => [each.name, entryOf(each)])) }),
  });
  return document.toString({ lineWidth: 0, flowCollectionPadding: true });
}

/** What stands under a service's name: what is not known is not written. */
function entryOf({ repository, paths, teams, aliases, tags }: ImportedService): object {
  return {
    ...(repository !== undefined && { repository }),
    ...(paths.length > 0 && { paths }),
    ...(teams.length > 0 && { teams }),
    ...(Object.keys(aliases).length > 0 && { aliases }),
    ...(Object.keys(tags).length > 0 && { tags }),
  };
}

/** In the order of names, each once. */
export const distinct = (names: Iterable<string>): string[] => [...new Set(names)].toSorted();
