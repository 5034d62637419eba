import { expect, it } from 'vitest';
import { mailAddresses } from '../../../src/engine/preprocessing/addresses';

it('mailAddresses: lower case, in order, without the sentence’s full stop; nothing that is none', () => {
  const text = 'From: Ann.Lee@Example.org (Ann)\nAsk bob+x@mail.example. Not @home, 3 @ 4, a@ or <[email]>.';
  expect(mailAddresses(text)).toEqual(['ann.lee@example.org', 'bob+x@mail.example']);
  expect(mailAddresses(`${'x'.repeat(80)}@example.org`)).toEqual([]);
});

it('mailAddresses takes time linear in the text', () => {
  expect(mailAddresses('@'.repeat(200_000))).toEqual([]);
  expect(mailAddresses('a'.repeat(200_000))).toEqual([]);
});
