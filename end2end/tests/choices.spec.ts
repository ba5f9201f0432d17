import { expect, test } from '../fixtures';
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
