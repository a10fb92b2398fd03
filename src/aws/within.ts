/**
 * Work that is over in time, or is ended: nobody waits for it any longer, whether it heeds its signal or not.
 * @param ms how long it may take
 * @param tooLate why it ended when the time was up
 * @param given ends it as well, with its own reason
 * @param work is given a signal that it may pass on, and `orEnded`, which waits for one step of it no longer than that
 * @throws what the work throws, until the end; then why it was ended
 */
export async function within<T>(
  ms: number,
  tooLate: () => Error,
  given: AbortSignal | undefined,
  work: (signal: AbortSignal, orEnded: <V>(step: Promise<V>) => Promise<V>) => Promise<T>,
): Promise<T> {
  const ending = new AbortController();
  const ended = Promise.withResolvers<never>();
  ended.promise.catch(() => undefined);
  const end = (reason: unknown) => {
    ended.reject(reason);
    ending.abort(reason);
  };
  const late = setTimeout(() => end(tooLate()), ms);
  const passOn = () => end(given?.reason);
  given?.addEventListener('abort', passOn, { once: true });
  if (given?.aborted) passOn();
  try {
    return await work(ending.signal, (step) => Promise.race([step, ended.promise]));
  } catch (error) {
    // What an aborted connection says of itself is less than why it was aborted.
    throw ending.signal.aborted ? ending.signal.reason : error;
  } finally {
    clearTimeout(late);
    given?.removeEventListener('abort', passOn);
  }
}
