import type { ComponentChildren } from 'preact';
import { Icon } from './marks.js';

const judgements = {
  BETTER: { tone: 'tone-better', shape: 'better', word: 'Better: ' },
  WORSE: { tone: 'tone-worse', shape: 'worse', word: 'Worse: ' },
  NEUTRAL: { tone: 'tone-neutral', shape: 'usual', word: '' },
} as const;

/** A finding in a list of them: whether it is good news, the sentence, and in small print how sure it is and what it rests on. */
export function ToldItem({
  judgement,
  notes,
  children,
}: {
  readonly judgement: keyof typeof judgements;
  readonly notes: ComponentChildren;
  readonly children: ComponentChildren;
}) {
  const { tone, shape, word } = judgements[judgement];
  return (
    <li>
      <span class={tone}>
        <Icon shape={shape} />
        <span class="sr">{word}</span>
      </span>
      <div>
        {children}
        <div class="cap">{notes}</div>
      </div>
    </li>
  );
}
