import { Failure } from '../failure.js';

/** The values of an NDJSON body, as they arrive. */
export async function* ndjson(response: Response): AsyncGenerator<unknown> {
  if (response.body === null) return;
  let rest = '';
  for await (const text of response.body.pipeThrough(new TextDecoderStream())) {
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) if (line.trim() !== '') yield parseLine(line);
  }
  if (rest.trim() !== '') yield parseLine(rest);
}

function parseLine(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch (error) {
    throw new Failure('failed', 'the server sent a line that is not JSON', [], { cause: error });
  }
}
