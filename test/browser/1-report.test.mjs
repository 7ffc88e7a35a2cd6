/* The operator at night: the first notice by keyboard alone; nothing typed is lost; follow-up, attachment, receipt. */
import { readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { check, text } from './stage.mjs'

/* Fills what a first notice needs, with the mouse's ease; other tests build on it. */
export async function fillFirst(page, title, summary = '監視端末の画面が更新されなくなりました。原因は調査中です。') {
  await page.getByLabel(text('f.title')).fill(title)
  await page.getByLabel(text('f.summary')).fill(summary)
  await page.getByLabel(text('f.event_type')).selectOption('unavailable')
  await page.getByLabel(text('basis.short.severe')).check()
}
export async function send(page) {
  await page.getByRole('button', { name: text('report.check') }).click()
  await page.getByRole('dialog').getByRole('button', { name: text('send.go') }).click()
  await page.getByRole('heading', { name: text('filed.title') }).waitFor()
  return (await page.locator('p.tabular-nums, span.tabular-nums').filter({ hasText: /^R\d{4}-\d{6}$/ }).first().textContent()).trim()
}

export default {
  async 'a first notice is filed by keyboard alone, in Japanese, within two minutes'(stage) {
    const page = await stage.as('power')
    const started = Date.now()
    await stage.tabTo(page, () => document.activeElement?.getAttribute('href') === '/reports/new', 'the new report')
    await page.keyboard.press('Enter')
    await page.waitForFunction(() => document.activeElement?.id === 'f-title')
    await page.keyboard.insertText('監視画面の停止(キーボード操作の試験)')
    await stage.tabTo(page, () => document.activeElement?.id === 'f-summary', 'the summary')
    await page.keyboard.insertText('午前9時ごろから系統監視の画面が更新されません。供給への影響はありません。')
    await stage.tabTo(page, () => document.activeElement?.id === 'f-event_type', 'the event type')
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('ArrowDown')
    await stage.tabTo(page, () => document.activeElement?.type === 'radio' && !!document.activeElement.closest('#f-basis'), 'the basis')
    await page.keyboard.press('ArrowDown')
    await page.getByText(text('audience.now')).first().waitFor()
    await stage.tabTo(page, () => document.activeElement?.textContent === document.querySelector('.sticky button')?.textContent && !!document.activeElement.closest('.sticky'), 'the button that goes on')
    await page.keyboard.press('Enter')
    await page.getByRole('dialog').waitFor()
    await stage.picture(page, 'report-confirm-ja-1280', false)
    check(await page.evaluate(() => !!document.activeElement?.closest('[role=dialog]')), 'the focus is inside the dialog')
    await stage.tabTo(page, () => document.activeElement?.closest('[role=dialog]') && /送信する/.test(document.activeElement.textContent), 'send')
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: text('filed.title') }).waitFor()
    check(Date.now() - started < 120_000, 'less than two minutes')
    await page.getByText(/^R\d{4}-\d{6}$/).waitFor()
    await stage.picture(page, 'report-receipt-ja-1280', false)
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: text('receipt.download') }).click()])
    const receipt = JSON.parse(readFileSync(await download.path(), 'utf8'))
    check(receipt.noroshi === 'receipt/1' && receipt.content, 'a receipt with its content')
  },

  async 'faults stand beside their fields, lead there, and lose nothing'(stage) {
    const page = await stage.as('power', { path: '/reports/new' })
    await page.getByLabel(text('f.summary')).fill('件名を忘れた報告')
    await page.getByRole('button', { name: text('report.check') }).click()
    const summary = page.getByRole('alert').filter({ hasText: text('f.title') })
    await summary.waitFor()
    await stage.picture(page, 'report-faults-ja-1280', false)
    const wrong = await stage.axe(page)
    check(!wrong.length, wrong.join('\n'))
    await summary.getByRole('link', { name: text('f.title'), exact: true }).click()
    check(await page.evaluate(() => document.activeElement?.id === 'f-title' && document.activeElement.getAttribute('aria-invalid') === 'true'), 'the link leads to the field, which is marked')
    check(await page.getByLabel(text('f.summary')).inputValue() === '件名を忘れた報告', 'what was typed is still there')
    await page.getByRole('button', { name: text('draft.discard') }).click()
    await page.getByRole('dialog').getByRole('button', { name: text('draft.discard') }).click()
    await page.waitForURL('**/reports')
  },

  async 'a draft survives reload, the back button and the loss of the server'(stage) {
    const page = await stage.as('power', { path: '/reports/new' })
    await page.getByLabel(text('f.title')).fill('消えてはいけない下書き')
    await page.reload()                                             /* before the pause that saves to the server */
    check(await page.getByLabel(text('f.title')).inputValue() === '消えてはいけない下書き', 'the reload kept the title')
    await page.getByLabel(text('f.summary')).fill('つづき')
    await page.getByText(/下書きを保存しました/).waitFor()
    await page.waitForURL('**/edit')
    await page.context().setOffline(true)
    await page.getByLabel(text('f.summary')).fill('つづき、通信が切れている間に書いた')
    await page.getByText(text('draft.not_on_server')).waitFor()
    await page.context().setOffline(false)
    stage.complaints()                                              /* of the network that we took away */
    await page.getByLabel(text('f.summary')).fill('つづき、通信が切れている間に書いた。戻った。')
    await page.getByText(/下書きを保存しました/).waitFor()
    await page.getByRole('link', { name: text('nav.now'), exact: true }).click()
    await page.getByRole('heading', { name: text('now.title') }).waitFor()
    await page.goBack()
    await page.getByLabel(text('f.summary')).waitFor()
    check(await page.getByLabel(text('f.summary')).inputValue() === 'つづき、通信が切れている間に書いた。戻った。', 'back again')
    await page.getByRole('button', { name: text('draft.discard') }).click()
    await page.getByRole('dialog').getByRole('button', { name: text('draft.discard') }).click()
    await page.waitForURL('**/reports')
  },

  async 'an expired session asks to sign in over the page and goes on'(stage) {
    const page = await stage.window()
    await page.goto('/')
    await stage.signIn(page, 'rail')
    await page.goto('/reports/new')
    await fillFirst(page, '期限切れの試験')
    await page.context().clearCookies()
    await page.getByRole('button', { name: text('report.check') }).click()
    const dialog = page.getByRole('dialog').filter({ hasText: text('expired.title') })
    await dialog.waitFor()
    await stage.picture(page, 'expired-ja-1280', false)
    await dialog.getByLabel(text('signin.password')).fill(stage.server.person('rail').password)
    await page.keyboard.press('Enter')
    await page.getByRole('dialog').filter({ hasText: text('send.title') }).waitFor()
    await page.getByRole('dialog').getByRole('button', { name: text('send.go') }).click()
    await page.getByRole('heading', { name: text('filed.title') }).waitFor()
  },

  async 'a follow-up shows what changed, carries a file, and its receipt is checked in the browser'(stage) {
    const page = await stage.as('power', { path: '/reports/new' })
    await fillFirst(page, '続報の試験')
    await send(page)
    await page.getByRole('link', { name: text('filed.open') }).click()
    await page.getByRole('link', { name: text('follow_up.go') }).click()
    await page.getByLabel(text('f.summary')).fill('監視端末の画面が一部復旧しました。原因は調査中です。')
    await page.getByRole('region', { name: text('diff.since') }).or(page.locator('section', { hasText: text('diff.since') })).first().locator('ins').first().waitFor()
    await page.locator('summary', { hasText: text('section.attachments') }).click()
    const file = join(tmpdir(), `noroshi-log-${process.pid}.txt`)
    writeFileSync(file, '2026-11-20 09:00:00 monitor: no update\n')
    await page.getByLabel(text('files.choose')).last().setInputFiles(file)
    await page.getByText(/noroshi-log-\d+\.txt/).waitFor()
    await page.getByRole('button', { name: text('files.remove') }).first().waitFor()
    await stage.picture(page, 'report-followup-ja-1280', false)
    await page.getByRole('button', { name: text('report.check.follow_up') }).click()
    await page.getByRole('dialog').getByRole('button', { name: text('send.go') }).click()
    await page.getByRole('heading', { name: text('filed.title.follow_up') }).waitFor()
    await page.getByRole('button', { name: text('receipt.verify') }).click()
    await page.getByText(text('receipt.good')).waitFor()
    await page.getByRole('link', { name: text('filed.open') }).click()
    await page.getByRole('tab', { name: text('tab.revisions') }).click()
    await page.locator('ins', { hasText: '復旧' }).first().waitFor()
    await stage.picture(page, 'message-revisions-followup-ja-1280')
    await page.getByRole('tab', { name: text('tab.content') }).click()
    await page.getByText(/noroshi-log-\d+\.txt/).waitFor()
  },

  async 'a near miss and a monthly count need only a few fields'(stage) {
    const page = await stage.as('hospital', { path: '/reports/new' })
    await page.getByRole('radio', { name: /^ヒヤリハット/ }).check()
    await page.getByLabel(text('f.title')).fill('不審なメールに気づいた')
    await page.getByLabel(text('f.summary')).fill('取引先を装うメールを開かずに報告した。')
    await stage.picture(page, 'report-nearmiss-ja-1280')
    await send(page)
    await page.goto('/reports/new')
    await page.getByRole('radio', { name: /^月次件数/ }).check()
    await page.getByRole('spinbutton', { name: '予兆・ヒヤリハット' }).fill('12')
    await stage.picture(page, 'report-monthly-ja-1280')
    await send(page)
  },

  async 'two windows on one draft: the second is told, and chooses'(stage) {
    const one = await stage.as('power', { path: '/reports/new' })
    await one.getByLabel(text('f.title')).fill('二つの窓の下書き')
    await one.getByText(/下書きを保存しました/).waitFor()
    const two = await stage.as('power', { path: new URL(one.url()).pathname })
    await two.getByLabel(text('f.summary')).fill('二つ目の窓で書いた')
    await two.getByText(/下書きを保存しました/).waitFor()
    await one.getByLabel(text('f.summary')).fill('一つ目の窓で書いた')
    await one.getByText(text('draft.conflict.lead')).waitFor()
    await stage.picture(one, 'draft-conflict-ja-1280', false)
    await one.getByRole('button', { name: text('draft.overwrite') }).click()
    await one.getByText(/下書きを保存しました/).waitFor()
    await two.reload()
    check(await two.getByLabel(text('f.summary')).inputValue() === '一つ目の窓で書いた', 'the chosen one is stored')
    await one.getByRole('button', { name: text('draft.discard') }).click()
    await one.getByRole('dialog').getByRole('button', { name: text('draft.discard') }).click()
    await one.waitForURL('**/reports')
  },

  async 'who comes back with unsaved words does not undo what a colleague saved'(stage) {
    const one = await stage.as('power', { path: '/reports/new' })
    await one.getByLabel(text('f.title')).fill('離れている間の変更')
    await one.getByText(/下書きを保存しました/).waitFor()
    const path = new URL(one.url()).pathname
    const two = await stage.as('power-approver', { path })
    await two.getByLabel(text('f.summary')).fill('承認者が書いた')
    await two.getByText(/下書きを保存しました/).waitFor()
    await one.getByLabel(text('f.summary')).fill('報告者が書いた')
    await one.getByText(text('draft.conflict.lead')).waitFor()
    await one.goto('/')
    await one.goto(path)
    await one.getByText(text('draft.conflict.lead')).waitFor()
    await one.getByLabel(text('f.title')).fill('離れている間の変更、書き足し')
    await one.waitForTimeout(2500)                                  /* longer than the pause that saves */
    await two.reload()
    check(await two.getByLabel(text('f.summary')).inputValue() === '承認者が書いた', 'what the colleague saved is stored')
    await one.getByRole('button', { name: text('draft.take_latest') }).click()
    await one.waitForFunction(() => document.querySelector('#f-summary')?.value === '承認者が書いた')
    await one.getByRole('button', { name: text('draft.discard') }).click()
    await one.getByRole('dialog').getByRole('button', { name: text('draft.discard') }).click()
    await one.waitForURL('**/reports')
  },

  async 'files chosen together are all kept; what is pasted is not cut off, and what cannot be seen does no harm'(stage) {
    const page = await stage.as('power', { path: '/reports/new' })
    await fillFirst(page, '長'.repeat(201), '表計算から\u000b貼り付けた\u202e文')
    await page.locator('summary', { hasText: text('section.attachments') }).click()
    const files = ['一.txt', '二.txt', '三.txt', '四.txt'].map(name => ({ name, mimeType: 'text/plain', buffer: Buffer.from(name) }))
    await page.locator('input[type=file]').setInputFiles(files)
    for (const { name } of files) await page.getByRole('button', { name: text('files.remove_name', { name }) }).waitFor()
    await page.getByText(text('form.too_long', { most: 200, now: 201 })).waitFor()
    await page.getByLabel(text('f.title')).fill('貼り付けの試験')
    await page.getByText(text('audience.limit', { minutes: 30 })).waitFor()
    await send(page)
    await page.getByRole('link', { name: text('filed.open') }).click()
    await page.getByText('表計算から').waitFor()
    check((await page.getByText('表計算から').textContent()).endsWith('表計算から\n貼り付けた文'), 'a new line, and no hidden mark')
    for (const { name } of files) await page.getByText(name).first().waitFor()
  },

  async 'an exercise is marked on every screen it reaches'(stage) {
    const page = await stage.as('power', { path: '/reports/new' })
    const mark = other => other.getByText(text('exercise.mark'), { exact: true }).first()
    const title = `訓練の試験 ${Date.now() % 100000}`
    await fillFirst(page, title)
    await page.locator('summary', { hasText: text('section.other') }).click()
    await page.getByLabel(text('f.exercise')).check()
    await mark(page).waitFor()
    await send(page)
    await page.goto('/reports')
    await page.getByRole('row').filter({ hasText: title }).getByText(text('exercise.mark')).waitFor()
    const ministry = await stage.as('meti')
    await ministry.getByRole('listitem').filter({ hasText: title }).first().getByText(text('exercise.mark')).waitFor()
    await ministry.getByRole('link', { name: title }).first().click()
    await mark(ministry.locator('article')).waitFor()
    await stage.picture(ministry, 'message-exercise-ja-1280')
    await ministry.emulateMedia({ media: 'print' })
    check((await ministry.locator('article').evaluate(node => getComputedStyle(node).page)).endsWith('-exercise'), 'printed sheets say so too')
  },
}
