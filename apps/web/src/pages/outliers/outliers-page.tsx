import { scopeOf, useHrefHere, useNavigation, useTimeWindow } from '../../address/navigation.js';
import { windowInput } from '../../address/time-window.js';
import { Answered, SkeletonPanel } from '../../components/answered.js';
import { PageHead } from '../../components/page-head.js';
import { useQuestion } from '../../api/use-question.js';
import { counted } from '../../format/number.js';
import { outlierScanQuery, type OutlierScanQuery } from '../../generated/graphql.js';
import { ComparedSection, comparedSubject } from './compared-section.js';
import { FoundPanel } from './found-panel.js';
import { LookedAtPanel } from './looked-at-panel.js';

type Scan = OutlierScanQuery['outlierScan'];

/** What is compared with each other. */
export type Compared = 'team' | 'service';

/** What stands out, what was looked at and does not, and what chance explains. */
export function OutliersPage() {
  const { view } = useNavigation().address;
  const window = useTimeWindow();
  const by: Compared = view.by === 'service' ? 'service' : 'team';
  const question = useQuestion(outlierScanQuery, {
    window: windowInput(window.days, window.timeZone),
    scope: scopeOf(view),
    asOf: view.asOf,
    by: { dimension: by === 'team' ? 'TEAM' : 'SERVICE' },
  });
  return (
    <Answered question={question} subject="The search for outliers" skeleton={<OutliersSkeleton />}>
      {({ outlierScan: scan }) => (
        <>
          <PageHead title={titleOf(scan, by)} text={textOf(scan, by)} aside={<ByChoice by={by} />} />
          <FoundPanel
            findings={scan.outliers}
            by={by}
            subject={comparedSubject(scan, by, view.of)}
            isJudged={isJudged(scan)}
          />
          <ComparedSection scan={scan} by={by} />
          <LookedAtPanel lookedAt={scan.lookedAt} by={by} />
        </>
      )}
    </Answered>
  );
}

function OutliersSkeleton() {
  return (
    <>
      <div class="head">
        <span class="skeleton title" />
      </div>
      <SkeletonPanel lines={6} />
      <SkeletonPanel lines={12} />
    </>
  );
}

function titleOf(scan: Scan, by: Compared): string {
  const { length } = scan.outliers;
  const among = groupsOf(scan) === 0 ? '' : ` among ${counted(groupsOf(scan), by)}`;
  if (length === 0) return isJudged(scan) ? `Nothing stands out${among}` : 'Too little to judge';
  return `${counted(length, 'thing')} ${length === 1 ? 'stands' : 'stand'} out${among}`;
}

function textOf(scan: Scan, by: Compared): string {
  if (!isJudged(scan)) return 'Too little was deployed in this window and before it to judge anything.';
  if (groupsOf(scan) === 0 && by === 'team')
    return 'No team of leadline.yaml deployed anything here; days and single records are still looked at.';
  const judged = `${counted(scan.tests, 'judgement')} in this search`;
  return scan.outliers.length === 0
    ? `${judged}. What is too small to judge is named as such.`
    : `${judged}. Chance alone would give at most ${falseText(scan.expectedFalse)} such findings, single records aside. What is too small to judge is named as such.`;
}

const falseText = (expected: number): string => (expected < 0.01 ? '0.01' : expected.toFixed(2));

/** Whether anything at all was judged; else that nothing was found says nothing. */
const isJudged = ({ lookedAt }: Scan): boolean => lookedAt.some(({ judged }) => judged > 0);

/** How many teams or services were looked at. */
const groupsOf = ({ lookedAt }: Scan): number =>
  lookedAt.find(({ rule }) => rule === 'RATE_AGAINST_PEERS')?.looked ?? 0;

function ByChoice({ by }: { readonly by: Compared }) {
  const hrefHere = useHrefHere();
  const choices = [
    { value: 'team', title: 'By team', href: hrefHere({ by: null, of: null }) },
    { value: 'service', title: 'By service', href: hrefHere({ by: 'service', of: null }) },
  ] as const;
  return (
    <nav class="switch" aria-label="What is compared">
      {choices.map(({ value, title, href }) => (
        <a key={value} class="btn" href={href} {...(value === by ? { 'aria-current': 'true' as const } : {})}>
          {title}
        </a>
      ))}
    </nav>
  );
}
