/* Four windows: an operator files, the ministry passes on, the centre writes an advisory which a second person approves and a
 * publisher publishes; the operator acknowledges; and the sender's board changes by itself. */
import { check, text } from './stage.mjs'
import { fillFirst, send } from './1-report.test.mjs'

export default {
  async 'one report in, the right parties informed, an advisory out, and proof of what each did'(stage) {
    const [operator, ministry, analyst] = [await stage.as('power'), await stage.as('meti'), await stage.as('analyst')]
    const title = `四つの窓の試験 ${Date.now() % 100000}`
    await operator.getByRole('link', { name: text('report.new') }).first().click()
    await fillFirst(operator, title)
    const number = await send(operator)

    const todo = ministry.getByRole('listitem').filter({ hasText: title }).filter({ hasText: text('todo.pass') })
    await todo.waitFor()                                            /* without a reload: the stream brought it */
    await stage.picture(ministry, 'story-ministry-now-ja-1280')
    await todo.getByRole('link', { name: title }).click()
    await ministry.getByRole('button', { name: text('ack.go') }).click()
    await ministry.getByRole('button', { name: text('pass.go') }).click()
    await ministry.getByRole('dialog').getByRole('button', { name: text('pass.go') }).click()
    await ministry.getByText(text('pass.by_hand')).waitFor()
    await stage.picture(ministry, 'story-ministry-message-ja-1280')

    await analyst.getByText(title).first().waitFor()                /* live at the centre */
    await analyst.getByRole('link', { name: title }).first().click()
    await analyst.getByText(number, { exact: true }).filter({ visible: true }).first().waitFor()
    await analyst.goto('/advisories/new')
    const advice = `監視端末の点検のお願い ${Date.now() % 100000}`
    await analyst.getByLabel(text('f.title')).fill(advice)
    await analyst.getByLabel(text('f.kind')).selectOption({ index: 1 })
    await analyst.getByLabel(text('f.tlp')).selectOption('GREEN')
    await analyst.getByLabel(text('f.reason')).selectOption({ index: 1 })
    await analyst.getByLabel(text('f.summary')).fill('監視端末の画面が更新されなくなる事象が確認されています。')
    await analyst.getByLabel(text('f.action')).fill('1. 監視端末の更新時刻を確認する。\n2. 異常があれば情報連絡を送る。')
    await analyst.getByLabel('電力', { exact: true }).check()
    const heads = analyst.locator('#audience').locator('xpath=ancestor::section').getByText(/^[1-9][\d,]*$/).first()
    await heads.waitFor()
    check(Number((await heads.textContent()).replace(/,/g, '')) > 1, 'the audience is more than one organisation')
    await stage.picture(analyst, 'advisory-filled-ja-1280')
    await analyst.getByRole('button', { name: text('advisory.to_approval') }).click()
    await analyst.getByText(text('approve.wait')).waitFor()
    const path = new URL(analyst.url()).pathname

    const approver = await stage.as('approver', { path })
    await approver.getByRole('button', { name: text('approve.go') }).click()
    await approver.getByRole('dialog').getByRole('button', { name: text('approve.go') }).click()
    await approver.getByText(text('publish.wait')).waitFor()
    const publisher = await stage.as('publisher', { path })
    await publisher.getByText(text('advisory.hops')).waitFor()
    await stage.picture(publisher, 'advisory-approved-ja-1280')
    await publisher.getByRole('button', { name: text('publish.go') }).click()
    await publisher.getByRole('dialog').getByRole('button', { name: text('publish.send') }).click()
    await publisher.getByRole('tab', { name: text('tab.board') }).click()
    const mine = publisher.getByRole('row').filter({ hasText: '月見瀬電力' })
    await publisher.getByLabel(text('board.search')).fill('月見瀬電力')

    /* The operator has the page of things to do open, and it comes by itself once the ministry and the CEPTOAR passed it on. */
    await operator.goto('/')
    await ministry.goto('/')
    const passing = ministry.getByRole('listitem').filter({ hasText: advice }).filter({ hasText: text('todo.pass') })
    if (await passing.first().waitFor({ timeout: 3000 }).then(() => true, () => false)) await passing.getByRole('button', { name: text('pass.go') }).click()
    const ceptoar = await stage.as('ceptoar')
    const passingOn = ceptoar.getByRole('listitem').filter({ hasText: advice }).filter({ hasText: text('todo.pass') })
    if (await passingOn.first().waitFor({ timeout: 3000 }).then(() => true, () => false)) await passingOn.getByRole('button', { name: text('pass.go') }).click()
    const arrived = operator.getByRole('listitem').filter({ hasText: advice }).filter({ hasText: text('todo.ack') })
    await arrived.waitFor()
    await mine.waitFor()
    check(!(await mine.textContent()).includes(text('delivery.acknowledged')), 'not yet confirmed on the board')
    await arrived.getByRole('button', { name: text('ack.go') }).click()
    await mine.filter({ hasText: text('delivery.acknowledged') }).waitFor()          /* the board, live */
    await stage.picture(publisher, 'story-board-ja-1280')

    await operator.goto('/inbox?state=all')
    const row = operator.getByRole('row').filter({ hasText: advice })
    await row.getByRole('button', { name: text('outcome.go') }).click()
    await operator.getByRole('menuitem', { name: text('outcome.not_affected') }).click()
    await operator.getByRole('dialog').getByRole('button', { name: text('outcome.send') }).click()
    await mine.filter({ hasText: text('outcome.not_affected') }).waitFor()

    /* Withdrawing reaches the recipient as a tombstone. */
    await publisher.getByRole('button', { name: text('withdraw.go') }).click()
    await publisher.getByRole('dialog').getByLabel(text('withdraw.reason')).fill('試験のため')
    await publisher.getByRole('dialog').getByRole('button', { name: text('withdraw.go') }).click()
    await operator.goto(path)
    await operator.getByText(text('recalled.title.withdrawn')).waitFor()
    await stage.picture(operator, 'recalled-ja-1280')
  },

  async 'what is late comes first, though a hundred newer have arrived'(stage) {
    const operator = await stage.as('power')
    const filed = await operator.evaluate(async () => {
      const { csrf } = await (await fetch('/api/v1/me')).json()
      const body = JSON.stringify({ title: '多数の報告', summary: '試験', sector: 'power', event_type: 'unavailable', basis: 'fit', route: 'ministry', noticed_at: '2026-11-01T00:00:00Z' })
      const one = () => fetch('/api/v1/reports', { method: 'POST', body, headers: { 'Content-Type': 'application/json', 'X-CSRF-Token': csrf } })
      return (await Promise.all(Array.from({ length: 105 }, one))).filter(answer => answer.status === 201).length
    })
    check(filed === 105, `all were filed, not ${filed}`)
    const ministry = await stage.as('meti')
    await ministry.getByText(text('now.overdue')).waitFor()
    await stage.picture(ministry, 'now-many-ja-1280', false)
  },

  async 'several are confirmed at once'(stage) {
    const page = await stage.as('rail', { path: '/inbox?state=all' })
    await page.getByRole('table').waitFor()
    await page.getByLabel(text('table.select_all')).check()
    await stage.picture(page, 'inbox-selected-ja-1280')
    await page.getByRole('button', { name: /選択した\d+件を確認/ }).click()
    await page.getByText(/件を処理しました/).first().waitFor()
  },

  async 'a new version replaces the old one and shows the difference'(stage) {
    const analyst = await stage.as('analyst', { path: '/advisories?box=own&status=published' })
    await analyst.getByRole('table').getByRole('link').first().click()
    await analyst.getByRole('link', { name: text('new_version.go') }).click()
    const summary = analyst.getByLabel(text('f.summary'))
    await summary.fill(`${await summary.inputValue()}\n追記: 対処の手順を改めました。`)
    await analyst.getByRole('button', { name: text('advisory.to_approval') }).click()
    await analyst.getByText(text('approve.wait')).waitFor()
    const path = new URL(analyst.url()).pathname
    const approver = await stage.as('approver', { path })
    await approver.getByRole('button', { name: text('approve.go') }).click()
    await approver.getByRole('dialog').getByRole('button', { name: text('approve.go') }).click()
    await approver.getByText(text('publish.wait')).waitFor()
    const publisher = await stage.as('publisher', { path })
    await publisher.getByRole('button', { name: text('publish.go') }).click()
    await publisher.getByRole('dialog').getByRole('button', { name: text('publish.send') }).click()
    await publisher.getByText(text('revision.version', { n: 2 })).first().waitFor()
    await publisher.getByRole('tab', { name: text('tab.revisions') }).click()
    await publisher.locator('ins', { hasText: '追記' }).first().waitFor()
    await stage.picture(publisher, 'advisory-version-ja-1280')
  },

  async 'the page says when the connection is lost, and catches up'(stage) {
    if (!stage.server.process) return
    const page = await stage.as('power')
    await page.getByText(text('live.live'), { exact: true }).waitFor()
    await stage.server.stop('SIGKILL')
    await page.getByText(text('live.reconnecting'), { exact: true }).waitFor()
    stage.server.exit = undefined
    await stage.server.start()
    await page.getByText(text('live.live'), { exact: true }).waitFor({ timeout: 30000 })
    stage.complaints()                                              /* of the server that was away */
  },
}
