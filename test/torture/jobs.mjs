// test/torture/jobs.mjs — work that goes on behind an answer: a recall to many, what leaving a group takes along, large-scale mode with
// its sharing, the index behind suggestions; and what people do meanwhile: relay by a CEPTOAR, consent, rate a case. The server is killed
// at random moments under it; afterwards all of it is done, each exactly once.
import { pause } from '../lib/server.mjs'

const now = () => new Date(Date.now() - 60_000).toISOString()
const report = (more) => ({
  title: '拷問試験の情報連絡', sector: 'power', event_type: 'unavailable', causes: ['unknown'], basis: 'severe', route: 'ministry', tlp: 'AMBER', consent: 'named', noticed_at: now(),
  summary: '監視系の端末が応答しない。', ...more,
})

export async function underWay({ server, random, check, restart, kills, many }) {
  const who = {}
  for (const login of ['platform', 'analyst', 'approver', 'publisher', 'auditor', 'power', 'rail', 'meti', 'ceptoar']) who[login] = await server.signIn(login)
  const orgs = (await server.call(who.platform, 'GET', '/api/v1/orgs?q=power&limit=200')).json.items
  let serial = 0
  const tag = `job${process.pid}-`
  const key = () => ({ 'Idempotency-Key': tag + ++serial })

  // Asks again, with the same key, until there is an answer: what a client does whose server went away.
  async function surely(person, method, path, body, headers = {}, also = []) {
    const same = { ...headers }
    for (let n = 0; n < 600; n++) {
      const answer = await server.call(who[person], method, path, { body, headers: same }).catch(() => undefined)
      if (answer && answer.status !== 503 && !(answer.status === 409 && answer.json?.code?.startsWith('idempotency'))) {
        if (answer.status >= 400 && !also.includes(answer.json?.code)) throw new Error(`${method} ${path}: ${answer.status} ${answer.text}`)
        return answer
      }
      await pause(20)
    }
    throw new Error(`${method} ${path}: no answer`)
  }
  const get = async (person, path) => (await surely(person, 'GET', path)).json
  async function until(what, done) {
    for (let n = 0; n < 600; n++) {
      if (await done()) return
      await pause(50)
    }
    throw new Error(`${what} does not come to its end`)
  }
  const entries = async (verb, object) => (await get('auditor', `/api/v1/journal?verb=${verb}&object=${object}&limit=10`)).items.length
  // Once, and not twice: entries take their place in the log a moment after their change.
  async function once(verb, object, problems) {
    await until(`${verb} ${object}`, async () => await entries(verb, object) > 0).catch((error) => problems.push(error.message))
    const times = await entries(verb, object)
    if (times > 1) problems.push(`${verb} ${object} stands ${times} times in the journal`)
  }
  const kill = async (ms) => {                             // at a random moment within so long
    await pause(random() * ms)
    await server.stop('SIGKILL')
    await restart()
  }
  async function trial(name, work) {
    const problems = []
    try { await work(problems) } catch (error) { problems.push(error.message) }
    check(name, problems)
  }

  async function publish(recipients, title) {
    const made = (await surely('analyst', 'POST', '/api/v1/advisories', { title, kind: 'alert', reason: 'attack', tlp: 'AMBER', summary: '内容', action: '対応', recipients }, key())).json
    await surely('approver', 'POST', `/api/v1/advisories/${made.id}/approve`)
    return { id: made.id, orgs: (await surely('publisher', 'POST', `/api/v1/advisories/${made.id}/publish`, undefined, {}, ['advisory.no_draft'])).json.orgs }
  }

  // More recipients than one transaction takes.
  await Promise.all(Array.from({ length: 16 }, async (_, lane) => {
    for (let i = lane; i < many; i += 16)
      await surely('platform', 'POST', '/api/v1/orgs', { code: `torture-${i}`, kind: 'operator', sector: 'power', ja: `拷問${i}(架空)`, en: `Torture ${i} (fictional)` }, key())
  }))

  for (let i = 1; i <= kills; i++) {
    await trial(`kill during a recall ${i}`, async (problems) => {
      const { id, orgs } = await publish({ sectors: ['power'] }, `取り消される情報 ${i}`)
      if (i % 2) await kill(100)                              // while it is still going out
      else await until('the advisory', async () => (await get('analyst', `/api/v1/messages/${id}/deliveries?limit=1`)).summary.total === orgs)
      const withdraw = surely('publisher', 'POST', `/api/v1/advisories/${id}/withdraw`, { reason: '宛先の誤り' }, {}, ['advisory.withdrawn'])
      await kill(120)
      await withdraw
      await until('the recall', async () => !(await get('analyst', `/api/v1/messages/${id}/recall`)).summary.still_recalling)
      const { summary } = await get('analyst', `/api/v1/messages/${id}/recall`)
      if (!(i % 2) && summary.total !== orgs) problems.push(`${summary.total} of ${orgs} recalled`)
      if (!summary.total || summary.hops.reduce((sum, hop) => sum + hop.total, 0) !== summary.total) problems.push('the hops do not add up')
      await once('advisory.withdraw', id, problems)
      for (const person of ['power', 'ceptoar', 'meti']) {
        const seen = await get(person, `/api/v1/messages/${id}`)
        if (!seen.recalled || JSON.stringify(seen).includes('内容')) problems.push(`${person} still has it`)
      }
    })
  }

  await trial('kill while large-scale mode shares', async (problems) => {
    const shared = []
    for (let i = 0; i < 150; i++) shared.push((await surely('power', 'POST', '/api/v1/reports', report({ title: `共有される情報連絡 ${i}` }), key())).json.id)
    const ours = new Set(shared)
    for (let after = '', more = true; more;) {
      const page = await get('meti', `/api/v1/inbox?state=open&limit=200${after && '&after=' + encodeURIComponent(after)}`)
      for (const item of page.items) if (ours.has(item.message.id)) await surely('meti', 'POST', `/api/v1/deliveries/${item.delivery.id}/pass`, undefined, {}, ['delivery.not_waiting', 'delivery.passed', 'delivery.no_pass'])
      more = !!(after = page.next)
    }
    const mode = (await surely('approver', 'POST', '/api/v1/modes', { scope: 'sector', sector: 'power', reason: '広い範囲の停電' }, key())).json.id
    const confirm = surely('publisher', 'POST', `/api/v1/modes/${mode}/confirm`, undefined, {}, ['mode.state'])
    await kill(120)
    await confirm
    await kill(100)
    const state = async () => (await get('publisher', '/api/v1/modes?state=all')).items.find((one) => one.id === mode)
    await until('sharing', async () => (await state()).shared >= 150)
    await once('mode.confirm', mode, problems)
    for (const id of shared) await once('mode.share', id, problems)
    await surely('publisher', 'POST', `/api/v1/modes/${mode}/end`, { reason: '復旧したため平時に戻す' }, {}, ['mode.state'])
    await kill(100)
    if ((await state()).state !== 'off') problems.push('the end was lost')
  })

  // Relays, consents, cases and ratings, while the server dies again and again.
  const kept = { relays: [], cases: [] }
  const troubles = []
  let running = true
  const content = (text) => { const { route, consent, tlp, ...rest } = report({ summary: text, route: 'ministry' }); return { ...rest, route } }
  async function relay() {
    const original = (await surely('power', 'POST', '/api/v1/reports', report({ route: 'ceptoar', consent: 'none' }), key())).json
    const consent = (await surely('ceptoar', 'POST', `/api/v1/messages/${original.id}/consents`, { use: 'relay' }, key())).json.id
    await surely('power', 'POST', `/api/v1/consents/${consent}/answer`, { answer: 'given' }, {}, ['consent.answered'])
    const etag = (await surely('ceptoar', 'GET', `/api/v1/messages/${original.id}`)).headers.get('etag')
    const body = { revision: original.revision.id, content: content(`端末が応答しない。${++serial}`) }
    const derived = (await surely('ceptoar', 'POST', `/api/v1/reports/${original.id}/relay`, body, { ...key(), 'If-Match': etag })).json.id
    kept.relays.push({ original: original.id, consent, derived })
  }
  async function rate() {
    const id = (await surely('analyst', 'POST', '/api/v1/cases', { title: `拷問試験の案件 ${++serial}` }, key())).json.id
    const rating = { scheme: 'v1_2018', axes: [{ axis: 'continuity', level: 2 }], answers: [{ question: 'extent', choice: 'part', number: 1200 }], rationale: '範囲', provisional: true }
    await surely('analyst', 'POST', `/api/v1/cases/${id}/severity`, rating, key())
    kept.cases.push(id)
  }
  const loop = async (work) => { while (running) await work().catch((error) => { troubles.push(error.message); running = false }) }
  await trial('kills under relays, consents and ratings', async (problems) => {
    const loops = [loop(relay), loop(relay), loop(rate), loop(rate)]
    for (let i = 0; i < kills + 2 && running; i++) await kill(600)
    running = false
    await Promise.all(loops)
    problems.push(...troubles)
    if (!kept.relays.length || !kept.cases.length) problems.push('nothing was done between the kills')
    for (const { original, consent, derived } of kept.relays) {
      const draft = await get('ceptoar', `/api/v1/reports/${original}/relay-draft`)
      if (draft.derived?.id !== derived) problems.push(`${original} is relayed as ${draft.derived?.id}, not ${derived}`)
      if (draft.consent.answer !== 'given') problems.push(`consent ${consent} was lost`)
      if ((await get('ceptoar', `/api/v1/messages/${derived}`)).revisions.length !== 1) problems.push(`${derived} is not there once`)
    }
    for (const id of kept.cases) {
      const { ratings } = await get('analyst', `/api/v1/cases/${id}`)
      if (ratings.length !== 1) problems.push(`case ${id} has ${ratings.length} ratings`)
    }
    console.log(JSON.stringify({ relays: kept.relays.length, cases: kept.cases.length }))
  })

  await trial('kill while what a group brought is taken back', async (problems) => {
    const org = orgs.find((one) => one.code === 'power-001').id
    const ceptoar = (await get('platform', `/api/v1/orgs/${org}`)).ceptoars?.[0]?.id ?? (await get('ceptoar', '/api/v1/me')).org.id
    for (let i = 0; i < 210; i += 6) await Promise.all([...Array(6)].map((_, n) => publish({ orgs: [org] }, `脱退で失う情報 ${i + n}`)))
    const { would } = await get('platform', `/api/v1/orgs/${org}/memberships/${ceptoar}/recall`)
    const leave = surely('platform', 'DELETE', `/api/v1/orgs/${org}/memberships/${ceptoar}`, undefined, {}, ['missing'])
    await kill(120)
    await leave
    const state = () => get('platform', `/api/v1/orgs/${org}/memberships/${ceptoar}/recall`)
    await until('leaving', async () => { const s = await state(); return s.recalled + s.asked >= would.recall + would.ask })
    await pause(200)
    const after = await state()
    if (after.recalled !== would.recall || after.asked !== would.ask) problems.push(`${after.recalled} and ${after.asked}, not ${would.recall} and ${would.ask}`)
    if (after.member) problems.push('it is a member still')
  })
}
