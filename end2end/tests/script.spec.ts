import { expect, test } from '../fixtures';

test('new scripts come as another set, and the earlier one stays', async ({ member, page }) => {
  await member.writeScripts();
  const hooks = member.scripts.locator('.hook');
  const first = await hooks.allTextContents();
  await page.getByRole('button', { name: 'New scripts' }).click();
  const sets = page.getByRole('navigation', { name: 'Sets of scripts' });
  await expect(sets.getByRole('link')).toHaveText(['White pages', 'Blue pages']);
  await member.awake();
  await expect(hooks).toHaveCount(3);
  expect(await hooks.allTextContents()).not.toEqual(first);

  await sets.getByRole('link', { name: 'White pages' }).click();
  await expect(hooks).toHaveText(first);
});

test('a script is edited with its length in sight, and what was written is what is kept', async ({ member, page }) => {
  await member.writeScripts();
  await page.getByRole('link', { name: /^Edit the script/ }).first().click();
  const text = page.getByRole('textbox', { name: 'All that is spoken' });
  await text.fill('Cold coffee again?');
  const paper = member.scripts.filter({ has: text });
  await expect(paper).toContainText('3 words');
  await text.fill('Cold coffee again? Three more words.');
  await expect(paper).toContainText('6 words');

  await paper.getByRole('button', { name: 'Use this script' }).click();
  await member.group('Avatar').waitFor();
  await member.step('Script');
  await expect(member.scripts.filter({ hasText: 'Chosen, edited' })).toContainText('Three more words.');
  await member.reload();
  await expect(member.scripts.filter({ hasText: 'Chosen, edited' })).toContainText('Three more words.');
});
