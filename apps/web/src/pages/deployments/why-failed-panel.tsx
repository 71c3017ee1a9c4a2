import { useHref, useNavigation, useTimeWindow } from '../../address/navigation.js';
import { Panel } from '../../components/panel.js';
import { CorrectButton } from '../../corrections/correct-button.js';
import { CorrectionsMade } from '../../corrections/corrections-made.js';
import { byStrength } from '../../entities/failure-words.js';
import { exactDuration } from '../../format/duration.js';
import { momentText } from '../../format/date.js';
import type { Deployment } from './deployment-timeline.js';

type Reason = Deployment['reasons'][number];

/** Everything that says a deployment failed, the strongest evidence first; what does not count is said as well. */
export function WhyFailedPanel({ deployment, again }: { readonly deployment: Deployment; readonly again: () => void }) {
  const { failed, reasons, verdict, corrections } = deployment;
  const href = useHref();
  const note = <a href={href('metric', 'change-fail-rate', { panel: 'above' })}>How fail rate is made</a>;
  if (!failed && reasons.length === 0 && verdict === null && corrections.length === 0) {
    return (
      <Panel title="Why it does not count as failed" note={note}>
        <p class="mute">
          No incident names it, it was not rolled back, no fix names it, and nobody said that it failed.
        </p>
      </Panel>
    );
  }
  return (
    <Panel title={failed ? 'Why it counts as failed' : 'Why it does not count as failed'} note={note}>
      <ol class="depth">
        {verdict !== null && (
          <li>
            <b>A person said: {verdictWords[verdict]}</b> <span class="s mute">Strongest evidence, decides.</span>
          </li>
        )}
        {byStrength(reasons).map((reason, index) => (
          <ReasonItem
            key={`${reason.rule} ${reason.by}`}
            reason={reason}
            service={deployment.service}
            again={again}
            isFirst={index === 0 && verdict === null}
          />
        ))}
        {failed && reasons.length === 0 && verdict === null && (
          <li>
            <b>Its rollout failed</b> <span class="s mute">and its source says that it had reached users.</span>
          </li>
        )}
      </ol>
      <CorrectionsMade corrections={corrections} of={{ deployment: deployment.id }} again={again} />
    </Panel>
  );
}

const verdictWords: Readonly<Record<NonNullable<Deployment['verdict']>, string>> = {
  EXCLUDED: 'it counts nowhere',
  FAILED: 'it failed',
  HOTFIX: 'it is a hotfix',
  OK: 'it did not fail',
};

function ReasonItem({
  reason,
  service,
  again,
  isFirst,
}: {
  readonly reason: Reason;
  readonly service: string;
  readonly again: () => void;
  readonly isFirst: boolean;
}) {
  const { now } = useNavigation();
  const { timeZone } = useTimeWindow();
  const href = useHref();
  const { rule, by, counts, gapSeconds, impactAt, resolvedAt, severity, userFacing } = reason;
  const facts = [
    impactAt === null ? '' : `${rule === 'INFERRED' ? '' : 'began '}${momentText(impactAt, timeZone, now)}`,
    impactAt === null
      ? ''
      : resolvedAt === null
        ? 'still open'
        : `over after ${exactDuration((Date.parse(resolvedAt) - Date.parse(impactAt)) / 1000)}`,
    gapSeconds > 0 ? `${exactDuration(gapSeconds)} after it finished` : '',
    severity === null ? '' : `severity ${severity}`,
    userFacing ? '' : 'users did not notice',
    counts ? '' : 'does not count under the default rules',
  ].filter((fact) => fact !== '');
  return (
    <li class={counts ? '' : 'weak'}>
      <b>
        <RuleText
          rule={rule}
          by={by}
          isFirst={isFirst}
          hrefOf={(id) => href('deployment', id)}
          incidentHref={href('incident', by)}
        />
      </b>{' '}
      <span class="s mute">{facts.join(', ')}.</span>
      {(rule === 'INCIDENT' || rule === 'INFERRED') && (
        <div class="row">
          <CorrectButton
            subject={{
              of: 'incident',
              id: by,
              name: by,
              service,
              at: impactAt ?? resolvedAt ?? new Date(now).toISOString(),
            }}
            again={again}
            label="Correct the incident…"
          />
        </div>
      )}
    </li>
  );
}

function RuleText({
  rule,
  by,
  isFirst,
  hrefOf,
  incidentHref,
}: {
  readonly rule: Reason['rule'];
  readonly by: string;
  readonly isFirst: boolean;
  readonly hrefOf: (id: string) => string;
  readonly incidentHref: string;
}) {
  const deployment = (
    <a class="q" href={hrefOf(by)}>
      <bdi>{by}</bdi>
    </a>
  );
  const incident = (
    <a class="q" href={incidentHref}>
      <bdi>{by}</bdi>
    </a>
  );
  switch (rule) {
    case 'ROLLBACK':
      return (
        <>
          {isFirst ? 'Rolled' : 'Also: rolled'} back by {deployment}
        </>
      );
    case 'FIX':
      return (
        <>
          {isFirst ? 'Repaired' : 'Also: repaired'} by {deployment}, which names it
        </>
      );
    case 'INCIDENT':
      return (
        <>
          {isFirst ? 'Incident' : 'Also: incident'} {incident} names it
        </>
      );
    case 'INFERRED':
      return (
        <>
          {isFirst ? 'Incident' : 'Also: incident'} {incident} began soon after it (inferred)
        </>
      );
  }
}
