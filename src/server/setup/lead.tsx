import type { Context } from 'hono';
import { href } from '../../core/href.ts';
import type { Frame } from '../../ui/layout.tsx';
import { mayDo } from '../http/visitor.ts';

/** Where an empty ledger leads whoever may start its first collection; null for all others. */
export const setupLead = (c: Context, { m }: Pick<Frame, 'm'>) =>
  mayDo(c, 'change', { kind: 'jobs' }) ? (
    <section class="card setup-lead">
      <p>{m.setup.lead}</p>
      <p>
        <a class="button" href={href`/setup`}>
          {m.setup.open}
        </a>
      </p>
    </section>
  ) : null;
