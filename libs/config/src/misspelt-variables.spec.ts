import { describe, expect, it } from 'vitest';
import { misspeltVariables } from './misspelt-variables.js';

describe('variables that nothing reads', () => {
  it.each([
    ['LEADLINE_TOKNES', 'LEADLINE_TOKENS'],
    ['LEADLINE_TOKENS_FLIE', 'LEADLINE_TOKENS_FILE'],
    ['LEADLINE_SMTP_URI', 'LEADLINE_SMTP_URL'],
  ])('%s stands near %s', (name, meant) => {
    expect(misspeltVariables({ [name]: 'x' })).toEqual([{ name, meant }]);
  });

  it.each([
    'LEADLINE_TOKENS',
    'LEADLINE_TOKEN_FILE',
    'LEADLINE_SECRET_GITHUB',
    'LEADLINE_SERVICE_HOST',
    'LEADLINE_PORT_4000_TCP',
    'LEADER_PORT',
  ])('%s is none, or of somebody else', (name) => {
    expect(misspeltVariables({ [name]: 'x' })).toEqual([]);
  });
});
