import type { CliCommand, CommandOption } from '../command.js';

const team: CommandOption = { flags: '--team <path>', description: 'of this team (default the organisation)' };
const service: CommandOption = { flags: '--service <name>', description: 'of this service' };

export const scorecard: CliCommand = {
  words: 'scorecard',
  summary: 'Where the organisation, a team or a service stands: milestones and maturity of deployment',
  details:
    'Most criteria are judged by what tools said over the last four full weeks; what only people know is answered with\n`leadline scorecard answer`. What nobody knows is unknown, never met.',
  examples: [
    { line: 'leadline scorecard', meaning: 'the organisation' },
    { line: 'leadline scorecard --team eng/payments --card phase-2', meaning: 'one card of a team' },
    { line: 'leadline scorecard --service shop --open', meaning: 'only what is not met' },
  ],
  options: [
    team,
    service,
    { flags: '--card <card>', description: 'only this one: phase-1 to phase-3, level-1 to level-5' },
    { flags: '--open', description: 'only criteria that are not met, not answered and not confirmed' },
    { flags: '--time-zone <zone>', description: 'zone of weeks and days (default UTC)' },
  ],
  run: async (invocation) => (await import('../questions/scorecard.js')).showScorecard(invocation),
};

export const scorecardAnswer: CliCommand = {
  words: 'scorecard answer',
  summary: 'Answer a criterion that tools cannot know, or confirm what they propose',
  details:
    'Your answer is kept with who, when and why, counts for the scope it names, and is asked again after 180 days.',
  examples: [
    {
      line: 'leadline scorecard answer 1.C2 --yes --team eng/payments --reason "Tuesdays and Thursdays" --link https://wiki.example/deploy',
      meaning: 'it is met',
    },
    { line: 'leadline scorecard answer 2.K8 --no --reason "Nobody looks for bottlenecks"', meaning: 'it is not met' },
    {
      line: 'leadline scorecard answer 1.C1 --not-applicable --reason "Trunk is always open"',
      meaning: 'it does not apply',
    },
  ],
  arguments: [{ name: '<criterion>', description: 'its id, such as 1.C2' }],
  options: [
    { flags: '--yes', description: 'it is met' },
    { flags: '--no', description: 'it is not met' },
    { flags: '--not-applicable', description: 'it does not apply here' },
    team,
    service,
    { flags: '--reason <text>', description: 'why, for those who come after' },
    { flags: '--link <address>', description: 'where others can see it' },
  ],
  run: async (invocation) => (await import('../operations/answer-criterion.js')).answerCriterion(invocation),
};

export const scorecardQuickCheck: CliCommand = {
  words: 'scorecard quick-check',
  summary: "Say what a number of DORA's Quick Check is, where what tools told gives another; both are kept",
  examples: [
    {
      line: 'leadline scorecard quick-check change-fail-rate --value 0.15 --service shop --reason "Two more failed unnoticed"',
      meaning: 'a share from 0 to 1',
    },
    {
      line: 'leadline scorecard quick-check change-fail-rate --take-back --service shop --reason "They were of another service"',
      meaning: 'what tools told stands alone again',
    },
  ],
  arguments: [{ name: '<metric>', description: 'one of the five' }],
  options: [
    { flags: '--value <number>', description: 'seconds, deployments a day, or a share from 0 to 1' },
    { flags: '--take-back', description: 'nobody says otherwise any more' },
    team,
    service,
    { flags: '--reason <text>', description: 'why, for those who come after' },
  ],
  run: async (invocation) => (await import('../operations/answer-quick-check.js')).answerQuickCheck(invocation),
};
