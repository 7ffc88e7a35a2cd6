/* The sealed way through the relay, in the demonstration's medical CEPTOAR, which has a key: a member's report is opened and relayed in the
 * officer's page, and what is made does not name it. No request of the member's carries a word of it. */
import { check, text } from './stage.mjs'
import { fillFirst } from './1-report.test.mjs'

const source = '星影丘総合病院', password = 'beacon-on-the-hill'
const read = (page, path) => page.evaluate(async where => (await fetch(`/api/v1${where}`)).text(), path)

function bodies(page) {
  const sent = []
  page.on('request', request => { const body = request.postData(); if (body) sent.push(`${request.url()} ${body}`) })
  return sent
}

async function unlock(page) {
  const field = page.getByLabel(text('unlock.passphrase'), { exact: true })
  await field.fill(password)
  await page.getByRole('button', { name: text('unlock.go'), exact: true }).click()
  await field.waitFor({ state: 'detached' })
}

async function decide(page) {
  await page.locator('#things').waitFor()
  const rest = page.getByRole('button', { name: /残り\d+件/ })
  if (await rest.isVisible()) await rest.click()
}

export const fresh = true
export default {
  async 'a sealed report is opened in the officer\'s page and relayed without its name'(stage) {
    const title = `${source}の電子カルテの停止`
    const member = await stage.as('hospital', { path: '/reports/new' }), sent = bodies(member)
    await member.getByLabel(text('route.ceptoar')).check()
    await member.getByText(text('sealed.form.title')).waitFor()
    await fillFirst(member, title, `${source}の端末が応答しません。連絡先は 03-5555-0199 です。通信先 203.0.113.77 を遮断しました。`)
    await member.locator('input[type=file]').setInputFiles({ name: `${source}.txt`, mimeType: 'text/plain', buffer: Buffer.from('203.0.113.77 への接続の記録\n') })
    await member.getByRole('button', { name: text('report.check') }).click()
    await member.getByRole('dialog').getByRole('button', { name: text('send.go') }).click()
    await member.getByRole('heading', { name: text('filed.title') }).waitFor()
    const path = await member.getByRole('link', { name: text('filed.open') }).getAttribute('href'), id = path.split('/').at(-1)
    check(!sent.some(one => one.includes(source)), 'nothing left the member\'s page unsealed')

    const officer = await stage.as('ceptoar-medical', { path: `/relay/${id}` })
    await unlock(officer)
    await officer.locator('#things').waitFor()
    const ask = officer.getByRole('button', { name: text('consents.ask.go') })
    if (await ask.isVisible()) {
      await ask.click()
      await officer.getByRole('dialog').getByRole('button', { name: text('consents.ask.go') }).click()
      await officer.getByText(text('relay.consent.asked')).waitFor()
      await member.goto('/consents')
      await member.getByRole('button', { name: text('consents.give') }).first().click()
      await member.getByRole('dialog').getByRole('button', { name: text('consents.given.go') }).click()
      await officer.getByText(text('consents.allows.anonymised')).waitFor()
    }
    await decide(officer)
    await stage.picture(officer, 'relay-sealed-ja-1280')
    await officer.getByRole('button', { name: text('relay.go'), exact: true }).click()
    await officer.getByRole('dialog').getByRole('button', { name: text('relay.go') }).click()
    await officer.getByRole('heading', { name: text('relay.done') }).waitFor()
    const derived = await officer.getByRole('link', { name: text('relay.see') }).getAttribute('href')

    const made = JSON.stringify(JSON.parse(await read(officer, derived)).revisions)
    check(made.includes('203.0.113.77'), 'what was made keeps the indicator')
    check(!made.includes(source) && !made.includes('03-5555-0199'), 'and does not name the source')
  },
}
