import { z } from 'zod';
import { distinct, type Imported, type Remark } from './fragment.js';
import { type LocatedDocument, problemsOf, readDocuments } from './located-yaml.js';
import { type NamedTeam, teamTree } from './team-tree.js';

const slug = z.string().regex(/^[^/\s]+$/, 'expected a slug');
const team = z.object({ slug, parent: z.object({ slug }).nullish() });
const page = z.array(team, 'expected the list that GET /orgs/{org}/teams answers');
/** Several pages as `gh api --paginate --slurp` writes them. */
const pages = z.array(page);

/**
 * Teams of an organisation, as GitHub's API lists them: https://docs.github.com/rest/teams/teams#list-teams. A team
 * below another becomes a team of it.
 */
export function importGithubTeams(text: string): Imported {
  const { documents, problems } = readDocuments(text);
  if (problems.length > 0) return { outcome: 'problems', problems };
  if (documents.length === 0)
    return { outcome: 'problems', problems: [{ line: 1, message: 'there is nothing in it' }] };
  const read = documents.map(teamsIn);
  const found = read.flatMap(({ teams }) => teams);
  const tree = teamTree(found);
  const wrong = [...read.flatMap((each) => each.problems), ...tree.problems];
  if (wrong.length > 0) return { outcome: 'problems', problems: wrong };
  const teams = distinct(found.map(({ name }) => tree.pathOf(name)));
  return { outcome: 'fragment', fragment: { teams, services: [] }, remarks: [] };
}

function teamsIn(document: LocatedDocument): { teams: NamedTeam[]; problems: Remark[] } {
  const { value, lineOf } = document;
  const isPaged = Array.isArray(value) && Array.isArray(value[0]);
  const parsed = pages.safeParse(isPaged ? value : [value]);
  if (!parsed.success) {
    const issues = parsed.error.issues.map((issue) => ({ ...issue, path: isPaged ? issue.path : issue.path.slice(1) }));
    return { teams: [], problems: problemsOf(document, issues) };
  }
  const teams = parsed.data.flatMap((listed, index) =>
    listed.map((one, nth): NamedTeam => {
      return { name: one.slug, parent: one.parent?.slug, line: lineOf(isPaged ? [index, nth] : [nth]) };
    }),
  );
  return { teams, problems: [] };
}
