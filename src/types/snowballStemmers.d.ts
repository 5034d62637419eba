// snowball-stemmers ships no types of its own. This is the part that the engine uses.
declare module 'snowball-stemmers' {
  export interface SnowballStemmer {
    stem(word: string): string;
  }
  export function algorithms(): string[];
  export function newStemmer(algorithm: string): SnowballStemmer;
}
