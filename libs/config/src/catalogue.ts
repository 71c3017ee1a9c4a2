import { createHash } from 'node:crypto';
import { type Catalogue, canonicalJson, catalogue } from '@leadline/events';
import { startOfDay } from './civil-time.js';
import type { CatalogueContent, Config } from './config.js';
import type { Sections } from './sections.js';
import type { YamlDocument } from './yaml-document.js';
import type { Problem } from './problem.js';

/**
 * Data of the event `dev.leadline.catalogue.declared`. `version` is the first 12 hexadecimal digits of the SHA-256 of the
 * content's canonical JSON: the same content has the same version, whenever and however often it is declared, and
 * whatever the secrets are.
 *
 * @param declaredAt RFC 3339 instant.
 */
export function catalogueOf(config: Config, declaredAt: string): Catalogue {
  const content = { ...config.catalogue, endpoints: config.declaredEndpoints };
  const version = createHash('sha256').update(canonicalJson(content)).digest('hex').slice(0, 12);
  return catalogue.parse({ ...content, version, declaredAt });
}

/** The catalogue's content of a file, with civil days as instants of the organisation's time zone. */
export function catalogueContent(
  document: YamlDocument,
  { organisation, rules, environments, teams, services, flags, freezes, notifications, thresholds }: Sections,
): { content: CatalogueContent; problems: Problem[] } {
  const problems: Problem[] = [];
  const instantAt = (moment: string | undefined, path: (string | number)[]): string | undefined => {
    if (moment === undefined) return undefined;
    const instant = moment.length === 10 ? startOfDay(moment, organisation.timeZone) : normalInstant(moment);
    if (instant === undefined) problems.push(document.problemAt(path, `there is no such time: ${moment}`));
    return instant;
  };
  const content = {
    organisation,
    rules,
    environments: [...environments].map(([name, entry]) => ({ name, ...entry })),
    teams: [...teams].map(([path, { tags }]) => ({ path, tags })),
    // Absent without any: the version of a file that says nothing of flags is what it always was.
    ...(flags.size === 0
      ? {}
      : { flags: [...flags].map(([flag, { paths, repository }]) => ({ flag, paths, repositories: repository })) }),
    ...(notifications.size === 0
      ? {}
      : {
          // Without addresses: what is declared lies in the log.
          channels: [...notifications.values()].map(({ name, rules: alerts, teams: of, services: only }) => ({
            name,
            rules: alerts,
            teams: of,
            services: only,
          })),
        }),
    ...(freezes.size === 0
      ? {}
      : {
          freezes: [...freezes].map(([index, { from, until, ...where }]) => ({
            ...where,
            from: instantAt(from, ['freezes', index, 'from']) ?? '',
            ...(until === undefined ? {} : { until: instantAt(until, ['freezes', index, 'until']) ?? '' }),
          })),
        }),
    ...(thresholds.size === 0 ? {} : { thresholds: [...thresholds.values()] }),
    services: [...services].map(([name, { repository, dependsOn, objectives, links, ...service }]) => ({
      ...service,
      ...(dependsOn.length === 0 ? {} : { dependsOn }),
      ...(Object.keys(objectives).length === 0 ? {} : { objectives }),
      ...(Object.keys(links).length === 0 ? {} : { links }),
      name,
      repositories: repository ?? [],
      deployments: { ...service.deployments, ...workflowOf(service.deployments) },
      teams: service.teams.map(({ team, ...period }, index) => {
        const path = ['services', name, 'teams', index];
        const from = instantAt(period.from, [...path, 'from']);
        const until = instantAt(period.until, [...path, 'until']);
        if (from !== undefined && until !== undefined && Date.parse(from) >= Date.parse(until)) {
          problems.push(document.problemAt([...path, 'until'], `must be after from (${period.from})`));
        }
        return { team, ...(from === undefined ? {} : { from }), ...(until === undefined ? {} : { until }) };
      }),
    })),
  };
  return { content, problems };
}

/** Runs are known by the file of their workflow; people copy its path. */
function workflowOf({ workflow }: { workflow?: string | undefined }): { workflow?: string } {
  return workflow === undefined ? {} : { workflow: workflow.replace(/^\.github\/workflows\//, '') };
}

function normalInstant(text: string): string | undefined {
  const hasOffset = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/.test(text);
  if (!hasOffset || startOfDay(text.slice(0, 10), 'UTC') === undefined) return undefined;
  const time = Date.parse(text);
  return Number.isNaN(time) ? undefined : new Date(time).toISOString();
}
