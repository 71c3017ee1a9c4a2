import { onTestFinished } from 'vitest';
import { givenServer, type SeenRequest, type StubAnswer, type StubServer } from './given-server.js';

/** A GraphQL server that answers every question with the same data, and ends with the test. */
export const givenAnswers = (data: unknown): Promise<StubServer> =>
  givenServerOfTest(() => ({ status: 200, body: { data } }));

/** A server that ends with the test. */
export async function givenServerOfTest(answer: (request: SeenRequest) => StubAnswer): Promise<StubServer> {
  const made = await givenServer(answer);
  onTestFinished(made.close);
  return made;
}

/** The variables of every question that it was asked, in their order. */
export const variablesOf = ({ seen }: StubServer): Record<string, unknown>[] =>
  seen.map(({ body }) => (JSON.parse(body) as { variables: Record<string, unknown> }).variables);
