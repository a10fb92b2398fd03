import { href } from '../../core/href.ts';
import { Badge } from '../../ui/plain.tsx';
import { Copied } from './copied.tsx';
import type { StepProps } from './steps.tsx';

/** What AWS lets be asked, request by request, and what is to be added where it does not. */

/** Requests that failed, listed one by one. */
const LISTED = 20;

export function PermissionsStep({ shown: { last, lacking }, frame }: StepProps) {
  const { m } = frame;
  const words = m.setup.permissions;
  const asked = last?.tried.filter(({ action, state }) => action !== null && state !== 'unasked') ?? [];
  const failed = asked.filter(({ state }) => state === 'failed' || state === 'weak');
  if (asked.length === 0 && lacking.length === 0) return <p class="note">{words.waits}</p>;
  return (
    <>
      <p>
        {failed.length === 0
          ? words.ok(asked.length)
          : words.some(asked.length - failed.length, asked.length)}
      </p>
      {failed.length > 0 && (
        <ul class="plainlist">
          {failed.slice(0, LISTED).map(({ action, place, found }) => (
            <li>
              <code>{action}</code>{' '}
              <span class="soft">
                {place === null ? words.ofPayer : `${place.accountId} ${place.region}`}
              </span>{' '}
              <Badge kind="failed" text={m.setup.states.failed} />
              <details>
                <summary>{words.words}</summary>
                <p class="note">{found}</p>
              </details>
            </li>
          ))}
        </ul>
      )}
      {failed.length > LISTED && <p class="note">{words.more(failed.length - LISTED)}</p>}
      {lacking.map(({ of, statements }, at) => (
        <>
          <p>{of === 'payer' ? words.addTo.payer : of === 'server' ? words.addTo.server : words.add(of)}</p>
          <Copied
            id={`setup-statement-${at}`}
            text={statements.map((one) => JSON.stringify(one, null, 2)).join(',\n')}
            frame={frame}
          />
        </>
      ))}
      <p>
        <a href={href`/policies?${{ kind: 'service' }}`}>{words.whole}</a>
      </p>
    </>
  );
}
