import { useHref, useHrefHere, useNavigation } from '../../address/navigation.js';
import { useQuestion } from '../../api/use-question.js';
import { Answered } from '../../components/answered.js';
import { Names } from '../../components/wrong-address.js';
import { counted } from '../../format/number.js';
import { flagsElsewhereQuery, type FlagsElsewhereQuery } from '../../generated/graphql.js';

/** Where the list is empty: what tells of flags, or, of a team or service without any, which flags there are. */
export function NoFlags({ about }: { readonly about: string | null }) {
  return about === null ? <NothingTold /> : <Elsewhere about={about} />;
}

function NothingTold() {
  return (
    <section class="panel">
      <p class="mute">
        No flag was ever changed. LaunchDarkly, Unleash, Flagsmith and others tell of changes; <code>POST /events</code>{' '}
        takes <code>flag_change</code>.
      </p>
    </section>
  );
}

function Elsewhere({ about }: { readonly about: string }) {
  const { asOf } = useNavigation().address.view;
  const question = useQuestion(flagsElsewhereQuery, { asOf }, { refreshes: false });
  return (
    <Answered question={question} subject="The flags of others">
      {({ flags }) => (flags.nodes.length === 0 ? <NothingTold /> : <Others about={about} flags={flags} />)}
    </Answered>
  );
}

function Others({ about, flags }: { readonly about: string; readonly flags: FlagsElsewhereQuery['flags'] }) {
  const href = useHref();
  const hrefHere = useHrefHere();
  const names = flags.nodes.map(({ flag }) => flag).toSorted();
  const count = `${flags.pageInfo.hasNextPage ? 'more than ' : ''}${counted(names.length, 'flag')}`;
  return (
    <>
      <section class="panel">
        <p class="mute">
          No change of a flag names a service of <bdi>{about}</bdi>. Elsewhere there {names.length === 1 ? 'is' : 'are'}{' '}
          {count}.
        </p>
        <div class="row">
          <a class="btn" href={hrefHere({ team: null, service: null })}>
            Flags of everybody
          </a>
        </div>
      </section>
      <Names title="Flags there are" names={names} href={(flag) => href('flag', flag)} />
    </>
  );
}
