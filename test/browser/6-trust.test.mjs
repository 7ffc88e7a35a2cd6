/* The whole story of trust, as people play it: two members tell their CEPTOARs, one of them sealed; officers relay without the names; the
 * centre joins, asks back, rates, advises within the consents; large-scale mode and back; the advisory recalled and deleted. Nothing that
 * the ministry or the centre has on the screen names a member. */
import { check, text } from './stage.mjs'

export const fresh = true                                           /* keys, groups and clocks as the demonstration has them */

const source = '月見瀬電力', attacker = '203.0.113.77', more = '203.0.113.78'
const mark = Date.now() % 100000
const story = { title: `${source}の監視端末への不審な通信 ${mark}`, hospital: `予約システムへの不審な通信 ${mark}`, derived: `監視端末への不審な通信 ${mark}`, advice: `監視端末への攻撃に関する注意喚起 ${mark}` }
const idOf = page => new URL(page.url()).pathname.split('/').at(-1)
const dialog = page => page.getByRole('dialog')
const press = (where, key, values) => where.getByRole('button', { name: text(key, values), exact: true }).first().click()
const item = (page, words) => page.getByRole('listitem').filter({ hasText: words })

/* At 1280 and, where asked, at 800 px. */
async function station(stage, page, name, narrow = false) {
  await stage.settle(page)
  await stage.picture(page, `trust-${name}-1280`)
  if (!narrow) return
  await page.setViewportSize({ width: 800, height: 1000 })
  await page.waitForTimeout(150)
  await stage.picture(page, `trust-${name}-800`)
  check(await page.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth), `${name} fits 800 px`)
  await page.setViewportSize({ width: 1280, height: 900 })
}

/* What this window shows names nobody: above the CEPTOAR, at every station. In lists, where members also stand with what they reported
 * openly to the ministry, `part` is where the names are sought; what only the originals hold is nowhere at all. */
async function unnamed(page, what, part = page.locator('body')) {
  const shown = await page.evaluate(() => `${document.title}\n${document.body.innerText}\n${document.querySelector('main').innerHTML}`)
  for (const words of story.secrets) check(!shown.includes(words), `${what} does not show ${words}`)
  const told = await part.evaluate(node => `${node.innerText}\n${node.innerHTML}`)
  for (const words of story.names) check(!told.includes(words), `${what} does not name ${words}`)
}

