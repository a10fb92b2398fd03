import { href } from '../../core/href.ts';
import type { Tried } from '../../core/setup.ts';
import type { Frame } from '../../ui/layout.tsx';
import { Badge, Unbroken } from '../../ui/plain.tsx';
import { Copied } from './copied.tsx';
import type { StepProps } from './steps.tsx';

/** Which accounts are read, as whom, and whether each is reached. */

/** Accounts that are listed one by one. */
const LISTED = 20;
const CREDENTIALS = 'AWS_PROFILE=bedrock-ledger BEDROCK_LEDGER_REGIONS=us-east-1,us-west-2 npm start';
const ACCOUNTS = `accounts:
  - { accountId: "222233334444", roleArn: "arn:aws:iam::222233334444:role/bedrock-ledger", externalId: "choose-one" }
regions: [us-east-1, us-west-2]`;

export function AccountsStep({ shown: { last, states }, deps: { settings }, frame }: StepProps) {
  const words = frame.m.setup.accounts;
  const asked = last?.tried.filter(({ action }) => action === null) ?? [];
  const payer = asked.find(({ place }) => place === null);
  return (
    <>
      {payer?.state === 'ok' && <p>{words.payer(payer.arn ?? '')}</p>}
      {payer?.state === 'failed' && (
        <>
          <p>{words.payerFails}</p>
          <p class="note">{payer.found}</p>
          <p>{words.credentials}</p>
          <Copied id="setup-credentials" text={CREDENTIALS} frame={frame} />
        </>
      )}
      {settings.accounts.length === 0 ? (
        <p>{words.none}</p>
      ) : (
        <ul class="plainlist">
          {settings.accounts.slice(0, LISTED).map((account) => (
            <Account
              {...account}
              regions={settings.regions}
              asked={asked.filter(({ place }) => place?.accountId === account.accountId)}
              frame={frame}
            />
          ))}
        </ul>
      )}
      {settings.accounts.length > LISTED && (
        <p class="note">{words.more(settings.accounts.length - LISTED)}</p>
      )}
      {states.accounts !== 'done' || settings.accounts.length <= 1 ? (
        <details open={states.accounts !== 'done'}>
          <summary>{words.others}</summary>
          <p class="note">{frame.m.setup.settings}</p>
          <Copied id="setup-accounts" text={ACCOUNTS} frame={frame} />
          <p>
            <a href={href`/policies?${{ kind: 'service' }}`}>{words.trust}</a>
          </p>
        </details>
      ) : null}
    </>
  );
}

function Account({
  accountId,
  roleArn,
  regions,
  asked,
  frame,
}: {
  accountId: string;
  roleArn: string | null;
  regions: readonly string[];
  asked: readonly Tried[];
  frame: Frame;
}) {
  const words = frame.m.setup.accounts;
  const failed = asked.find(({ state }) => state !== 'ok');
  const state = asked.length === 0 ? 'unasked' : failed === undefined ? 'reached' : 'unreached';
  const kinds = { unasked: 'none', reached: 'ok', unreached: 'failed' } as const;
  return (
    <li>
      <code>{accountId}</code> <Unbroken ids={regions} comma={frame.m.comma} />{' '}
      <span class="soft">{roleArn === null ? words.own : words.by(roleArn)}</span>{' '}
      <Badge kind={kinds[state]} text={words[state]} />
      {failed !== undefined && <p class="note">{failed.found}</p>}
    </li>
  );
}
