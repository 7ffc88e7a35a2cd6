/* The CEPTOAR relay: a member files by the CEPTOAR route, the officer takes out what names it, the ministry and the centre see a report of
 * the CEPTOAR's; the centre asks back and gets its answer through the officer. */
import { check, text } from './stage.mjs'

const source = '月見瀬電力'
const attacker = '203.0.113.77'
const summary = `月見瀬電力の監視端末が10時32分から応答しません。担当の連絡先は 03-5555-0142、soc@tsukimise-power.example です。\n`
  + `攻撃元とみられる不審な通信先 ${attacker} への接続を遮断しました。31,240人の契約者に影響があります。現場は黒瀬変電所です。`

/* What a path answers to the person of this window. */
const read = (page, path) => page.evaluate(async where => (await fetch(`/api/v1${where}`)).text(), path)

async function file(stage, title) {
  const page = await stage.as('power', { path: '/reports/new' })
  await page.getByLabel(text('f.title')).fill(title)
  await page.getByLabel(text('f.summary')).fill(summary)
  await page.getByLabel(text('f.event_type')).selectOption('unavailable')
  await page.getByLabel(text('basis.short.severe')).check()
  await page.locator('#f-route').getByLabel(text('route.ceptoar')).check()
  await page.getByRole('button', { name: text('report.check') }).click()
  await page.getByRole('dialog').getByRole('button', { name: text('send.go') }).click()
  await page.getByText(/^C\d{4}-\d{6}$/).first().waitFor()
  await page.getByRole('link', { name: text('filed.open') }).click()
  await page.waitForURL(/\/messages\//)
  return { page, id: new URL(page.url()).pathname.split('/').at(-1) }
}

async function bothWidths(stage, page, name) {
  await stage.picture(page, `${name}-1280`)
  await page.setViewportSize({ width: 800, height: 1000 })
  await page.waitForTimeout(150)
  await stage.picture(page, `${name}-800`)
  await page.setViewportSize({ width: 1280, height: 900 })
}

export const fresh = true                                           /* the member has not left its CEPTOAR, which has no key */

export default {
  async 'an officer relays a report without its name; the centre asks back and is answered'(stage) {
    const title = `${source}の監視端末の停止 ${Date.now() % 100000}`
    const member = await file(stage, title)

    /* The officer finds it in the list, asks for consent, and the page waits for the answer. */
    const officer = await stage.as('ceptoar', { path: '/relay' })
    await officer.getByRole('link', { name: title }).click()
    await officer.locator('#things').waitFor()
    const go = officer.getByRole('button', { name: text('relay.go'), exact: true })
    await officer.getByText(text('relay.wait.consent')).waitFor()
    check(await go.isDisabled(), 'nothing goes without consent')
    await officer.getByRole('button', { name: text('consents.ask.go') }).click()
    await officer.getByRole('dialog').getByLabel(text('consents.ask.note')).fill('同じ業界への注意喚起のため')
    await officer.getByRole('dialog').getByRole('button', { name: text('consents.ask.go') }).click()
    await officer.getByText(text('relay.consent.asked')).waitFor()

    await member.page.goto('/consents')
    const asked = member.page.getByRole('listitem').filter({ hasText: title })
    await asked.waitFor()
    await bothWidths(stage, member.page, 'consents-asked-ja')
    await asked.getByRole('button', { name: text('consents.give') }).click()
    await member.page.getByRole('dialog').getByRole('button', { name: text('consents.given.go') }).click()
    await officer.getByText(text('consents.allows.anonymised')).waitFor()                    /* live */

    /* Decisions: one kept, one in other words, one of one's own, the rest as proposed. */
    const things = officer.locator('#things').locator('xpath=ancestor::section[1]')
    await things.getByRole('listitem').filter({ hasText: source }).first().waitFor()
    await bothWidths(stage, officer, 'relay-open-ja')
    const row = words => things.getByRole('listitem').filter({ hasText: words })
    await row(source).getByRole('textbox').first().fill('ある事業者')
    await row(attacker).getByRole('radio', { name: text('redact.keep'), exact: true }).check()
    await officer.locator('[data-derived]').filter({ hasText: 'ある事業者' }).first().waitFor()
    await officer.getByLabel(text('redact.own.words')).fill('黒瀬変電所')
    await officer.locator('#own-words').locator('xpath=ancestor::section[1]').getByRole('button').click()
    await officer.locator('#own-words').locator('xpath=ancestor::section[1]').locator('ins').waitFor()
    const rest = officer.getByRole('button', { name: /残り\d+件/ })
    if (await rest.isVisible()) await rest.click()
    await officer.getByText(/すべて判断済み/).waitFor()
    const coarse = officer.locator('#groups').locator('xpath=ancestor::section[1]').getByRole('listitem').filter({ hasText: '31,240' })
    await coarse.getByRole('button', { name: /にする/ }).click()
    await coarse.waitFor({ state: 'detached' })
    const wrong = await stage.axe(officer)
    check(!wrong.length, `no violation:\n${wrong.join('\n')}`)
    await bothWidths(stage, officer, 'relay-decided-ja')
    await go.click()
    const sure = officer.getByRole('dialog')
    check(!(await sure.textContent()).includes(source), 'the last look does not name it')
    await stage.picture(officer, 'relay-confirm-ja-1280', false)
    await sure.getByRole('button', { name: text('relay.go') }).click()
    await officer.getByRole('heading', { name: text('relay.done') }).waitFor()
    await stage.picture(officer, 'relay-done-ja-1280', false)
    await officer.getByRole('link', { name: text('relay.see') }).click()
    await officer.waitForURL(/\/messages\//)
    const derived = new URL(officer.url()).pathname

    /* The ministry has the derived one and not the source. */
    const ministry = await stage.as('meti', { path: derived })
    await ministry.getByText('ある事業者').first().waitFor()
    const seen = await read(ministry, derived)
    for (const words of [source, '黒瀬', '31,240', '03-5555-0142', 'tsukimise', member.id]) check(!seen.includes(words), `the ministry does not read ${words}`)
    check(seen.includes(attacker) && seen.includes('"kind":"ceptoar"'), 'it has the indicator, by the CEPTOAR')
    check((await read(ministry, `/messages/${member.id}`)).includes('"status":404'), 'and not the original')
    const pass = ministry.getByRole('button', { name: text('pass.go') })
    await pass.first().click()
    await ministry.getByRole('dialog').getByRole('button', { name: text('pass.go') }).click()
    await ministry.getByText(text('pass.by_hand')).waitFor()

    /* The centre asks; the officer passes it on; the member answers; the officer answers without the name. */
    const centre = await stage.as('analyst', { path: `${derived}?tab=thread` })
    check(!(await read(centre, derived)).includes(source), 'the centre does not read the name')
    await centre.getByRole('button', { name: text('thread.ask.go') }).click()
    await centre.getByRole('textbox', { name: text('thread.text') }).fill('遮断した通信先はほかにもありますか。')
    await centre.getByRole('button', { name: text('thread.ask.send') }).click()
    await centre.getByText('遮断した通信先はほかにもありますか。').waitFor()

    await officer.goto(`${derived}?tab=thread`)
    await officer.getByRole('button', { name: text('thread.forward.go') }).click()
    await officer.getByRole('button', { name: text('thread.forward.send'), exact: true }).click()
    await officer.getByText(text('thread.forwarded'), { exact: true }).waitFor()

    await member.page.goto('/inbox?kind=inquiry')
    await member.page.getByRole('link', { name: new RegExp(`${text('kind.inquiry')}.*${title}`) }).click()
    await member.page.getByRole('button', { name: text('thread.answer.go') }).click()
    await member.page.getByRole('textbox', { name: text('thread.answer.text') }).fill(`${source}では 203.0.113.78 への通信も遮断しました。`)
    await member.page.getByRole('button', { name: text('thread.answer.send') }).click()
    await member.page.getByText('203.0.113.78').waitFor()
    await bothWidths(stage, member.page, 'thread-member-ja')

    await officer.goto(`/messages/${member.id}?tab=thread`)
    await officer.getByRole('button', { name: text('thread.relay.go') }).click()
    await officer.locator('#things').waitFor()
    await officer.getByRole('button', { name: /残り\d+件/ }).click()
    await bothWidths(stage, officer, 'thread-relay-ja')
    await officer.getByRole('button', { name: text('thread.relay.send') }).click()
    await officer.getByText(text('thread.relayed'), { exact: true }).waitFor()

    await centre.goto(`${derived}?tab=thread`)
    await centre.getByText('203.0.113.78').waitFor()
    check(!(await read(centre, `${derived}/thread`)).includes(source), 'the answer does not name the source')
    await bothWidths(stage, centre, 'thread-centre-ja')
  },
}
