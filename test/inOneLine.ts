/** A text as it was before it was broken into lines of 76 columns. */
export const inOneLine = (text: string): string => text.replaceAll(/\n\s*/g, ' ');
