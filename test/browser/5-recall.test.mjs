/* What was sent is taken back: a withdrawal that recipients answer with 「削除しました」 while the sender watches; a next version that
 * says who falls out; leaving a group, with what it takes along. */
import { check, text } from './stage.mjs'

/* The API as the signed-in person of this window. */
export function call(page, method, path, body, headers = {}) {
  return page.evaluate(async ([method, path, body, headers]) => {
    const { csrf } = await (await fetch('/api/v1/me')).json()
    const answer = await fetch(`/api/v1${path}`, { method, headers: { 'X-CSRF-Token': csrf, ...(body ? { 'Content-Type': 'application/json' } : {}), ...headers }, ...(body ? { body: JSON.stringify(body) } : {}) })
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`)
    return answer.status === 204 ? null : answer.json()
  }, [method, path, body, headers])
}

async function orgId(page, code) {
  const found = (await call(page, 'GET', `/orgs?q=${code}`)).items.find(one => one.code === code)
  check(found, `there is an organisation ${code}`)
  return found.id
}

async function published(stage, analyst, title, codes) {
  const orgs = []
  for (const code of codes) orgs.push(await orgId(analyst, code))
  const { id } = await call(analyst, 'POST', '/advisories', { title, kind: 'alert', reason: 'attack', tlp: 'GREEN', summary: '遠隔接続装置への攻撃が続いています。', action: '接続元を限ってください。', recipients: { orgs } })
  await call(await stage.as('approver'), 'POST', `/advisories/${id}/approve`)
  const publisher = await stage.as('publisher')
  await call(publisher, 'POST', `/advisories/${id}/publish`)
  return { id, publisher }
}

async function bothSizes(stage, page, name) {
  await stage.settle(page)
  await stage.picture(page, `${name}-1280`)
  await page.setViewportSize({ width: 800, height: 900 })
  await stage.picture(page, `${name}-800`)
  await page.setViewportSize({ width: 1280, height: 900 })
}

async function axeClean(stage, page, what) {
  const faults = await stage.axe(page)
  check(!faults.length, `${what} has no accessibility faults: ${faults.join('; ')}`)
}

export default {
  async 'a withdrawn advisory is deleted by who has seen it, and the sender sees it'(stage) {
    const analyst = await stage.as('analyst')
    const title = `取り下げる注意喚起 ${Date.now() % 100000}`
    const { id, publisher } = await published(stage, analyst, title, ['power-001', 'rail-001'])
    const operator = await stage.as('power', { path: `/messages/${id}` })
    await operator.getByRole('heading', { name: title }).waitFor()

    await publisher.goto(`/messages/${id}`)
    await publisher.getByRole('button', { name: text('withdraw.go') }).click()
    await publisher.getByRole('dialog').getByLabel(text('withdraw.reason')).fill('対象の版に誤りがありました。')
    await stage.picture(publisher, 'recall-withdraw-ja-1280', false)
    await publisher.getByRole('dialog').getByRole('button', { name: text('withdraw.go') }).click()
    await publisher.getByRole('tab', { name: text('tab.recall') }).click()
    const mine = publisher.getByRole('row').filter({ hasText: '月見瀬電力' })
    await mine.filter({ hasText: text('recall.state.outstanding') }).waitFor()
    await bothSizes(stage, publisher, 'recall-board-ja')
    await axeClean(stage, publisher, 'the state of a recall')

    /* The open page turns into a tombstone by itself. */
    await operator.getByText(text('recalled.title.withdrawn')).waitFor()
    check(!(await operator.locator('#main').textContent()).includes('遠隔接続装置'), 'nothing of the content is left on the page')
    await bothSizes(stage, operator, 'recall-tombstone-ja')
    await axeClean(stage, operator, 'a tombstone')
    await operator.goto('/')
    await operator.getByRole('listitem').filter({ hasText: text('todo.delete') }).first().waitFor()
    await stage.picture(operator, 'recall-now-ja-1280', false)
    await operator.goto('/inbox?state=to_delete')
    const row = operator.getByRole('row').filter({ hasText: text('recalled.short') }).first()
    await row.waitFor()
    await bothSizes(stage, operator, 'recall-inbox-ja')
    check(!(await operator.locator('#main').textContent()).includes(title), 'the inbox does not say what it was')
    await operator.goto(`/messages/${id}`)
    await operator.getByRole('button', { name: text('deleted.go') }).click()
    await operator.getByRole('dialog').getByLabel(text('deleted.note')).fill('共有フォルダの写しも削除しました。')
    await stage.picture(operator, 'recall-deleted-ja-1280', false)
    await operator.getByRole('dialog').getByRole('button', { name: text('deleted.go') }).click()
    await operator.getByText('共有フォルダの写しも削除しました。').waitFor()
    await stage.picture(operator, 'recall-complied-ja-1280', false)
    await mine.filter({ hasText: text('recall.state.complied') }).waitFor()          /* live */

    const english = await stage.as('publisher', { path: `/messages/${id}?tab=recall`, lang: 'en' })
    await english.getByText(text('recall.lead', {}, 'en')).waitFor()
    await bothSizes(stage, english, 'recall-board-en')
    const stone = await stage.as('power', { path: `/messages/${id}`, lang: 'en' })
    await stone.getByText(text('recalled.title.withdrawn', {}, 'en')).waitFor()
    await bothSizes(stage, stone, 'recall-tombstone-en')
  },

  async 'a next version for fewer says who falls out before it is published'(stage) {
    const analyst = await stage.as('analyst')
    const title = `宛先を狭める注意喚起 ${Date.now() % 100000}`
    const { id, publisher } = await published(stage, analyst, title, ['power-001', 'rail-001'])
    const rail = await stage.as('rail', { path: `/messages/${id}` })
    await rail.getByRole('heading', { name: title }).waitFor()
    const power = await orgId(analyst, 'power-001')
    await call(analyst, 'POST', `/advisories/${id}/revisions`, { title, kind: 'alert', reason: 'attack', tlp: 'AMBER', summary: '宛先を改めました。', action: '接続元を限ってください。', recipients: { orgs: [power] } })
    await analyst.goto(`/advisories/${id}/edit`)
    await analyst.getByText(text('change.title', { n: 1 })).waitFor()
    await bothSizes(stage, analyst, 'narrow-editor-ja')
    await call(await stage.as('approver'), 'POST', `/advisories/${id}/approve`)
    await publisher.goto(`/messages/${id}`)
    await publisher.getByText(text('change.title', { n: 1 })).waitFor()
    await publisher.getByRole('button', { name: text('publish.go') }).click()
    await publisher.getByRole('dialog').getByText(/組織が見られなくなります/).waitFor()
    await stage.picture(publisher, 'narrow-publish-ja-1280', false)
    await publisher.getByRole('dialog').getByRole('button', { name: text('publish.send') }).click()
    await rail.getByText(text('recalled.title.narrowed')).waitFor()
    await publisher.getByRole('tab', { name: text('tab.recall') }).click()
    await publisher.getByRole('row').filter({ hasText: text('recall.why.narrowed') }).first().waitFor()
  },

  async 'a report is withdrawn by who wrote it'(stage) {
    const operator = await stage.as('power')
    const title = `取り下げる情報連絡 ${Date.now() % 100000}`
    const { id } = await call(operator, 'POST', '/reports', { title, summary: '誤って送信しました。', sector: 'power', event_type: 'unavailable', basis: 'severe', route: 'ministry', noticed_at: '2026-11-01T00:00:00Z', causes: ['unknown'] })
    const ministry = await stage.as('meti', { path: `/messages/${id}` })
    await ministry.getByRole('heading', { name: title }).waitFor()
    await operator.goto(`/messages/${id}`)
    await operator.getByRole('button', { name: text('withdraw.go') }).click()
    await operator.getByRole('dialog').getByText(text('withdraw.report.lead')).waitFor()
    await operator.getByRole('dialog').getByLabel(text('withdraw.reason')).fill('送り先の誤り')
    await operator.getByRole('dialog').getByRole('button', { name: text('withdraw.go') }).click()
    await ministry.getByText(text('recalled.title.withdrawn')).waitFor()
    await operator.getByRole('tab', { name: text('tab.recall') }).waitFor()
    await stage.picture(operator, 'report-withdrawn-ja-1280')
  },

  async 'leaving a group tells first what it takes along'(stage) {
    const platform = await stage.as('platform')
    const id = await orgId(platform, 'power-001')
    await platform.goto(`/directory/orgs/${id}`)
    await platform.getByRole('button', { name: text('org.change.leave') }).click()
    await platform.getByRole('dialog').getByText(text('org.change.leave.takes')).waitFor()
    await stage.picture(platform, 'leaving-ja-1280', false)
    await platform.setViewportSize({ width: 800, height: 900 })
    await stage.picture(platform, 'leaving-ja-800', false)
    await axeClean(stage, platform, 'the dialog of leaving')
    await platform.getByRole('dialog').getByRole('button', { name: text('org.change.leave.go') }).click()
    await platform.getByText(/^脱退後: 閲覧を終了 [1-9]/).waitFor()
    await stage.picture(platform, 'left-ja-800', false)
  },
}
