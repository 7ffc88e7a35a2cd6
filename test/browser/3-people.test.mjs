/* Accounts, second factor, language, directory, journal. */
import { readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { check, text, totp } from './stage.mjs'
import { fillFirst, send } from './1-report.test.mjs'

export default {
  async 'a new admin gets a password once, must change it, and must set up a second factor'(stage) {
    const page = await stage.as('power-admin', { path: '/admin' })
    const login = `new-${Date.now() % 1000000}`
    await page.getByRole('button', { name: text('admin.add_user') }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel(text('signin.login')).fill(login)
    await dialog.getByLabel(text('name.ja')).fill('新任 担当')
    await dialog.getByLabel(text('name.en')).fill('New person')
    await dialog.getByLabel(text('role.org_admin')).check()
    check(await dialog.getByLabel(text('role.publisher')).count() === 0, "an operator's admin is offered an operator's roles only")
    await stage.picture(page, 'admin-add-user-ja-1280', false)
    await dialog.getByRole('button', { name: text('save') }).click()
    const once = page.getByRole('dialog').filter({ hasText: text('admin.one_time_password') })
    const password = (await once.locator('code').textContent()).trim()
    await stage.picture(page, 'admin-once-ja-1280', false)
    await once.getByRole('button', { name: text('once.done') }).click()

    const fresh = await stage.window()
    await fresh.goto('/')
    await fresh.locator('input[autocomplete=username]').fill(login)
    await fresh.locator('input[autocomplete=current-password]').fill(password)
    await fresh.keyboard.press('Enter')
    await fresh.getByRole('heading', { name: text('password.must') }).waitFor()
    await stage.picture(fresh, 'password-gate-ja-1280', false)
    await fresh.getByLabel(text('password.old')).fill(password)
    await fresh.getByLabel(text('password.new'), { exact: true }).fill('nagai-aikotoba-42-desu')
    await fresh.getByLabel(text('password.again')).fill('nagai-aikotoba-42-desu')
    await fresh.getByRole('button', { name: text('password.change') }).click()
    await fresh.getByRole('heading', { name: text('totp.title') }).waitFor()
    await fresh.getByRole('button', { name: text('totp.begin') }).click()
    await fresh.getByRole('img', { name: text('totp.qr') }).waitFor()
    const wrong = await stage.axe(fresh)
    check(!wrong.length, wrong.join('\n'))
    await stage.picture(fresh, 'totp-gate-ja-1280', false)
    const secret = await fresh.locator('code').textContent()
    await fresh.locator('input[autocomplete=one-time-code]').fill(totp(secret, stage.server.now()))
    await fresh.getByRole('button', { name: text('totp.confirm') }).click()
    await fresh.locator('#main').waitFor()

    /* Taking away asks first; then the person is out at once. */
    await page.getByRole('row').filter({ hasText: login }).getByRole('button', { name: text('admin.actions') }).click()
    await page.getByRole('menuitem', { name: text('admin.disable') }).click()
    await page.getByRole('dialog').getByText(text('admin.disable.lead', { name: '新任 担当' })).waitFor()
    await page.getByRole('dialog').getByRole('button', { name: text('admin.disable') }).click()
    await page.getByRole('row').filter({ hasText: login }).getByText(text('user_state.disabled')).waitFor()
    await fresh.goto('/')
    await fresh.locator('input[autocomplete=username]').waitFor()
  },

  async 'an auditor is led to the journal, where every deed has a name'(stage) {
    const page = await stage.as('auditor')
    await page.getByRole('heading', { name: text('now.audit') }).or(page.getByText(text('now.audit'))).first().waitFor()
    await page.locator('#main').getByRole('link', { name: text('nav.journal') }).click()
    await page.getByRole('table').waitFor()
    const raw = await page.getByRole('row').evaluateAll(rows => rows.map(row => row.cells[2]).filter(Boolean).filter(cell => /^([a-z_]+\.[a-z_]+)\1$/.test(cell.textContent)).map(cell => cell.textContent))
    check(!raw.length, `names for ${raw}`)
  },

  async 'a token is shown once and can be revoked'(stage) {
    const page = await stage.as('power-admin', { path: '/admin?tab=tokens' })
    await page.getByRole('button', { name: text('token.add') }).first().click()
    await page.getByRole('dialog').getByLabel(text('token.name')).fill('試験用')
    await page.getByRole('dialog').getByRole('button', { name: text('token.make') }).click()
    const once = page.getByRole('dialog').filter({ hasText: text('token.once') })
    check(/^nrs_/.test(await once.locator('code').textContent()), 'the token itself')
    await once.getByRole('button', { name: text('once.done') }).click()
    const row = page.getByRole('row').filter({ hasText: '試験用' })
    await row.getByRole('button', { name: text('token.revoke') }).click()
    await page.getByRole('dialog').getByRole('button', { name: text('token.revoke') }).click()
    await row.waitFor({ state: 'detached' })
  },

  async 'one click changes the language, and the choice is kept'(stage) {
    const page = await stage.as('power', { path: '/inbox' })
    await page.getByRole('heading', { name: text('inbox.title') }).waitFor()
    await page.getByRole('button', { name: 'English' }).click()
    await page.getByRole('heading', { name: text('inbox.title', {}, 'en') }).waitFor()
    check(await page.evaluate(() => document.documentElement.lang) === 'en', 'the page says that it is English')
    await page.reload()
    await page.getByRole('heading', { name: text('inbox.title', {}, 'en') }).waitFor()
    await page.getByRole('button', { name: '日本語' }).click()
    await page.getByRole('heading', { name: text('inbox.title') }).waitFor()
  },

  async 'the directory tells what was different on a day'(stage) {
    const page = await stage.as('power', { path: '/directory?as_of=2010-04-01' })
    const notice = page.locator('div', { hasText: /港湾/ }).filter({ hasText: /まだない分野/ }).last()
    await notice.waitFor()
    await page.getByText(/水道の所管: 厚生労働省 → 国土交通省/).waitFor()
  },

  async 'a receipt dropped onto the journal page is checked, and an altered one is found out'(stage) {
    const operator = await stage.as('power', { path: '/reports/new' })
    await fillFirst(operator, '受領証の試験')
    await send(operator)
    const [download] = await Promise.all([operator.waitForEvent('download'), operator.getByRole('button', { name: text('receipt.download') }).click()])
    const good = readFileSync(await download.path(), 'utf8')
    const file = join(tmpdir(), `noroshi-receipt-${process.pid}.json`), bad = join(tmpdir(), `noroshi-altered-${process.pid}.json`)
    writeFileSync(file, good)
    writeFileSync(bad, good.replace('受領証の試験', '受領証の改変'))
    const auditor = await stage.as('auditor', { path: '/journal' })
    await auditor.locator('input[type=file]').setInputFiles(file)
    await auditor.getByText(text('receipt.good')).waitFor()
    await stage.picture(auditor, 'journal-receipt-ja-1280', false)
    await auditor.locator('input[type=file]').setInputFiles(bad)
    await auditor.getByText(text('receipt.bad'), { exact: true }).waitFor()
    await auditor.getByRole('button', { name: text('journal.verify_head') }).click()
    await auditor.getByText(text('journal.head.good')).waitFor()
    await auditor.getByRole('button', { name: text('journal.verify_rows') }).click()
    await auditor.getByText(/すべて一致しました/).first().waitFor()
  },
}
