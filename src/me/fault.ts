import { LedgerError } from '../core/errors.ts';

/** What the person at the prompt is told instead of a stack: what, why, what to do. */
export class Fault extends LedgerError {
  override name = 'Fault';
  /** @param code `outside` where there is nothing to show, `badRequest` for wrong usage */
  constructor(message: string, code: 'outside' | 'badRequest' = 'outside') {
    super(code, message);
  }
}

/** Words from elsewhere without what a terminal would obey (control, format and unassigned characters); 200 at most, unless told. */
export const plain = (text: string, most = 200): string =>
  text
    .replace(/[\p{C}\p{Zl}\p{Zp}]+/gu, ' ')
    .trim()
    .slice(0, most);

/** The code of a system error, such as ENOENT; else its words. */
export const codeOf = (error: unknown): string => {
  const { code, message } = error as NodeJS.ErrnoException;
  return code ?? plain(message ?? String(error));
};
