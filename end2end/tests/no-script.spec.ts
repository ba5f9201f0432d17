import { expect, test } from '../fixtures';
import { email, password, topic } from '../studio';

test.use({ javaScriptEnabled: false });

test('the whole way works without JavaScript', async ({ server, page }) => {
  await page.goto(server.url + '/signup');
  await page.getByLabel('Email').fill(email);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign up' }).click();
  await expect(page).toHaveURL(server.url + '/');

  await page.getByRole('textbox', { name: 'Topic' }).fill(topic);
  await page.getByLabel('Length').selectOption({ label: '15 seconds' });
  await page.getByRole('button', { name: 'Generate scripts' }).click();
  await expect(page.getByRole('button', { name: 'Use this script' })).toHaveCount(3);

  await page.getByRole('button', { name: 'Use this script' }).first().click();
  await expect(page.getByRole('radiogroup', { name: 'Avatar' })).toBeVisible();
  await page.getByRole('link', { name: 'Render' }).click();
  await page.getByRole('button', { name: 'Generate video' }).click();
  await expect(page).toHaveURL(/\/projects\//);
  await expect(async () => {
    await page.reload();
    await expect(page.locator('video[controls]')).toBeVisible({ timeout: 1_000 });
  }).toPass({ timeout: 90_000 });
});

test('a form that cannot be taken comes back with a sentence', async ({ server, page }) => {
  await page.goto(server.url + '/signup');
  await page.getByLabel('Email').fill(email);
  await page.getByLabel('Password').fill('short');
  await page.getByRole('button', { name: 'Sign up' }).click();
  await expect(page.getByText(/password/i).and(page.getByText(/at least|or more/i)).first()).toBeVisible();
});

test('a topic that is refused comes back with the reason at its field', async ({ server, page }) => {
  await page.goto(server.url + '/signup');
  await page.getByLabel('Email').fill(email);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign up' }).click();
  const field = page.getByRole('textbox', { name: 'Topic' });
  const words = 'a mug '.repeat(90).trim();
  await field.fill(words);
  await page.getByRole('button', { name: 'Generate scripts' }).click();
  await expect(field).toHaveValue(words);
  await expect(field).toHaveAttribute('aria-invalid', 'true');
  await expect(field).toHaveAccessibleDescription(/at most 500/);
});
