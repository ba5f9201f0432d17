import { expect, test, type Page } from '../fixtures';

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
  const text = await edit(page, 0);
  await text.fill('Cold coffee again?');
  const paper = member.scripts.filter({ has: text });
  await expect(paper).toContainText('3 words');
  await text.fill('Cold coffee again? Three more words.');
  await expect(paper).toContainText('6 words');

  await member.useScript(0);
  await member.step('Script');
  await expect(member.scripts.filter({ hasText: 'Chosen, edited' })).toContainText('Three more words.');
  await member.reload();
  await expect(member.scripts.filter({ hasText: 'Chosen, edited' })).toContainText('Three more words.');
});

test('an edit that is undone is not spoken', async ({ member, page }) => {
  await member.writeScripts();
  const original = await member.scripts.first().locator('.hook').innerText();
  await (await edit(page, 0)).fill('My own words.');
  await member.useScript(0);
  await member.step('Script');
  await edit(page, 0);
  await page.getByRole('button', { name: 'Undo' }).click();
  await member.useScript(0);
  await member.step('Script');
  await expect(member.scripts.first()).toContainText(original);
  await expect(page.getByText('My own words.')).toHaveCount(0);
});

test('every script shows its own edit, chosen or not', async ({ member, page }) => {
  await member.writeScripts();
  await (await edit(page, 0)).fill('My own words.');
  await member.useScript(0);
  await member.step('Script');
  await member.useScript(1);
  await member.step('Script');
  await expect(member.scripts.nth(0)).toContainText('My own words.');
  await expect(member.scripts.nth(1)).toContainText('Chosen');
});

test('words that were not used yet survive a reload', async ({ member, page }) => {
  await member.writeScripts();
  await (await edit(page, 1)).fill('Half a thought');
  await member.reload();
  await expect(page.getByRole('textbox', { name: 'All that is spoken' })).toHaveValue('Half a thought');
  await expect(member.scripts.nth(1)).toContainText('Editing');
});

test.describe('an empty script', () => {
  test.use({ expectedErrors: /status of 400/ });

  for (const [name, nothing] of [['no character', ''], ['blanks and signs', ' … \n']]) {
    test(`with ${name} is refused at the field`, async ({ member, page }) => {
      await member.writeScripts();
      const text = await edit(page, 0);
      await text.fill(nothing);
      await member.useButtons.nth(0).click();
      await expect(text).toHaveAttribute('aria-invalid', 'true');
      await expect(text).toHaveAccessibleDescription(/spoken/);
      await expect(text).toBeFocused();
    });
  }
});

test('a double press makes one project and one set of scripts', async ({ member, page }) => {
  await page.getByRole('textbox', { name: 'Topic' }).fill('a mug');
  await page.getByRole('button', { name: 'Generate scripts' }).dblclick();
  await expect(member.useButtons).toHaveCount(3);
  await member.awake();
  await page.getByRole('button', { name: 'New scripts' }).dblclick();
  const sets = page.getByRole('navigation', { name: 'Sets of scripts' });
  await expect(sets.getByRole('link')).toHaveText(['White pages', 'Blue pages']);
  await member.open('/projects');
  await expect(page.getByRole('main').getByRole('article')).toHaveCount(1);
});

async function edit(page: Page, which: number) {
  await page.getByRole('link', { name: /^Edit the script/ }).nth(which).click();
  const text = page.getByRole('textbox', { name: 'All that is spoken' });
  await text.waitFor();
  return text;
}
