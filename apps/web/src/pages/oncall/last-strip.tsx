import type { DeploymentStatus } from '../../generated/graphql.js';

interface Attempt {
  readonly id: string;
  readonly status: DeploymentStatus;
  readonly failed: boolean;
}

type Look = 'good' | 'bad' | 'run' | 'none';

const STEP = 11;
const HEIGHT = 14;

const lookOf = ({ status, failed }: Attempt): Look => {
  if (failed || status === 'FAILED') return 'bad';
  if (status === 'IN_PROGRESS') return 'run';
  return status === 'CANCELLED' ? 'none' : 'good';
};

/** One mark for each deployment, the newest at the right: a bar, a diamond where it failed, a ring while it runs. */
export function LastStrip({ rows }: { readonly rows: readonly Attempt[] }) {
  const looks = rows.map(lookOf).toReversed();
  const count = (look: Look): number => looks.filter((one) => one === look).length;
  const parts = [
    `${count('good')} succeeded`,
    ...(count('bad') > 0 ? [`${count('bad')} failed`] : []),
    ...(count('run') > 0 ? [`${count('run')} in progress`] : []),
    ...(count('none') > 0 ? [`${count('none')} cancelled`] : []),
  ];
  const label = `Last ${rows.length}: ${parts.join(', ')}`;
  return (
    <svg class="last-strip" width={looks.length * STEP} height={HEIGHT} role="img" aria-label={label}>
      <title>{label}</title>
      {looks.map((look, index) => (
        <LastMark key={index} look={look} x={index * STEP} />
      ))}
    </svg>
  );
}

function LastMark({ look, x }: { readonly look: Look; readonly x: number }) {
  switch (look) {
    case 'good':
      return <rect class="good" x={x + 3} y={2} width={4} height={10} rx={1} />;
    case 'bad':
      return <path class="bad" d={`M${x + 5} 1l5 6-5 6-5-6z`} />;
    case 'run':
      return <circle class="run" cx={x + 5} cy={7} r={3.5} />;
    case 'none':
      return <path class="none" d={`M${x + 2} 7h6`} />;
  }
}
