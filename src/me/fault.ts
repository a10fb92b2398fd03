/** What the person at the prompt is told instead of a stack: what, why, what to do. */
export class Fault extends Error {
  override name = 'Fault';
  /** 1 nothing to show, 2 wrong usage. */
  readonly exitCode: 1 | 2;
  constructor(message: string, exitCode: 1 | 2 = 1) {
    super(message);
    this.exitCode = exitCode;
  }
}

/** Words from elsewhere without what a terminal would obey (control, format and unassigned characters); 200 at most. */
export const plain = (text: string): string =>
  text
    .replace(/[\p{C}\p{Zl}\p{Zp}]+/gu, ' ')
    .trim()
    .slice(0, 200);

/** The code of a system error, such as ENOENT; else its words. */
export const codeOf = (error: unknown): string => {
  const { code, message } = error as NodeJS.ErrnoException;
  return code ?? plain(message ?? String(error));
};
