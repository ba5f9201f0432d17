import type { Locator } from '@playwright/test';
import { expect, test, type Page } from '../fixtures';
import { picture } from '../picture';

test('every choice survives a reload', async ({ member, page }) => {
  await member.writeScripts();
  await member.useScript(2);
  await member.choose('Avatar', /Henrik/);
  await member.choose('Background', /Dusk/);
  await member.choose('Format', /16:9/);
  await member.choose('Captions', /Line/);
  await member.reload();
  await expect(member.group('Avatar').getByRole('radio', { name: /Henrik/ })).toBeChecked();
  await expect(member.group('Background').getByRole('radio', { name: /Dusk/ })).toBeChecked();
  await expect(member.group('Format').getByRole('radio', { name: /16:9/ })).toBeChecked();
  await expect(member.group('Captions').getByRole('radio', { name: /Line/ })).toBeChecked();
  await expect(member.group('Voice').getByRole('radio', { checked: true })).toHaveCount(1);

  await member.step('Render');
  await member.reload();
  await expect(page.getByRole('button', { name: 'Generate video' })).toBeVisible();
  await member.step('Script');
  await member.reload();
  await expect(member.scripts).toHaveCount(3);
});

test('an uploaded picture becomes the background', async ({ member, page }) => {
  await member.writeScripts();
  await member.useScript();
  await page.getByLabel('Upload your picture').setInputFiles({ name: 'wall.png', mimeType: 'image/png', buffer: picture(64, 48) });
  const background = member.group('Background');
  await expect.poll(() => background.getByRole('radio', { checked: true }).getAttribute('value')).toMatch(/^ast_/);
  await member.reload();
  await expect.poll(() => background.getByRole('radio', { checked: true }).getAttribute('value')).toMatch(/^ast_/);
});

test('a voice can be heard before it is chosen', async ({ member, page }) => {
  await member.writeScripts();
  await member.useScript();
  const sound = page.waitForResponse((answer) => (answer.headers()['content-type'] ?? '').startsWith('audio/'));
  await page.getByRole('button', { name: /^Listen to/ }).first().click();
  expect((await sound).ok()).toBe(true);
});

test('two choices in a row are both kept, though their person leaves at once', async ({ member, page }) => {
  await member.writeScripts();
  await member.useScript();
  await slowly(page, async () => {
    await pick(member.group('Avatar').getByRole('radio', { name: /Henrik/ }));
    await pick(member.group('Avatar').getByRole('radio', { name: /Leila/ }));
    await pick(member.group('Background').getByRole('radio', { name: /Dusk/ }));
    await member.step('Render');
  });
  await member.step('Customize');
  await expect(member.group('Avatar').getByRole('radio', { name: /Leila/ })).toBeChecked();
  await expect(member.group('Background').getByRole('radio', { name: /Dusk/ })).toBeChecked();
});

test('a choice can be taken back', async ({ member, page }) => {
  await member.writeScripts();
  await member.useScript();
  const before = member.group('Avatar').getByRole('radio', { checked: true });
  const avatar = await before.getAttribute('value');
  await member.choose('Avatar', /Henrik/);
  const saved = page.waitForResponse(/\/rpc\/choose/);
  await page.getByRole('button', { name: 'Undo' }).click();
  expect((await saved).ok()).toBe(true);
  await member.reload();
  expect(await before.getAttribute('value')).toBe(avatar);
});

test.describe('a choice is refused', () => {
  test.use({ expectedErrors: /status of 503/ });

  test('the page shows what is saved, says so where it is seen, and keeps the choice after it', async ({ member, page }) => {
    await member.writeScripts();
    await member.useScript();
    const avatar = member.group('Avatar').getByRole('radio', { checked: true });
    const before = await avatar.getAttribute('value');
    let calls = 0;
    await page.route(/\/rpc\/choose/, async (route) => {
      calls += 1;
      if (calls > 1) return route.continue();
      await expect(member.group('Background').getByRole('radio', { name: /Dusk/ })).toBeChecked();
      return route.fulfill({ status: 503, body: 'no' });
    });
    await pick(member.group('Avatar').getByRole('radio', { name: /Henrik/ }));
    await pick(member.group('Background').getByRole('radio', { name: /Dusk/ }));
    await expect(page.getByRole('alert').locator('.toast')).toBeInViewport();
    await expect.poll(() => calls).toBe(2);
    expect(await avatar.getAttribute('value')).toBe(before);
    await member.reload();
    expect(await avatar.getAttribute('value')).toBe(before);
    await expect(member.group('Background').getByRole('radio', { name: /Dusk/ })).toBeChecked();
  });
});

test('a choice that is made before the page is awake is kept', async ({ member, page }) => {
  await member.writeScripts();
  await member.useScript();
  let wake = () => {};
  const asleep = new Promise<void>((resolve) => (wake = resolve));
  await page.route(/\.wasm/, async (route) => {
    await asleep;
    await route.continue();
  });
  await page.reload({ waitUntil: 'commit' });
  const henrik = member.group('Avatar').getByRole('radio', { name: /Henrik/ });
  await pick(henrik);
  const saved = page.waitForResponse(/\/rpc\/choose/);
  wake();
  expect((await saved).ok()).toBe(true);
  await expect(henrik).toBeChecked();
  await page.unrouteAll({ behavior: 'wait' });
  await member.reload();
  await expect(henrik).toBeChecked();
});

test('the way back shows what was chosen last', async ({ member, page }) => {
  await member.writeScripts();
  await member.useScript();
  await member.step('Render');
  await member.step('Customize');
  await member.choose('Avatar', /Henrik/);
  await page.goBack();
  await page.goBack();
  await expect(page.locator('[aria-current="step"]')).toContainText('Customize');
  await expect(member.group('Avatar').getByRole('radio', { name: /Henrik/ })).toBeChecked();
});

test('an end card that nobody wrote changes with the script', async ({ member, page }) => {
  await member.writeScripts();
  await member.useScript(0);
  const field = page.getByLabel('End card');
  const first = await field.getAttribute('placeholder');
  await page.getByRole('button', { name: 'Price and time' }).click();
  await page.getByRole('button', { name: 'Generate video' }).waitFor();
  await member.awake();
  await member.step('Script');
  await member.useScript(1);
  await expect(field).toHaveValue('');
  expect(await field.getAttribute('placeholder')).not.toBe(first);

  for (const words of ['Come and see', '']) {
    const saved = page.waitForResponse(/\/rpc\/choose/);
    await field.fill(words);
    await field.blur();
    expect((await saved).ok()).toBe(true);
    await member.reload();
    await expect(field).toHaveValue(words);
  }
});

/** Checks a radio that lies under its card. */
async function pick(radio: Locator): Promise<void> {
  await radio.check({ force: true });
}

/** Lets choices take their time to be saved while something is done. */
async function slowly(page: Page, act: () => Promise<void>): Promise<void> {
  await page.route(/\/rpc\/choose/, async (route) => {
    await new Promise((next) => setTimeout(next, 300));
    await route.continue();
  });
  await act();
  await page.unrouteAll({ behavior: 'wait' });
}