async function reported(stage, login, title, summary) {
  const page = await stage.as(login, { path: '/reports/new' })
  await page.getByLabel(text('f.title')).fill(title)
  await page.getByLabel(text('f.summary')).fill(summary)
  await page.getByLabel(text('f.event_type')).selectOption('unavailable')
  await page.getByLabel(text('basis.short.severe')).check()
  await page.locator('#f-route').getByLabel(text('route.ceptoar')).check()
  if (login === 'hospital') await page.getByText(text('sealed.form.title')).waitFor()
  await station(stage, page, `report-${login}`)
  await press(page, 'report.check')
  await press(dialog(page), 'send.go')
  await page.getByText(/^C\d{4}-\d{6}$/).first().waitFor()
  await page.getByRole('link', { name: text('filed.open') }).click()
  await page.waitForURL(/\/messages\//)
  story.secrets.push(idOf(page))
  return page
}

/* From the officer's page of things to do to a report without the name. */
async function relayed(stage, login, title, edit) {
  const officer = await stage.as(login)
  await item(officer, text('todo.relay')).getByRole('link').click()
  await officer.waitForURL(/\/relay$/)
  if (login === 'ceptoar-medical') {
    await item(officer, text('sealed.chip')).last().getByRole('link', { name: text('relay.work') }).click()       /* the newest is last */
    await officer.getByLabel(text('unlock.passphrase'), { exact: true }).fill(stage.server.person(login).password)
    await press(officer, 'unlock.go')
  } else await officer.getByRole('link', { name: title }).click()
  await officer.getByText(title).first().waitFor()
  await press(officer, 'consents.ask.go')
  await dialog(officer).getByLabel(text('consents.ask.note')).fill('同じ攻撃を受けるおそれのあるほかの分野に知らせるため')
  await press(dialog(officer), 'consents.ask.go')
  await officer.getByText(text('relay.consent.asked')).waitFor()

  const member = await stage.as(login === 'ceptoar' ? 'power' : 'hospital')
  await item(member, text('todo.consent')).waitFor()
  await station(stage, member, `now-consent-${login}`)
  await item(member, text('todo.consent')).getByRole('link').click()
  await member.waitForURL(/\/consents$/)
  await press(member, 'consents.give')
  await press(dialog(member), 'consents.given.go')
  await officer.getByText(text('consents.allows.anonymised')).waitFor()

  await officer.locator('#things').waitFor()
  await edit(officer, officer.locator('#things').locator('xpath=ancestor::section[1]'))
  const rest = officer.getByRole('button', { name: /残り\d+件/ })
  if (await rest.isVisible()) await rest.click()
  await officer.getByText(/すべて判断済み/).waitFor()
  await station(stage, officer, `relay-${login}`)
  await press(officer, 'relay.go')
  await press(dialog(officer), 'relay.go')
  await officer.getByRole('heading', { name: text('relay.done') }).waitFor()
  await officer.getByRole('link', { name: text('relay.see') }).click()
  await officer.waitForURL(/\/messages\//)
  return { officer, path: new URL(officer.url()).pathname, number: (await officer.getByText(/^R\d{4}-\d{6}$/).first().textContent()).trim() }
}

export default {
  async 'two members tell their CEPTOARs, one of them sealed; both are relayed without their names'(stage) {
    Object.assign(story, { names: [source], secrets: ['黒瀬', 'soc@tsukimise', story.title] })
    const member = await reported(stage, 'power', story.title, `${source}の黒瀬変電所で、監視端末から外部の不審な通信先 ${attacker} への通信が見つかり、監視端末3台が応答しなくなりました。連絡先は soc@tsukimise-power.example です。`)
    const hospital = await reported(stage, 'hospital', story.hospital, `当院の予約システムから外部の不審な通信先 ${attacker} への通信が見つかり、予約の受付を止めました。診療は続けています。`)
    await station(stage, hospital, 'sealed-own')
    story.names.push((await hospital.evaluate(async () => (await (await fetch('/api/v1/me')).json()).org.ja)).replace(/\(.*$/, ''))

    story.power = await relayed(stage, 'ceptoar', story.title, async (officer, things) => {
      await things.getByRole('listitem').filter({ hasText: source }).first().getByRole('textbox').first().fill('ある事業者')
      await things.getByRole('listitem').filter({ hasText: attacker }).getByRole('radio', { name: text('redact.keep'), exact: true }).check()
      await officer.getByLabel(text('redact.own.words')).fill('黒瀬変電所')
      await officer.locator('#own-words').locator('xpath=ancestor::section[1]').getByRole('button').click()
      await officer.locator('#own-words').locator('xpath=ancestor::section[1]').locator('ins').waitFor()
    })
    story.medical = await relayed(stage, 'ceptoar-medical', story.hospital, async (officer, things) => {
      await officer.getByLabel(text('relay.wider')).selectOption('anonymised')
      await things.getByRole('listitem').filter({ hasText: attacker }).getByRole('radio', { name: text('redact.keep'), exact: true }).check()
    })
    await member.goto('/')
    await station(stage, member, 'member-after')

    const ministry = await stage.as('meti')
    const todo = item(ministry, 'ある事業者の監視端末').first()
    await todo.waitFor()
    await unnamed(ministry, 'the ministry\'s page of things to do', todo)
    await station(stage, ministry, 'now-ministry')
    await ministry.goto(story.power.path)
    await ministry.getByText(attacker).first().waitFor()
    await unnamed(ministry, 'the ministry')
    await ministry.getByRole('button', { name: text('pass.go') }).first().click()
    await press(dialog(ministry), 'pass.go')
    await ministry.getByText(text('pass.by_hand')).waitFor()
    await station(stage, ministry, 'ministry-report', true)
    await stage.server.shift?.(31 * 60_000_000)                     /* nobody at the other ministry: it passes on by itself */
  },

  async 'the centre joins the two by the suggestion, asks back through the CEPTOAR, and rates'(stage) {
    const centre = await stage.as('analyst', { path: '/triage' })
    const waiting = centre.getByRole('listitem').filter({ has: centre.getByText(story.power.number, { exact: true }) }).first()
    await waiting.waitFor()
    await station(stage, centre, 'triage', true)
    await unnamed(centre, 'the triage', waiting)
    await press(waiting, 'triage.suggest')
    const likely = waiting.getByRole('listitem').filter({ hasText: story.medical.number })
    await likely.getByText(attacker).first().waitFor()
    await station(stage, centre, 'suggestion', true)
    await likely.getByRole('button', { name: text('suggest.new_case') }).click()
    await centre.waitForURL(/\/cases\//)
    story.case = new URL(centre.url()).pathname
    await centre.getByText(story.medical.number, { exact: true }).first().waitFor()
    await station(stage, centre, 'case', true)
    await unnamed(centre, 'the case', centre.getByRole('tabpanel').getByRole('list').first())      /* below it stand other reports that may belong to it */

    /* An inquiry about the power report; the officer passes it on, the member answers, the officer answers without the name. */
    const asked = '遮断した通信先はほかにもありますか。'
    await centre.goto(`${story.power.path}?tab=thread`)
    await press(centre, 'thread.ask.go')
    await centre.getByRole('textbox', { name: text('thread.text') }).fill(asked)
    await press(centre, 'thread.ask.send')
    await centre.getByText(asked).waitFor()
    const officer = await stage.as('ceptoar')
    await item(officer, text('kind.inquiry')).filter({ hasText: '監視端末' }).getByRole('link').first().click()
    await press(officer, 'thread.forward.go')
    await press(officer, 'thread.forward.send')
    await officer.getByText(text('thread.forwarded'), { exact: true }).waitFor()
    const member = await stage.as('power')
    await item(member, text('kind.inquiry')).filter({ hasText: story.title }).getByRole('link').first().click()
    await press(member, 'thread.answer.go')
    await member.getByRole('textbox', { name: text('thread.answer.text') }).fill(`${source}では ${more} への通信も遮断しました。`)
    await press(member, 'thread.answer.send')
    await member.getByText(more).waitFor()
    const arrived = item(officer, text('kind.answer')).filter({ hasText: story.title })
    await officer.goto('/')
    await arrived.first().waitFor()
    await station(stage, officer, 'now-officer')
    await arrived.getByRole('link').first().click()
    await press(officer, 'thread.relay.go')
    await officer.locator('#things').waitFor()
    const rest = officer.getByRole('button', { name: /残り\d+件/ })
    if (await rest.isVisible()) await rest.click()
    await press(officer, 'thread.relay.send')
    await officer.getByText(text('thread.relayed'), { exact: true }).waitFor()
    await centre.getByText(more).first().waitFor()                  /* live */
    await station(stage, centre, 'answer')
    await unnamed(centre, 'the answer')

    await centre.goto(story.case)
    await press(centre, 'rating.rate')
    const rating = dialog(centre)
    await rating.getByText(text('rating.rationale')).waitFor()
    await station(stage, centre, 'rate', true)
    for (const axis of await rating.locator('fieldset[id^=f-axes]').all()) await axis.getByRole('radio').nth(2).check()
    await rating.getByLabel(text('rating.rationale')).fill('二つの分野で同じ通信先への通信があり、影響は広がるおそれがある。')
    await stage.picture(centre, 'trust-rated-1280', false)
    await press(rating, 'rating.save')
    await rating.waitFor({ state: 'detached' })
    await centre.getByText(text('rating.provisional')).first().waitFor()
    await centre.getByRole('tab', { name: text('case.severity') }).click()
    await station(stage, centre, 'severity', true)
    await centre.getByRole('tab', { name: text('case.timeline') }).click()
    await station(stage, centre, 'timeline', true)
    await unnamed(centre, 'the timeline')
  },

  async 'the centre asks for the consent that is missing, and advises within the consents'(stage) {
    const centre = await stage.as('analyst', { path: `${story.case}?tab=consents` })
    await item(centre, story.power.number).getByText(text('consent.refused')).waitFor()
    await item(centre, story.medical.number).getByText(text('consent.allowed')).waitFor()
    await station(stage, centre, 'consents-missing', true)
    await press(centre, 'case.ask', { count: 1 })
    await dialog(centre).getByLabel(text('case.ask.note')).fill('同じ攻撃への注意を電力と医療の各分野に呼びかけるため')
    await stage.picture(centre, 'trust-ask-consent-1280', false)
    await press(dialog(centre), 'case.ask.go')
    await item(centre, story.power.number).getByText(text('case.answer.asked')).waitFor()
    const officer = await stage.as('ceptoar')
    await item(officer, text('todo.consent')).getByRole('link').click()
    await item(officer, story.power.number).getByRole('button', { name: text('consents.give') }).click()
    await press(dialog(officer), 'consents.given.go')
    await item(centre, story.power.number).getByText(text('consent.allowed')).waitFor()       /* live */
    await station(stage, centre, 'consents-given')

    await press(centre, 'case.advise')
    await dialog(centre).getByText(text('case.advise.lead', { count: 2 })).waitFor()
    await stage.picture(centre, 'trust-advise-1280', false)
    await press(dialog(centre), 'case.advise.go')
    await centre.waitForURL(/\/advisories\/.*\/edit/)
    await centre.getByLabel(text('f.title')).fill(story.advice)
    await centre.getByLabel(text('f.kind')).selectOption({ index: 1 })
    await centre.getByLabel(text('f.reason')).selectOption({ index: 1 })
    await centre.getByLabel(text('f.summary')).fill(`複数の分野で ${attacker} と ${more} への不審な通信が確認されています。`)
    await centre.getByLabel(text('f.action')).fill('1. 通信記録を確認する。\n2. 通信を遮断する。\n3. 見つけたら情報連絡を送る。')
    await station(stage, centre, 'advisory', true)
    await unnamed(centre, 'the advisory', centre.getByRole('group').filter({ hasText: text('f.based_on') }).last().or(centre.locator('h1')).first())      /* the member is among those who get it */
    await press(centre, 'advisory.to_approval')
    await centre.getByText(text('approve.wait')).waitFor()
    story.advisory = new URL(centre.url()).pathname

    const approver = await stage.as('approver')
    await item(approver, story.advice).filter({ hasText: text('todo.approve') }).getByRole('link').first().click()
    await press(approver, 'approve.go')
    await press(dialog(approver), 'approve.go')
    await approver.getByText(text('publish.wait')).waitFor()
    const publisher = await stage.as('publisher')
    await item(publisher, story.advice).filter({ hasText: text('todo.publish') }).getByRole('link').first().click()
    await publisher.getByText(text('advisory.hops')).waitFor()
    await station(stage, publisher, 'publish', true)
    await press(publisher, 'publish.go')
    await press(dialog(publisher), 'publish.send')
    await publisher.getByRole('tab', { name: text('tab.board') }).waitFor()
    const member = await stage.as('power')
    await item(member, story.advice).getByRole('link', { name: story.advice }).first().click()
    await member.getByText(more).first().waitFor()
    await member.getByRole('button', { name: text('ack.go') }).click()
    await station(stage, member, 'advisory-member')
    await centre.goto(story.case)
    await centre.getByText(story.advice).first().waitFor()
    await station(stage, centre, 'case-advised', true)
  },

  async 'large-scale mode is proposed by one, confirmed by another, seen by everyone, and stepped down'(stage) {
    const approver = await stage.as('approver')
    await approver.getByRole('navigation').getByRole('link', { name: text('nav.modes') }).click()
    await press(approver, 'mode.propose')
    const asked = dialog(approver)
    await asked.getByRole('radio', { name: text('mode.scope.sector') }).check()
    await asked.locator('#f-sector').selectOption('power')
    await asked.locator('#f-reason').fill('複数の電力事業者で監視端末への攻撃が続いているため')
    await station(stage, approver, 'mode-propose', true)
    await press(asked, 'mode.propose')
    await approver.getByText(text('mode.waits')).waitFor()
    await station(stage, approver, 'mode-waits')

    const member = await stage.as('power')
    const publisher = await stage.as('publisher')
    await station(stage, publisher, 'now-mode')
    await item(publisher, text('todo.mode')).getByRole('link').click()
    await publisher.getByText(text('mode.to_confirm')).waitFor()
    await station(stage, publisher, 'mode-confirm', true)
    await press(publisher, 'mode.confirm')
    await stage.picture(publisher, 'trust-mode-sure-1280', false)
    await press(dialog(publisher), 'mode.confirm')
    const banner = page => page.getByText(text('mode.banner', { scope: '電力' }))
    for (const page of [publisher, approver, member]) await banner(page).waitFor()            /* everyone concerned, live */
    await station(stage, publisher, 'mode-on', true)
    await station(stage, member, 'mode-member', true)
    await member.getByRole('link', { name: text('mode.banner.more') }).click()
    await member.getByText(text('mode.change.limits')).waitFor()
    await station(stage, member, 'mode-member-page')
    await publisher.goto('/situation')
    await publisher.getByText(text('mode.on.large_scale')).waitFor()
    await station(stage, publisher, 'situation-large', true)
    await unnamed(publisher, 'the situation')
    const ministry = await stage.as('meti', { path: '/situation' })
    await ministry.getByText(text('mode.on.large_scale')).waitFor()
    await unnamed(ministry, 'the situation of the ministry')

    await approver.goto('/modes')
    await press(approver, 'mode.end')
    await dialog(approver).locator('#f-reason').fill('攻撃が収まり、復旧を確かめたため')
    await press(dialog(approver), 'mode.end')
    for (const page of [publisher, approver, member, ministry]) await banner(page).waitFor({ state: 'detached' })
    await publisher.getByText(text('mode.on.large_scale')).waitFor({ state: 'detached' })
    await station(stage, approver, 'mode-ended', true)
    await station(stage, publisher, 'situation-normal')
  },

  async 'the advisory is taken back: a tombstone, 「削除しました」, and the sender sees it'(stage) {
    const publisher = await stage.as('publisher', { path: story.advisory })
    const member = await stage.as('power', { path: story.advisory })
    await member.getByRole('heading', { name: story.advice }).waitFor()
    await press(publisher, 'withdraw.go')
    await dialog(publisher).getByLabel(text('withdraw.reason')).fill('通信先の一つが誤りでした。')
    await press(dialog(publisher), 'withdraw.go')
    await member.getByText(text('recalled.title.withdrawn')).waitFor()
    check(!(await member.locator('#main').innerText()).includes(attacker), 'nothing of the content is left')
    await station(stage, member, 'tombstone', true)
    await member.goto('/')
    await station(stage, member, 'now-delete')
    await item(member, text('todo.delete')).getByRole('link').first().click()
    await press(member, 'deleted.go')
    await dialog(member).getByLabel(text('deleted.note')).fill('印刷した写しも処分しました。')
    await press(dialog(member), 'deleted.go')
    await member.getByText('印刷した写しも処分しました。').waitFor()
    await publisher.getByRole('tab', { name: text('tab.recall') }).click()
    await publisher.getByLabel(text('board.search')).fill(source)
    await publisher.getByRole('row').filter({ hasText: source }).filter({ hasText: text('recall.state.complied') }).waitFor()
    await station(stage, publisher, 'compliance', true)
    const centre = await stage.as('analyst', { path: story.case })
    await centre.getByRole('heading', { level: 1 }).waitFor()
    await station(stage, centre, 'case-recalled')
  },
}
