import { useNavigation, useTimeWindow } from '../../address/navigation.js';
import { DataTable } from '../../components/data-table.js';
import { State } from '../../components/marks.js';
import { Panel } from '../../components/panel.js';
import { momentText } from '../../format/date.js';
import { counted } from '../../format/number.js';
import type { SourcesQuery } from '../../generated/graphql.js';

type WeeklyMails = SourcesQuery['weeklyMails'];
type Mail = WeeklyMails['mails'][number];
type Told = { readonly tone: Parameters<typeof State>[0]['tone']; readonly text: string; readonly needs?: string };

/** Who gets the weekly mail, and what became of each: what needs a person first. */
export function MailsPanel({ weeklyMails: { sending, mails } }: { readonly weeklyMails: WeeklyMails }) {
  const { now } = useNavigation();
  const { timeZone } = useTimeWindow();
  const rows = mails.toSorted((a, b) => rank(a) - rank(b) || (a.dueAt < b.dueAt ? 1 : -1));
  return (
    <Panel title="Weekly mails" note={noteOf(mails)}>
      {!sending && mails.length > 0 && (
        <p>
          <State tone="error">
            No mail server is configured, so nothing is sent: set <code>LEADLINE_SMTP_URL</code> and{' '}
            <code>LEADLINE_MAIL_FROM</code>.
          </State>
        </p>
      )}
      {mails.length === 0 ? (
        <p class="mute">
          Nobody is on a list. <code>digests</code> in leadline.yaml says who gets the mail about whom.
        </p>
      ) : (
        <DataTable
          caption="Weekly mails, what needs somebody first"
          rows={rows}
          rowKey={({ to, team, week }) => `${to} ${team ?? ''} ${week}`}
          columns={[
            { title: 'To', place: 'title', cell: ({ to }) => <bdi>{to}</bdi> },
            { title: 'About', cell: ({ team }) => (team === null ? 'everybody' : <bdi>{team}</bdi>) },
            { title: 'Week', cell: ({ week }) => <span class="nw">{week}</span> },
            { title: 'Due', cell: ({ dueAt }) => <span class="nw">{momentText(dueAt, timeZone, now)}</span> },
            {
              title: 'State',
              place: 'wide',
              cell: (mail) => <MailState mail={mail} told={toldOf(mail, (at) => momentText(at, timeZone, now))} />,
            },
          ]}
        />
      )}
    </Panel>
  );
}

const needing: readonly Mail['state'][] = ['GIVEN_UP', 'UNKNOWN', 'REFUSED', 'MISSED'];

function rank({ state }: Mail): number {
  const place = needing.indexOf(state);
  if (place >= 0) return place;
  return state === 'DEFERRED' ? needing.length : needing.length + 1;
}

function noteOf(mails: readonly Mail[]): string {
  const waiting = mails.filter(({ state }) => needing.includes(state)).length;
  return waiting === 0
    ? 'the last three weeks and the next'
    : `${counted(waiting, 'mail needs', 'mails need')} somebody`;
}

function MailState({ mail, told: { tone, text, needs } }: { readonly mail: Mail; readonly told: Told }) {
  return (
    <>
      <State tone={tone}>{text}</State>
      {mail.reason !== null && mail.reason !== '' && (
        <div class="cap">
          <bdi>{mail.reason}</bdi>
        </div>
      )}
      {needs !== undefined && (
        <div>
          <code class="s">{needs}</code>
        </div>
      )}
    </>
  );
}

function toldOf({ state, sentAt, retryAt }: Mail, moment: (at: string) => string): Told {
  switch (state) {
    case 'SENT':
      return { tone: 'ok', text: sentAt === null ? 'sent' : `sent ${moment(sentAt)}` };
    case 'SCHEDULED':
      return { tone: 'none', text: 'its time has not come' };
    case 'DUE':
      return { tone: 'provisional', text: 'due now' };
    case 'SENDING':
      return { tone: 'provisional', text: 'being sent' };
    case 'DEFERRED':
      return {
        tone: 'stale',
        text: `refused for now${retryAt === null ? '' : `, tried again ${moment(retryAt)}`}`,
      };
    case 'REFUSED':
      return { tone: 'error', text: 'refused for good', needs: 'leadline digest send --to <address>' };
    case 'GIVEN_UP':
      return { tone: 'error', text: 'given up: refused until it was too late', needs: 'leadline digest send' };
    case 'UNKNOWN':
      return {
        tone: 'error',
        text: 'nobody knows whether it arrived',
        needs: 'leadline digest send --to <address> --again',
      };
    case 'MISSED':
      return { tone: 'error', text: 'nothing ran when it was due', needs: 'leadline digest send' };
    case 'LEFT':
      return { tone: 'none', text: 'left the list' };
  }
}
