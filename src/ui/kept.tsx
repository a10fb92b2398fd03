import type { Child } from 'hono/jsx';

/** Sentences whose figures stay whole where a line ends. */

/** A signed amount, a range of amounts and a date: browsers would break them at their signs and blanks. */
const WHOLE =
  /([+−]\$[\d,.]*\d|\$[\d,.]*\d(?: to | – |〜)\$[\d,.]*\d|\d{1,2} [A-Z][a-z]{2,8} \d{4}|(?:\d+年)?\d+月\d+日(?:〜(?:\d+月)?\d+日)?)/;

/** A sentence in which a line never ends within a figure. */
export const kept = (sentence: string): Child =>
  sentence.split(WHOLE).map((part, i) => (i % 2 === 1 ? <span class="keep">{part}</span> : part));
