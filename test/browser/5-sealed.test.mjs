/* Sealed custody: an officer makes the CEPTOAR's key, a member sends a sealed report that the server never sees open, the officer opens
 * it; a wrong passphrase loses nothing, the recovery code brings it back. */
import { readFileSync } from 'node:fs'
import { check, text } from './stage.mjs'
import { fillFirst } from './1-report.test.mjs'

const passphrase = '狼煙は 丘の上で 見張る番', secret = 'ヒカリゴケ変電所の件'
const kept = {}

export const fresh = true                                           /* the member has not left its CEPTOAR, which has no key */

export default {
  async 'an officer makes a key: passphrase, recovery code, typed back'(stage) {
    const page = await stage.as('ceptoar', { path: '/keys' })
    await page.getByText(text('keys.none')).waitFor()
    await stage.picture(page, 'keys-none-ja-1280')
    await page.getByRole('button', { name: text('keys.create') }).click()
    const dialog = page.getByRole('dialog'), next = dialog.getByRole('button', { name: text('keys.wizard.next') })
    await dialog.getByLabel(text('keys.passphrase.new')).fill('短い')
    check(await next.isDisabled(), 'a short passphrase goes no further')
    await dialog.getByLabel(text('keys.passphrase.new')).fill(passphrase)
    await dialog.getByLabel(text('keys.passphrase.again')).fill(passphrase)
    await dialog.getByLabel(text('keys.share.keeper')).fill('業務課 係長 耐火庫')
    await next.click()
    kept.code = (await dialog.locator('[data-code]').textContent()).trim()
    check(/^([0-9A-Z]{5}-){6}[0-9A-Z]{5}$/.test(kept.code), kept.code)
    await stage.picture(page, 'keys-share-ja-1280', false)
    await next.click()
    const finish = dialog.getByRole('button', { name: text('keys.wizard.finish') })
    check(await finish.isDisabled(), 'not in force before the code was typed back')
    await dialog.getByLabel(text('keys.back', { n: 2 })).fill(kept.code.split('-')[1].toLowerCase())
    await dialog.getByLabel(text('keys.back', { n: 6 })).fill(kept.code.split('-')[5])
    await finish.click()
    await page.getByRole('heading', { name: text('keys.in_force') }).waitFor()
    await stage.picture(page, 'keys-in-force-ja-1280')
    const wrong = await stage.axe(page)
    check(wrong.length === 0, wrong.join('; '))
  },

  async 'a member sends a sealed report; no request carries its words'(stage) {
    const page = await stage.as('power', { path: '/reports/new' })
    const sent = []
    page.on('request', request => { const body = request.postData(); if (body) sent.push(`${request.method()} ${request.url()} ${body}`) })
    await page.getByLabel(text('route.ceptoar')).check()
    await page.getByText(text('sealed.form.title')).waitFor()
    await fillFirst(page, secret, `${secret}: 午前9時から監視画面が更新されない。`)
    await page.locator('input[type=file]').setInputFiles({ name: 'ヒカリゴケ.txt', mimeType: 'text/plain', buffer: Buffer.from(`${secret}の記録\n`) })
    await stage.picture(page, 'report-sealed-ja-1280')
    const wrong = await stage.axe(page)
    check(wrong.length === 0, wrong.join('; '))
    await page.getByRole('button', { name: text('report.check') }).click()
    await page.getByRole('dialog').getByRole('button', { name: text('send.go') }).click()
    await page.getByRole('heading', { name: text('filed.title') }).waitFor()
    check(!sent.some(one => one.includes('ヒカリゴケ')), 'nothing left the page unsealed')
    check(sent.some(one => one.includes('/reports/sealed')), 'it went sealed')
    kept.path = await page.getByRole('link', { name: text('filed.open') }).getAttribute('href')
    const [copy] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: text('sealed.copy') }).click()])
    check(readFileSync(await copy.path(), 'utf8').includes(secret), 'the copy for oneself is readable')
    await page.goto(kept.path)
    await page.getByText(text('unlock.other_org')).waitFor()
  },

  async 'the officer opens it; a wrong passphrase loses nothing; the code opens it too'(stage) {
    const page = await stage.as('ceptoar', { path: '/inbox' })
    await page.getByText(text('sealed.title')).first().waitFor()
    await page.goto(kept.path)
    await page.getByText(text('sealed.readers').slice(0, 10)).waitFor()
    await page.getByLabel(text('unlock.passphrase'), { exact: true }).fill('まったく違う言葉の並び')
    await page.getByRole('button', { name: text('unlock.go'), exact: true }).click()
    await page.getByText(text('seal.why.passphrase')).waitFor()
    await stage.picture(page, 'message-sealed-ja-1280')
    await page.getByLabel(text('unlock.passphrase'), { exact: true }).fill(passphrase)
    await page.getByRole('button', { name: text('unlock.go'), exact: true }).click()
    await page.getByText(secret, { exact: true }).waitFor()
    await stage.picture(page, 'message-opened-ja-1280')
    const wrong = await stage.axe(page)
    check(wrong.length === 0, wrong.join('; '))
    const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: text('download') }).click()])
    check(file.suggestedFilename() === 'ヒカリゴケ.txt' && readFileSync(await file.path(), 'utf8') === `${secret}の記録\n`, 'the file as it was')
    await page.getByRole('button', { name: text('unlock.lock'), exact: true }).click()
    await page.getByRole('button', { name: text('unlock.use_code') }).click()
    await page.getByLabel(text('unlock.code')).fill(kept.code.replace(/^./, c => (c === 'A' ? 'B' : 'A')))
    await page.getByRole('button', { name: text('unlock.go'), exact: true }).click()
    await page.getByText(text('seal.why.code_group', { group: 1 })).waitFor()
    await page.getByLabel(text('unlock.code')).fill(kept.code)
    await page.getByRole('button', { name: text('unlock.go'), exact: true }).click()
    await page.getByText(secret, { exact: true }).waitFor()
  },

  async 'the passphrase is changed by the code, the key replaced, and the old report still opens; what was being written is sealed anew'(stage) {
    const member = await stage.as('power', { path: '/reports/new' }), sent = []
    member.on('request', request => { const body = request.postData(); if (body) sent.push(`${request.url()} ${body}`) })
    await member.getByLabel(text('route.ceptoar')).check()
    await member.getByText(text('sealed.form.title')).waitFor()
    await fillFirst(member, 'ヒカリゴケ変電所の続き', 'ヒカリゴケは書いている途中で鍵が替わった。')
    await member.getByRole('button', { name: text('report.check') }).click()
    const send = member.getByRole('dialog').getByRole('button', { name: text('send.go') })
    await send.waitFor()
    const page = await stage.as('ceptoar', { path: '/keys' })
    await page.getByRole('button', { name: text('keys.passphrase.change') }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('button', { name: text('unlock.use_code') }).click()
    await dialog.getByLabel(text('unlock.code')).fill(kept.code.toLowerCase())
    await dialog.getByRole('button', { name: text('unlock.go'), exact: true }).click()
    await dialog.getByLabel(text('keys.passphrase.new')).fill('新しい 言葉を 並べておく')
    await dialog.getByLabel(text('keys.passphrase.again')).fill('新しい 言葉を 並べておく')
    await dialog.getByRole('button', { name: text('save') }).click()
    await dialog.waitFor({ state: 'detached' })
    await page.getByRole('button', { name: text('keys.rotate'), exact: true }).click()
    const next = dialog.getByRole('button', { name: text('keys.wizard.next') })
    await dialog.getByLabel(text('keys.passphrase.new')).fill('取り替えた あとの 言葉たち')
    await dialog.getByLabel(text('keys.passphrase.again')).fill('取り替えた あとの 言葉たち')
    await dialog.getByLabel(text('keys.share.keeper')).fill('総務課 金庫')
    await next.click()
    const code = (await dialog.locator('[data-code]').textContent()).trim()
    await next.click()
    await dialog.getByLabel(text('keys.back', { n: 2 })).fill(code.split('-')[1])
    await dialog.getByLabel(text('keys.back', { n: 6 })).fill(code.split('-')[5])
    await dialog.getByRole('button', { name: text('keys.wizard.finish') }).click()
    await page.getByText(text('keys.readable.chain')).waitFor()
    await send.click()                                              /* to the old key: refused, and nothing typed is lost */
    const filed = member.getByRole('heading', { name: text('filed.title') })
    for (let turn = 0; turn < 20 && !await filed.isVisible(); turn++) {
      await member.waitForTimeout(250)
      if (await send.isVisible() && await send.isEnabled()) await send.click({ timeout: 1000 }).catch(() => undefined)
    }
    await filed.waitFor()
    check(sent.filter(one => one.includes('/reports/sealed')).length >= 2, 'refused once, then sealed anew')
    check(!sent.some(one => one.includes('ヒカリゴケ')), 'never in the open, not even meanwhile')
    await page.goto(kept.path)
    await page.getByLabel(text('unlock.passphrase'), { exact: true }).fill('取り替えた あとの 言葉たち')
    await page.getByRole('button', { name: text('unlock.go'), exact: true }).click()
    await page.getByText(secret, { exact: true }).waitFor()
    const narrow = await stage.as('ceptoar', { path: '/keys', lang: 'en', width: 800 })
    await narrow.getByRole('heading', { name: text('keys.in_force', {}, 'en') }).waitFor()
    await stage.picture(narrow, 'keys-in-force-en-800')
  },
}
