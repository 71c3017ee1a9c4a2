import { useHref, useHrefHere, useNavigation, useTimeWindow } from '../../address/navigation.js';
import { ask } from '../../api/ask.js';
import { useQuestion } from '../../api/use-question.js';
import { ActionButton } from '../../components/action-button.js';
import { Answered, SkeletonPanel } from '../../components/answered.js';
import { DataTable } from '../../components/data-table.js';
import { State } from '../../components/marks.js';
import { PageHead } from '../../components/page-head.js';
import { Panel } from '../../components/panel.js';
import { momentText } from '../../format/date.js';
import { counted } from '../../format/number.js';
import { noticesSentQuery, sendNoticeAgainMutation } from '../../generated/graphql.js';
import { isLost, type Notice, titleOf, toldText } from './notice-words.js';

/** Soon enough to see that what was asked for was sent: whoever sends looks every minute. */
const EVERY_MS = 15_000;
/** More of one notice are counted, not named. */
const MOST_TOLD = 4;

/** What channels were told, when, and what became of it; what is lost can be sent once more. */
export function NoticesPage() {
  const question = useQuestion(noticesSentQuery, {}, { everyMs: EVERY_MS });
  return (
    <Answered question={question} subject="The notices" skeleton={<SkeletonPanel lines={14} />}>
      {({ notices }) => (
        <>
          <PageHead
            title={titleOf(notices)}
            text="What channels were told of alerts and deployments in the last five weeks. Each is told once; what may have arrived is sent again only when somebody says so."
          />
          <NoticesPanel notices={notices} again={question.again} />
        </>
      )}
    </Answered>
  );
}

function NoticesPanel({ notices, again }: { readonly notices: readonly Notice[]; readonly again: () => void }) {
  const { only } = useNavigation().address.view;
  const hrefHere = useHrefHere();
  const onlyLost = only === 'lost';
  const shown = onlyLost ? notices.filter(isLost) : notices;
  return (
    <Panel
      title={onlyLost ? 'Lost, or nobody knows' : 'Notices'}
      note={
        notices.length > 0 && (
          <a href={hrefHere({ only: onlyLost ? null : 'lost' })}>{onlyLost ? 'All of them' : 'Only what was lost'}</a>
        )
      }
    >
      {shown.length === 0 ? (
        <p class="mute">
          {onlyLost ? (
            'Nothing was lost.'
          ) : (
            <>
              Nothing was told. <code>notifications</code> in leadline.yaml says which channel is told of what; the
              scheduler looks every minute.
            </>
          )}
        </p>
      ) : (
        <NoticeTable notices={shown} again={again} />
      )}
    </Panel>
  );
}

function NoticeTable({ notices, again }: { readonly notices: readonly Notice[]; readonly again: () => void }) {
  const { now } = useNavigation();
  const { timeZone } = useTimeWindow();
  return (
    <DataTable
      caption="Notices, latest first"
      rows={notices}
      rowKey={({ id }) => id}
      columns={[
        { title: 'Told', place: 'title', cell: (notice) => <Told notice={notice} /> },
        { title: 'Channel', cell: ({ channel }) => <bdi>{channel}</bdi> },
        { title: 'First tried', cell: ({ at }) => <span class="nw">{momentText(at, timeZone, now)}</span> },
        { title: 'Tries', isNumber: true, cell: ({ attempts }) => attempts },
        {
          title: 'What became of it',
          place: 'wide',
          cell: (notice) => <Outcome notice={notice} moment={(at) => momentText(at, timeZone, now)} again={again} />,
        },
      ]}
    />
  );
}

/** Everything that one notice tells, each with the way to what it is about. */
function Told({ notice: { tells } }: { readonly notice: Notice }) {
  const href = useHref();
  const rest = tells.length - MOST_TOLD;
  return (
    <>
      {tells.slice(0, MOST_TOLD).map((told, index) => (
        <div key={index}>
          <a class="q" href={told.deployment === null ? href('alerts') : href('deployment', told.deployment)}>
            {toldText(told)}
          </a>
          {told.key !== null && (
            <>
              {' '}
              <bdi class="mono s">{told.key}</bdi>
            </>
          )}
        </div>
      ))}
      {rest > 0 && <div class="mute s">and {counted(rest, 'more', 'more')}</div>}
    </>
  );
}

type Become = { readonly tone: Parameters<typeof State>[0]['tone']; readonly text: string };

function Outcome({
  notice,
  moment,
  again,
}: {
  readonly notice: Notice;
  readonly moment: (at: string) => string;
  readonly again: () => void;
}) {
  const { id, reason, channel } = notice;
  const { tone, text } = becomeOf(notice, moment);
  return (
    <>
      <State tone={tone}>{text}</State>
      {reason !== null && reason !== '' && notice.state !== 'SENT' && (
        <div class="cap">
          <bdi>{reason}</bdi>
        </div>
      )}
      {isLost(notice) && (
        <div class="row">
          <ActionButton
            label="Send it once more"
            name={`Send the notice to ${channel} of ${moment(notice.at)} once more`}
            act={() => ask(sendNoticeAgainMutation, { id })}
            said={() => 'It is sent within a minute or so'}
            done={again}
          />
        </div>
      )}
    </>
  );
}

function becomeOf({ state, lastAt, retryAt }: Notice, moment: (at: string) => string): Become {
  switch (state) {
    case 'SENT':
      return { tone: 'ok', text: `arrived ${moment(lastAt)}` };
    case 'DUE':
      return { tone: 'provisional', text: 'to be sent once more, within a minute or so' };
    case 'SENDING':
      return { tone: 'provisional', text: 'being sent' };
    case 'DEFERRED':
      return { tone: 'stale', text: `refused for now${retryAt === null ? '' : `, tried again ${moment(retryAt)}`}` };
    case 'REFUSED':
      return { tone: 'error', text: 'refused for good' };
    case 'GIVEN_UP':
      return { tone: 'error', text: 'given up: refused each time' };
    case 'UNKNOWN':
      return { tone: 'error', text: 'nobody knows whether it arrived' };
  }
}
