import type { Judgement } from '@leadline/insights';
import type { MetricId } from '@leadline/metrics';
import { Field, Float, Int, ObjectType } from '@nestjs/graphql';
import { MetricIdEnum } from '../metrics/enums.js';
import { capitalizedEnum } from '../schema/enum.js';
import { optional } from '../schema/optional.js';
import { DateTime, TimeZone } from '../schema/scalars.js';

export const JudgementEnum = capitalizedEnum<Judgement>('DigestJudgement', 'What a change means.', {
  better: 'A change beyond chance, for the better.',
  worse: 'A change beyond chance, for the worse.',
  usual: 'Not distinguishable from usual variation.',
  unclear: 'No change, or too little to compare.',
});

@ObjectType({ description: 'One of the five metrics as the mail shows it.' })
export class DigestMetric {
  @Field(() => MetricIdEnum, { description: 'Which.' })
  readonly metric!: MetricId;

  @Field(() => String, { description: 'Its title.' })
  readonly title!: string;

  @Field(() => String, { description: 'The value in words: "19 h"; "–" where there is none.' })
  readonly text!: string;

  @Field(() => Float, optional('The value: seconds, a share, or deployments a day; null: there is none.'))
  readonly value!: number | null;

  @Field(() => Int, { description: 'Number of samples.' })
  readonly n!: number;

  @Field(() => Float, optional('Lower end of the 95 % interval.'))
  readonly low!: number | null;

  @Field(() => Float, optional('Upper end of the 95 % interval.'))
  readonly high!: number | null;

  @Field(() => String, { description: 'What it was made from, in words: "n = 1,204 commits, 95 % 17–21 h".' })
  readonly sample!: string;

  @Field(() => JudgementEnum, { description: 'Against the four weeks before.' })
  readonly judgement!: Judgement;

  @Field(() => String, { description: 'The change in words: "−27 %, faster".' })
  readonly delta!: string;

  @Field(() => String, { description: 'Twelve full weeks as twelve characters.' })
  readonly sparkline!: string;

  @Field(() => String, { description: 'Where the dashboard shows what it was made from.' })
  readonly url!: string;
}

@ObjectType({ description: 'A sentence of the mail, with where it leads.' })
export class DigestSentence {
  @Field(() => JudgementEnum, { description: 'The mark before it.' })
  readonly judgement!: Judgement;

  @Field(() => String, { description: 'The sentence.' })
  readonly text!: string;

  @Field(() => String, optional('Where its evidence is.'))
  readonly url!: string | null;
}

@ObjectType({ description: 'The weekly mail about a team, or about everybody, as it would be written now.' })
export class Digest {
  @Field(() => String, { description: 'The ISO week: "2026-W46".' })
  readonly week!: string;

  @Field(() => String, optional('Path of the team; null: everybody.'))
  readonly team!: string | null;

  @Field(() => TimeZone, { description: 'The zone in which its weeks begin.' })
  readonly timeZone!: string;

  @Field(() => DateTime, { description: 'Begin of the four weeks its numbers are over.' })
  readonly from!: number;

  @Field(() => DateTime, { description: 'First instant after them.' })
  readonly to!: number;

  @Field(() => DateTime, { description: 'What was known then is told.' })
  readonly asOf!: number;

  @Field(() => String, { description: 'Subject of the mail.' })
  readonly subject!: string;

  @Field(() => String, { description: 'The largest change beyond chance, or that there is none.' })
  readonly headline!: string;

  @Field(() => Boolean, {
    description: 'Whether there is nothing but the numbers to tell: the mail has three lines then.',
  })
  readonly isQuiet!: boolean;

  @Field(() => [DigestMetric], { description: 'The five metrics.' })
  readonly metrics!: readonly DigestMetric[];

  @Field(() => [DigestSentence], { description: 'What changed: changes of the five, and outliers.' })
  readonly changed!: readonly DigestSentence[];

  @Field(() => [DigestSentence], {
    description: "The week's incidents, failed deployments and rollbacks; a few of each.",
  })
  readonly disturbances!: readonly DigestSentence[];

  @Field(() => [String], { description: 'Flags that were changed in the week.' })
  readonly released!: readonly string[];

  @Field(() => [String], { description: 'How far the numbers can be relied on.' })
  readonly quality!: readonly string[];

  @Field(() => String, { description: 'The mail as plain text.' })
  readonly text!: string;

  @Field(() => String, { description: 'The mail as HTML.' })
  readonly html!: string;
}
