import fc from 'fast-check';
import { expect, it } from 'vitest';
import { mailAddresses, maskAddresses } from '../../../src/engine/preprocessing/addresses';

it('mailAddresses: lower case, in order, without the sentence’s full stop; nothing that is none', () => {
  const text = 'From: Ann.Lee@Example.org (Ann)\nAsk bob+x@mail.example. Not @home, 3 @ 4, a@ or <[email]>.';
  expect(mailAddresses(text)).toEqual(['ann.lee@example.org', 'bob+x@mail.example']);
  expect(mailAddresses(`${'x'.repeat(80)}@example.org`)).toEqual([]);
});

it('mailAddresses takes time linear in the text', () => {
  expect(mailAddresses('@'.repeat(200_000))).toEqual([]);
  expect(mailAddresses('a'.repeat(200_000))).toEqual([]);
});

it('maskAddresses takes out every encoded run, wherever it stands', () => {
  const encoded = 'aB3dE5gH7jK9mN1pQ3sT5vW7yZ9bC1eF3hJ5kL7nP9r';
  const between = fc.stringMatching(/^[ \na-z.]{0,90}$/);
  fc.assert(
    fc.property(between, between, fc.integer({ min: 1, max: 4 }), (before, after, times) => {
      const text = `${before} ${encoded.repeat(times)} ${after}`;
      expect(maskAddresses(text)).toBe(`${before}  .  ${after}`);
    }),
  );
  expect(maskAddresses(encoded.slice(0, 39))).toBe(encoded.slice(0, 39));
  expect(maskAddresses(encoded.slice(0, 40))).toBe(' . ');
});
