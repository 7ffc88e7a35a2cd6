// test/security/together.mjs — the same thing by several people at once: two officers relay one notice, two people answer one consent,
// two confirm one large-scale mode. One wins, the others are told that it is done, and nothing is half made.
const ROUNDS = 4, AT_ONCE = 4

export async function together(checks, serve, Door) {
  const server = await serve()
  const door = new Door(server.url, checks), who = {}
  const enter = async (login, code) => {
    const { answer, who: person } = await door.signIn(login, server.person(login).password, code)
    if (!person) throw new Error(`${login}: ${answer.text}`)
    return person
  }
  const make = async (as, method, path, body, headers) => {
    const answer = await door.ask(as, method, path, { body, headers })
    if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${answer.text}`)
    return answer.json
  }
  // One 2xx; all others 409 with the code.
  const one = (answers, code) => {
    const good = answers.filter(a => a.status < 300).length, told = answers.filter(a => a.status === 409 && a.json.code === code).length
    return good === 1 && told === answers.length - 1 || answers.map(a => `${a.status} ${a.text}`).join('\n')
  }
  for (const login of ['power', 'ceptoar', 'meti']) who[login] = await enter(login)
  const officers = await Promise.all(Array.from({ length: AT_ONCE }, () => enter('ceptoar')))
  const members = await Promise.all(Array.from({ length: AT_ONCE }, () => enter('power')))
  const noticed = new Date(server.now() - 60000).toISOString()
  const report = (title, route) => ({ title, sector: 'power', event_type: 'unavailable', causes: ['unknown'], basis: 'severe', route, noticed_at: noticed, summary: 'One.' })
  const seen = async () => (await make(who.meti, 'GET', '/api/v1/reports?box=received&limit=200')).items.length

  const faults = { relay: [], again: [], consent: [] }
  for (let i = 0; i < ROUNDS; i++) {
    const original = await make(who.power, 'POST', '/api/v1/reports', report(`Round ${i}`, 'ceptoar'))
    const asked = await make(who.ceptoar, 'POST', `/api/v1/messages/${original.id}/consents`, { use: 'relay' })
    const answers = await Promise.all(members.map((member, n) => door.ask(member, 'POST', `/api/v1/consents/${asked.id}/answer`, { body: { answer: n % 2 ? 'refused' : 'given' } })))
    faults.consent.push(one(answers, 'consent.answered'))
    await make(who.power, 'POST', `/api/v1/messages/${original.id}/consents`, { use: 'relay', kind: 'anonymised' })
    const relay = revision => Promise.all(officers.map(officer => door.ask(officer, 'POST', `/api/v1/reports/${original.id}/relay`, {
      body: { revision, content: report('Somewhere', 'ministry') }, headers: { 'If-Match': `"${version}"` },
    })))
    let version = original.version, before = await seen()
    const made = await relay(original.revision.id)
    faults.relay.push(one(made, 'relay.done'))
    const winner = made.find(a => a.status < 300)?.json
    for (const a of made) if (a.status === 409 && a.json.instance !== `/api/v1/reports/${winner?.id}`) faults.relay.push(`who came second is not told what was made: ${a.text}`)
    if (await seen() !== before + 1) faults.relay.push(`${await seen() - before} reports reached the ministry`)
    // The next notice too: a second revision of the same report.
    const next = await make(who.power, 'POST', `/api/v1/reports/${original.id}/revisions`, { ...report(`Round ${i} b`, 'ceptoar'), consent: 'anonymised' }, { 'If-Match': `"${version}"` })
    version = next.version
    const more = await relay(next.revision.id)
    faults.again.push(one(more, 'relay.done'))
    const whole = winner && await make(who.ceptoar, 'GET', `/api/v1/reports/${winner.id}`)
    if (whole?.revisions.length !== 2) faults.again.push(`${whole?.revisions.length} notices of what was made`)
  }
  checks.ok('of several answers to one consent at once one counts', faults.consent)
  checks.ok('of several officers who relay one notice at once one does', faults.relay)
  checks.ok('and of a follow-up', faults.again)

  const proposer = await enter('publisher', server.code('publisher'))
  const others = await Promise.all(Array.from({ length: AT_ONCE }, () => enter('approver')))
  const mode = await make(proposer, 'POST', '/api/v1/modes', { scope: 'sector', sector: 'power', reason: 'together' })
  const confirmed = await Promise.all(others.map(other => door.ask(other, 'POST', `/api/v1/modes/${mode.id}/confirm`)))
  checks.ok('of several confirmations of one mode one switches', one(confirmed, 'mode.state'))
  const ended = await Promise.all(others.map(other => door.ask(other, 'POST', `/api/v1/modes/${mode.id}/end`, { body: { reason: 'it is over' } })))
  checks.ok('and of several ends', one(ended, 'mode.state'))
  await server.stop()
}
