import { examples } from './examples.js';

/** `<` never stands in the script: no text of ours can end its element. */
const embedded = JSON.stringify(examples).replaceAll('<', '\\u003c');

/** Script of the query page. Whatever the server says becomes text, never markup. */
export const pageScript = `
'use strict';
const examples = ${embedded};
const byId = (id) => document.getElementById(id);
const [query, variables, token, result, status, run] = ['query', 'variables', 'token', 'result', 'status', 'run'].map(byId);

const element = (name, text, ...children) => {
  const made = document.createElement(name);
  if (text) made.textContent = text;
  made.append(...children);
  return made;
};

const day = 86400000;
const midnight = Math.floor(Date.now() / day) * day;
const filled = (text) => text
  .replaceAll('{{from}}', new Date(midnight - 28 * day).toISOString())
  .replaceAll('{{to}}', new Date(midnight).toISOString());

function show(example) {
  query.value = example.query;
  variables.value = JSON.stringify(JSON.parse(filled(example.variables)), null, 2);
}

async function ask(body) {
  const headers = { 'content-type': 'application/json', accept: 'application/json' };
  if (token.value.trim() !== '') headers.authorization = 'Bearer ' + token.value.trim();
  const response = await fetch(location.pathname, { method: 'POST', headers, body: JSON.stringify(body) });
  const text = await response.text();
  try {
    return { code: response.status, answer: JSON.parse(text) };
  } catch {
    throw new Error('The server answered ' + response.status + ', and no JSON');
  }
}

function tell(text, isWrong) {
  status.textContent = text;
  status.classList.toggle('wrong', isWrong);
}

function readVariables() {
  const text = variables.value.trim();
  if (text === '') return {};
  try {
    return JSON.parse(text);
  } catch (error) {
    variables.focus();
    throw new Error('The variables are no JSON: ' + error.message);
  }
}

async function execute() {
  if (run.disabled) return;
  run.disabled = true;
  tell('Running…', false);
  const begin = performance.now();
  try {
    const { code, answer } = await ask({ query: query.value, variables: readVariables() });
    const took = Math.round(performance.now() - begin) + ' ms';
    result.textContent = JSON.stringify(answer, null, 2);
    const errors = answer.errors ?? [];
    const count = errors.length === 1 ? '1 error' : errors.length + ' errors';
    tell(errors.length > 0 ? count + ': ' + errors[0].message : 'Answered ' + code + ' in ' + took, errors.length > 0);
    if (code !== 401 && byId('types').childElementCount === 0) await describeSchema();
  } catch (error) {
    tell(error.message, true);
  } finally {
    run.disabled = false;
  }
}

const TYPE = 'kind name ofType { kind name ofType { kind name ofType { kind name } } }';
const INTROSPECTION = 'query { __schema { types { kind name description'
  + ' fields { name description type { ' + TYPE + ' } args { name description type { ' + TYPE + ' } } }'
  + ' inputFields { name description type { ' + TYPE + ' } } enumValues { name description } } } }';

const written = (type) => type.kind === 'NON_NULL' ? written(type.ofType) + '!'
  : type.kind === 'LIST' ? '[' + written(type.ofType) + ']' : type.name;

function described(type) {
  const list = element('dl');
  for (const field of type.fields ?? type.inputFields ?? type.enumValues ?? []) {
    const args = (field.args ?? []).map((arg) => arg.name + ': ' + written(arg.type)).join(', ');
    const text = field.name + (args ? '(' + args + ')' : '') + (field.type ? ': ' + written(field.type) : '');
    list.append(element('dt', '', element('code', text)), element('dd', field.description ?? ''));
    for (const arg of field.args ?? []) list.append(element('dd', arg.name + ': ' + (arg.description ?? '')));
  }
  return element('details', '', element('summary', type.name), element('p', type.description ?? ''), list);
}

const rank = (name) => ['Query', 'Mutation'].indexOf(name) + 1 || 3;

async function describeSchema() {
  const { answer } = await ask({ query: INTROSPECTION });
  const note = byId('docs-note');
  if (!answer.data) {
    note.textContent = answer.errors?.[0]?.message ?? 'The schema could not be read';
    return;
  }
  const types = answer.data.__schema.types.filter(({ name }) => !name.startsWith('__'));
  types.sort((a, b) => rank(a.name) - rank(b.name) || (a.name < b.name ? -1 : 1));
  byId('types').replaceChildren(...types.map(described));
  note.textContent = types.length + ' types';
}

byId('find').addEventListener('input', ({ target }) => {
  const wanted = target.value.trim().toLowerCase();
  for (const entry of byId('types').children) entry.hidden = !entry.textContent.toLowerCase().includes(wanted);
});

const choice = byId('example');
examples.forEach(({ title }, index) => choice.append(new Option(title, String(index))));
choice.addEventListener('change', () => show(examples[Number(choice.value)]));
document.addEventListener('keydown', (event) => {
  if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    void execute();
  }
});
run.addEventListener('click', () => void execute());

show(examples[0]);
// Links of exports and mails open what they name.
const opened = {
  point: 'query ($id: ID!) {\\n  evidence(point: $id, first: 50) {\\n    totalCount\\n    nodes { kind id title at value url counted reason }\\n  }\\n}',
  deployment: 'query ($id: ID!) {\\n  deployment(id: $id) { reportedId service environment kind status startedAt finishedAt version failed }\\n}',
};
const asked = new URLSearchParams(location.search);
for (const [name, text] of Object.entries(opened)) {
  if (!asked.has(name)) continue;
  query.value = text;
  variables.value = JSON.stringify({ id: asked.get(name) }, null, 2);
  void execute();
}
if (asked.has('query')) query.value = asked.get('query');
if (asked.has('variables')) variables.value = asked.get('variables');
describeSchema().catch((error) => { byId('docs-note').textContent = error.message; });
`;
