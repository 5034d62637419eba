import { expect, test } from 'vitest';
import { picture, runCommand } from '../../support/workbench';
import { useGroveWindow } from './groveWindow';

const window = useGroveWindow();

test('a person who is new finds the walkthrough, its steps and their pictures', { timeout: 120_000 }, async () => {
  const { workbench } = window();
  const { page } = workbench;
  await page.setViewportSize({ width: 1700, height: 900 }); // in a narrow window the pictures are left out
  await page.waitForFunction(() => (document.querySelector('.monaco-workbench')?.clientWidth ?? 0) > 1600);
  await runCommand(workbench, 'Welcome: Open Walkthrough...');
  const choice = page.locator('.quick-input-list .monaco-list-row').filter({ hasText: 'Get Started with Grove' });
  await choice.first().click();
  const steps = page.locator('.getting-started-step');
  await steps.nth(5).waitFor();
  await expect.poll(() => steps.count()).toBe(6);
  await steps.filter({ hasText: 'Find Similar Documents' }).click();
  await page.getByRole('button', { name: 'Show Similar Documents' }).waitFor();
  const image = page.locator('iframe.webview').first().contentFrame().locator('iframe').contentFrame().locator('svg');
  await image.waitFor();
  await picture(workbench, 'story-walkthrough');
});
