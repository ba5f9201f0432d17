import { expect, test } from '../fixtures';
import { picture } from '../picture';

test.use({ expectedErrors: /status of 4\d\d/ });

const refused: [string, string][] = [
  ['nothing', ''],
  ['only blanks and signs', '  \n\t … !'],
  ['ten thousand characters', 'a mug '.repeat(1_667)],
];

for (const [name, text] of refused) {
  test(`a topic of ${name} is refused at the field`, async ({ member, page }) => {
    const field = page.getByRole('textbox', { name: 'Topic' });
    await field.evaluate((element) => element.removeAttribute('maxlength'));
    await field.evaluate((element) => element.removeAttribute('required'));
    await field.fill(text);
    const answer = page.waitForResponse(/\/rpc\/create_project/);
    await page.getByRole('button', { name: 'Generate scripts' }).click();
    expect((await answer).status()).toBeLessThan(500);
    await expect(field).toHaveAttribute('aria-invalid', 'true');
    await expect(field).toHaveAccessibleDescription(/topic|words/i);
    await expect(field).toBeFocused();
    await member.open('/projects');
    await expect(page.getByText('No ads yet')).toBeVisible();
  });
}

const taken: [string, string][] = [
  ['emoji', '🔥 candles 🕯️ for small flats'],
  ['right-to-left text', 'قهوة ساخنة لثلاث ساعات'],
  ['HTML', '<img src=x onerror="document.title=\'broken\'"> soap'],
];

for (const [name, text] of taken) {
  test(`a topic with ${name} is text, or is refused with a sentence`, async ({ member, page }) => {
    await page.getByRole('textbox', { name: 'Topic' }).fill(text);
    const answer = page.waitForResponse(/\/rpc\/create_project/);
    await page.getByRole('button', { name: 'Generate scripts' }).click();
    expect((await answer).status()).toBeLessThan(500);
    await expect(member.useButtons.first().or(page.locator('[aria-invalid="true"]'))).toBeVisible();
    expect(await page.title()).not.toContain('broken');
    await expect(page.locator('img[src="x"]')).toHaveCount(0);
  });
}

const pictures: [string, string, Buffer][] = [
  ['an empty file', 'empty.png', Buffer.alloc(0)],
  ['a picture that claims 65,500 x 65,500', 'huge.png', picture(8, 8, [65_500, 65_500])],
  ['a drawing called .png', 'drawing.png', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>')],
  ['half a picture', 'half.png', picture(640, 480).subarray(0, 200)],
];

test('a picture that is none is refused with a sentence, and the background stays', async ({ member, page }) => {
  await member.writeScripts();
  await member.useScript();
  const chosen = member.group('Background').getByRole('radio', { checked: true });
  const before = await chosen.getAttribute('value');
  for (const [, name, buffer] of pictures) {
    const answer = page.waitForResponse(/\/rpc\/upload_background/);
    await page.getByLabel('Upload your picture').setInputFiles({ name, mimeType: 'image/png', buffer });
    expect((await answer).status(), name).toBeLessThan(500);
    await expect(page.getByRole('alert').filter({ hasText: /\w/ }), name).toBeVisible();
    expect(await chosen.getAttribute('value'), name).toBe(before);
    await member.reload();
  }
});

test('a wrong password and an unknown email get the same sentence', async ({ member, browser }) => {
  const context = await browser.newContext();
  const door = await context.newPage();
  const sentences: string[] = [];
  for (const [email, password] of [['studio@example.com', 'not the password'], ['nobody@example.com', 'not the password']]) {
    await door.goto(member.url + '/login');
    await door.locator('html[data-hydrated]').waitFor();
    await door.getByLabel('Email').fill(email);
    await door.getByLabel('Password').fill(password);
    await door.getByRole('button', { name: 'Log in' }).click();
    await door.locator('[aria-invalid="true"]').or(door.getByRole('alert')).first().waitFor();
    sentences.push(await door.locator('.problem, [role=alert]').filter({ hasText: /\w/ }).first().innerText());
  }
  expect(sentences[0]).toBe(sentences[1]);
  await context.close();
});
