import { DistributionChart } from '../charts/distribution-chart.js';
import { Panel } from '../components/panel.js';
import { duration } from '../format/duration.js';
import type { Measured } from '../measures/measured.js';
import type { Evidence } from './evidence.js';

const FEWEST = 10;

/** How the samples of a duration are spread: a median hides the long ones. */
export function DistributionPanel({
  evidence,
  measured: { measure, now },
}: {
  readonly evidence: Evidence;
  readonly measured: Measured;
}) {
  const values = evidence.counted.flatMap(({ value }) => (value === null || value <= 0 ? [] : [value]));
  if (values.length < FEWEST) return null;
  const quantiles = [
    ...(now.value === null ? [] : [`p50 ${duration(now.value)}`]),
    ...(now.p75 === null ? [] : [`p75 ${duration(now.p75)}`]),
    ...(now.p90 === null ? [] : [`p90 ${duration(now.p90)}`]),
  ];
  return (
    <Panel title="Distribution" note={quantiles.join(' · ')}>
      <DistributionChart values={values} unit={measure.samples[1]} />
    </Panel>
  );
}
