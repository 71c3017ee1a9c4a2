import { describe, expect, it } from 'vitest';
import { importGithubTeams } from './github-teams.js';

const eng = { id: 1, name: 'Engineering', slug: 'eng', privacy: 'closed', parent: null };
const payments = { id: 2, name: 'Payments', slug: 'payments', parent: { id: 1, name: 'Engineering', slug: 'eng' } };
const refunds = { id: 3, name: 'Refunds', slug: 'refunds', parent: { id: 2, name: 'Payments', slug: 'payments' } };
const teams = { outcome: 'fragment', fragment: { teams: ['eng', 'eng/payments', 'eng/payments/refunds'] } };

describe('the teams of GitHub', () => {
  it.each([
    ['one page', JSON.stringify([refunds, eng, payments])],
    ['pages in a list', JSON.stringify([[eng], [payments, refunds]], undefined, '\t')],
  ])('in %s become a tree', (_, text) => {
    expect(importGithubTeams(text)).toMatchObject(teams);
  });

  it('below one that is not listed stand below its name', () => {
    expect(importGithubTeams(JSON.stringify([payments]))).toMatchObject({ fragment: { teams: ['eng/payments'] } });
  });

  it.each([
    ['no JSON', '[\n{"slug": ]', 2],
    ['nothing', '', 1],
    ['an error of the API', '{"message": "Not Found"}', 1],
    ['a team without a slug', '[\n  {"slug": "eng"},\n  {"name": "Payments"}\n]', 3],
    ['a team above itself', '[\n{"slug": "a", "parent": {"slug": "a"}}\n]', 2],
  ])('names the line of %s', (_, text, line) => {
    const result = importGithubTeams(text);
    expect(result.outcome === 'problems' ? result.problems[0] : result).toMatchObject({ line });
  });
});
