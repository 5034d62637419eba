let translations: Readonly<Record<string, string>> = {};

export function useTranslations(strings: Readonly<Record<string, string>>): void {
  translations = strings;
}

/** The translation of an English text; {0}, {1} … stand for the values, numbers with thousands separators. */
export function t(english: string, ...values: readonly (string | number)[]): string {
  const text = translations[english] ?? english;
  return text.replace(/\{(\d)\}/g, (whole, index: string) => {
    const value = values[Number(index)];
    return value === undefined ? whole : typeof value === 'number' ? formatCount(value) : value;
  });
}

const counts = new Intl.NumberFormat('en', { maximumFractionDigits: 3 });

export function formatCount(value: number): string {
  return counts.format(value);
}

/** First strong isolate … pop: a name of any direction inside a sentence or on a canvas (Unicode Annex 9). */
export function isolated(name: string): string {
  return `\u2068${name}\u2069`;
}
