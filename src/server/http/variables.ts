import type { Asking } from '../../app/asking.ts';
import type { LedgerVersion } from '../../app/credentials/viewers.ts';
import type { Frame } from '../../ui/layout.tsx';
import type { NotKnown } from './identify.ts';
import type { Making } from './kept.ts';
import type { Visit } from './visitor.ts';

/** What one request remembers on its way, by name: whoever reads it is held to what is written. */
declare module 'hono' {
  interface ContextVariableMap {
    /** The number of the request. */
    requestId: string;
    /** Who asks; none before it is known and where it is not. */
    visit: Visit | undefined;
    /** Which state the ledger was in when they came. */
    version: LedgerVersion | undefined;
    /** The IP address of whoever asks. */
    address: string | undefined;
    /** Whether it was asked if they may. */
    asked: true | undefined;
    /** Why their token is not good. */
    tokenFault: string | null | undefined;
    /** Why whoever came through the load balancer, or past it, is not known. */
    notKnown: NotKnown | undefined;
    /** Rows of the file, or of the long list, that leaves. */
    exportedRows: number | undefined;
    /** Whose figures the answer holds. */
    looked: Set<string> | undefined;
    /** Language and theme that were chosen, now or before. */
    choice: Pick<Frame, 'locale' | 'theme'>;
    /** How often they may still ask, as headers say it. */
    limit: Readonly<Record<string, string>> | undefined;
    /** The ledger, for whoever makes an answer; it is noted what of it was asked. */
    ledger: Asking['store'] | undefined;
    /** The answer that is being made, to be kept. */
    making: Making | undefined;
    /** A page that holds a frame, or a mail that is shown in one: its policy is its own. */
    framing: 'holds' | 'held' | undefined;
    /** What the directory calls people, by their addresses: asked of those who are shown. */
    namesOf: (emails: readonly string[]) => Promise<ReadonlyMap<string, string>>;
    /** The answer has all of its headers. */
    complete: true | undefined;
  }
}
