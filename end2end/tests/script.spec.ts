import { expect, test } from '../fixtures';

test('new scripts come as another set, and the earlier one stays', async ({ member, page }) => {
  await member.writeScripts();
  const first = await member.scripts.locator('.hook').allTextContents();
  await page.getByRole('button', { name: 'New scripts' }).click();
  await expect(page.getByRole('button', { name: 'Blue pages' }).or(page.getByRole('link', { name: 'Blue pages' }))).toBeVisible();
  await member.awake();
  const second = await member.scripts.locator('.hook').allTextContents();
  expect(second).toHaveLength(3);
  expect(second).not.toEqual(first);

  await page.getByRole('button', { name: 'White pages' }).or(page.getByRole('link', { name: 'White pages' })).click();
  await expect(member.scripts.locator('.hook')).toHaveText(first);
});

test('a script is edited with its length in sight, and what was written is what is spoken', async ({ member, page }) => {
  await member.writeScripts();
  await page.getByRole('button', { name: /^Edit/ }).or(page.getByRole('link', { name: /^Edit/ })).first().click();
  await member.awake();
  const hook = page.getByLabel('Hook');
  await expect(hook).toBeVisible();
  const length = page.getByRole('article').filter({ has: hook });
  await hook.fill('Cold coffee again?');
  const short = await words(length.innerText());
  await hook.fill('Cold coffee again? Three more words.');
  await expect.poll(async () => words(length.innerText())).toBe(short + 3);

  await length.getByRole('button', { name: 'Use this script' }).click();
  await member.group('Avatar').waitFor();
  await member.step('Script');
  await expect(page.getByRole('main')).toContainText('Cold coffee again? Three more words.');
});

async function words(text: Promise<string>): Promise<number> {
  return Number(/(\d+)\s+words/.exec(await text)?.[1]);
}
