import type { Rule } from './criterion.js';
import { countOf, decided, listed, listOf, met, notMet, shareOf, unknown } from './rule-outcome.js';

/** So many of the deployed changes belong to an issue. */
export const linkedToIssues =
  (least: number): Rule =>
  ({ issues: { changes, linked, unlinked } }) => {
    if (changes === 0) return unknown('no change with known commits was deployed');
    return decided(
      linked / changes >= least,
      shareOf('deployed changes that name an issue', linked, changes),
      ...listed('without', unlinked),
    );
  };

/** A deployment of which it is not known what it brought counts as one change that nobody knows where it is. */
export const whereaboutsKnown =
  (least: number): Rule =>
  ({ whereabouts: { changes, arrived, found, lost, doubtful } }) => {
    const all = changes + doubtful;
    if (all === 0) return unknown('no change landed or was deployed in the last four full weeks');
    return decided(
      found / all >= least,
      shareOf('changes of which it is known where they are', found, all),
      countOf('of these in production', arrived),
      ...(doubtful === 0 ? [] : [countOf('deployments of which it is not known what they brought', doubtful)]),
      ...listed('not known', lost),
    );
  };

/**
 * So many of the deployments were started by an author of their changes, or by machine. Of those of which it is not told, it
 * takes that they could not change the answer.
 */
export const startedByAuthors =
  (least: number): Rule =>
  ({ starts: { deployments, byMachine, byAuthor, byOthers } }) => {
    if (deployments === 0) return unknown('no deployment to production was told of in the last four full weeks');
    const owned = byMachine + byAuthor;
    const evidence = [
      shareOf('deployments started by machine', byMachine, deployments),
      shareOf('deployments started by an author of their changes', byAuthor, deployments),
    ];
    if (owned / deployments >= least) return met(...evidence);
    if ((deployments - byOthers) / deployments < least)
      return notMet(...evidence, shareOf('deployments started by somebody else', byOthers, deployments));
    const untold = deployments - owned - byOthers;
    return unknown(
      owned + byOthers === 0
        ? 'no deployment tells who or what started it and who wrote its changes'
        : `of ${untold} deployments it is not told who or what started them and who wrote their changes`,
      ...evidence,
    );
  };

/** So many of the versions stayed before production as long as the configuration asks for. */
export const soakedVersions =
  (least: number): Rule =>
  ({ soaks: { wantedMinutes, versions, soaked, unsoaked, stays } }) => {
    if (wantedMinutes === null) return unknown('leadline.yaml has no soak time: rules.soakMinutes');
    if (versions === 0) return unknown('no version came to production in the last four full weeks');
    if (stays === 0) return unknown('no deployment to an environment between test and production was told of');
    return decided(
      soaked / versions >= least,
      shareOf(`versions that stayed ${wantedMinutes} minutes before production`, soaked, versions),
      ...listed('shorter', unsoaked),
    );
  };

/** A project whose metric was named before it began, and that can be compared. */
export const projectCompared: Rule = ({ projects }) => {
  const compared = projects.filter(({ isNamedBeforehand, isCompared }) => isNamedBeforehand && isCompared);
  if (compared.length > 0)
    return met(
      listOf('compared before and after', compared.map(({ name, metric }) => `${name}: ${metric}`).slice(0, 10)),
    );
  const named = projects.filter(({ isNamedBeforehand }) => isNamedBeforehand);
  return unknown(
    projects.length === 0
      ? 'no project was written down that sets out to change a metric'
      : named.length === 0
        ? 'no project named its metric before it began'
        : 'of no project are four full weeks over, before it and since its end',
    ...listed(
      'projects',
      projects.map(({ name }) => name),
    ),
  );
};
