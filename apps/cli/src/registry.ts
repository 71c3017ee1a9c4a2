import type { CliCommand, Example } from './command.js';
import { alertsLs, noticesLs, noticesSendAgain } from './commands/alerts.command.js';
import { backfillGithub, backfillGitlab, reconcileGithub, reconcileGitlab } from './commands/backfill.command.js';
import { biInit } from './commands/bi.command.js';
import { configCheck, configPlan } from './commands/config.command.js';
import { conformance } from './commands/conformance.command.js';
import { correctDeployment, correctIncident, withdraw } from './commands/correct.command.js';
import { demo } from './commands/demo.command.js';
import { digestLs, digestPreview, digestSend } from './commands/digest.command.js';
import { doctor } from './commands/doctor.command.js';
import { erase } from './commands/erase.command.js';
import { explain } from './commands/explain.command.js';
import { catalogueImport } from './commands/import-catalogue.command.js';
import { importGit } from './commands/import-git.command.js';
import { logExport, logImport, logVerify } from './commands/log.command.js';
import { projectLs, projectRecord } from './commands/project.command.js';
import { quarantineLs, quarantineRetry, quarantineShow } from './commands/quarantine.command.js';
import { rebuild } from './commands/rebuild.command.js';
import { reportDeployment, reportFlag, reportIncident } from './commands/report.command.js';
import { scorecard, scorecardAnswer, scorecardQuickCheck } from './commands/scorecard.command.js';
import { sendTestEvent } from './commands/send-test-event.command.js';
import { serve } from './commands/serve.command.js';
import { sources } from './commands/sources.command.js';
import { tail } from './commands/tail.command.js';
import { tokenCreate, tokenLs, tokenRevoke } from './commands/token.command.js';
import { where } from './commands/where.command.js';

/** Every command, in the order help shows them. */
export const commands: readonly CliCommand[] = [
  demo,
  serve,
  importGit,
  backfillGithub,
  backfillGitlab,
  reconcileGithub,
  reconcileGitlab,
  reportDeployment,
  reportIncident,
  reportFlag,
  correctDeployment,
  correctIncident,
  withdraw,
  where,
  explain,
  scorecard,
  scorecardAnswer,
  scorecardQuickCheck,
  projectLs,
  projectRecord,
  alertsLs,
  noticesLs,
  noticesSendAgain,
  tail,
  sources,
  digestPreview,
  digestSend,
  digestLs,
  quarantineLs,
  quarantineShow,
  quarantineRetry,
  sendTestEvent,
  doctor,
  configCheck,
  configPlan,
  catalogueImport,
  biInit,
  tokenCreate,
  tokenLs,
  tokenRevoke,
  rebuild,
  erase,
  logVerify,
  logExport,
  logImport,
  conformance,
];

/** What the first words of commands of two words stand for. */
export const groups: Readonly<Record<string, string>> = {
  import: 'Bring in history',
  bi: 'Dashboards and reports in other tools',
  backfill: 'Read what happened before there was a webhook',
  reconcile: 'Have sent again what nobody took',
  report: 'Tell Leadline what happened: deployments, incidents, flags',
  alerts: 'What somebody should look at',
  notices: 'What channels were told, and what did not arrive',
  digest: 'The weekly mail: see it, send it, see what became of it',
  correct: 'Say what is so, where a number is wrong',
  scorecard: 'Where you stand among milestones and levels of maturity',
  project: 'What you set out to change, and what became of it',
  quarantine: 'What arrived and could not be understood',
  catalogue: 'Teams and services, from what other tools know of them',
  config: 'Check leadline.yaml before it is put in force',
  token: 'Tokens for programs and people',
  log: 'The log of everything that arrived',
};

/** What `leadline` alone shows first. */
export const examples: readonly Example[] = [
  { line: 'leadline demo', meaning: 'look around with made-up data' },
  { line: 'leadline serve', meaning: 'start it' },
  { line: 'leadline import git . --tags "v*"', meaning: 'bring in the history of the repository you are in' },
  { line: 'leadline where HEAD', meaning: 'see where a commit is live' },
  { line: 'leadline explain change-lead-time', meaning: 'see what a number was made from' },
];
