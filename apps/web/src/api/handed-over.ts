/** What the document brought along, answered by the server as of an instant. */
export interface HandedOver {
  /** Epoch milliseconds. */
  readonly at: number;
  readonly answers: readonly HandedAnswer[];
}

export interface HandedAnswer {
  readonly operationName: string;
  readonly variables: unknown;
  readonly data: unknown;
}

const nothing: HandedOver = { at: 0, answers: [] };

/**
 * Reads the answers that the server wrote into the document of "/", so that nothing has to be asked before the first
 * numbers are drawn. Their shapes are those of the operations, as of every answer of the API.
 */
export function handedOver(text: string | null | undefined): HandedOver {
  if (text === null || text === undefined || text === '') return nothing;
  const value: unknown = JSON.parse(text);
  return isHandedOver(value) ? value : nothing;
}

const isHandedOver = (value: unknown): value is HandedOver =>
  typeof value === 'object' && value !== null && 'answers' in value && Array.isArray(value.answers);
