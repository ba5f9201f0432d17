import { expect, test } from '../fixtures';
import { password, Studio } from '../studio';

test.use({ settings: { EGRESS_ALLOW: '127.0.0.0/8' } });

test('a key is shown once, works, and is refused once it is removed', async ({ member, page, server, request }) => {
  await member.open('/settings');
  await page.getByLabel('Name').fill('Shop backend');
  await page.getByRole('button', { name: 'New key' }).click();
  const key = await page.getByText(/^pr_/).innerText();
  const projects = () => request.get(`${server.url}/api/projects`, { headers: { authorization: `Bearer ${key}` } });
  expect((await projects()).status()).toBe(200);
  await member.reload();
  expect(await page.content()).not.toContain(key);
  await page.getByRole('button', { name: 'Remove the key Shop backend' }).click();
  await expect(page.getByRole('button', { name: 'Remove the key Shop backend' })).toHaveCount(0);
  expect((await projects()).status()).toBe(401);
});

test('somebody who is invited joins, and sees the projects of the team', async ({ member, page, browser, listen }) => {
  await member.writeScripts();
  await member.open('/settings');
  await page.getByRole('button', { name: 'Invite by link' }).click();
  const link = await page.getByText(/\/join\//).innerText();
  const context = await browser.newContext();
  listen(context);
  const other = new Studio(await context.newPage(), member.url);
  await other.open(new URL(link).pathname);
  await other.page.getByLabel('Email').fill('grace@example.com');
  await other.page.getByLabel('Password').fill(password);
  await other.page.getByRole('button', { name: 'Sign up' }).click();
  await other.page.waitForURL(/\/projects$/);
  await expect(other.page.getByRole('link', { name: /a mug that keeps coffee warm/ }).first()).toBeVisible();
  await other.open('/settings');
  await expect(other.page.getByRole('heading', { name: 'API keys' })).toHaveCount(0);
  await member.reload();
  await page.getByRole('button', { name: 'Remove grace@example.com from the team' }).click();
  await expect(page.getByText('grace@example.com')).toHaveCount(0);
  await other.page.goto(`${member.url}/projects`);
  await other.page.waitForURL(/\/login/);
  await context.close();
});

test('a test of a receiver stands in the log with what it was told', async ({ member, page, server }) => {
  await member.open('/settings');
  await page.getByRole('button', { name: 'Show the secret' }).click();
  await expect(page.getByText(/^whsec_/)).toBeVisible();
  await page.getByLabel('Receiver').fill(`${server.url}/hooks/none`);
  await page.getByRole('button', { name: 'Send test' }).click();
  await page.waitForURL(/\/settings/);
  const row = page.getByRole('region', { name: 'Webhook deliveries' }).getByRole('row').nth(1);
  await expect(async () => {
    await member.reload();
    await expect(row).toContainText(/404 in/, { timeout: 500 });
  }).toPass();
  await row.getByRole('button', { name: 'Send again' }).click();
  await page.waitForURL(/\/settings/);
});

test('the API can be read where it is served', async ({ studio, page }) => {
  await page.goto(`${studio.url}/api/docs`);
  await expect(page.getByText('Make a project with three scripts')).toBeVisible();
  await expect(page.getByRole('heading', { name: /Webhooks/ })).toBeVisible();
});
