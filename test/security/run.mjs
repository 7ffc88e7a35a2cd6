// test/security/run.mjs [--program PATH] [--postgres URL] — attacks on a real server: every route as everybody, broken input, raw
// sockets, sign-in, what leaks. See README.md beside it. One line per check; ends with "N passed, N failed".
import { Country, options } from '../lib/server.mjs'
import { Accounts } from './accounts.mjs'
import { Checks, Door } from './check.mjs'
import { Input } from './input.mjs'
import { Walk } from './walk.mjs'

const opts = options(process.argv)
const checks = new Checks()
const country = new Country(opts)
const logs = []

// Everything that the server says, from its first line on.
async function serve(args = [], more = {}) {
  const server = await country.server({ args: ['--rate', '0', ...args], ...more })
  const log = { text: server.log }
  server.process.stderr.on('data', data => { log.text += data })
  logs.push(log)
  return server
}

try {
  const server = await serve(['--access-log'], { env: { NOROSHI_LOG: 'debug' } })
  const door = new Door(server.url, checks)
  const walk = new Walk(checks, server, door)
  await walk.served()
  await walk.signInAll()
  await walk.things()
  await walk.nobody()
  await walk.roles()
  await walk.strangers()
  await walk.forged()
  const input = new Input(checks, walk)
  await input.fields()
  await input.shapes()
  await input.sizes()
  await input.queries()
  await input.ids()
  await input.methods()
  await walk.ended()
  await walk.tokens()
  await walk.levels()
  checks.ok(`the head and the form of ${door.asked} answers`, [...door.faults])
  await server.stop()

  const proxied = await serve(['--trust-proxy'])
  const door2 = new Door(proxied.url, checks)
  const accounts = new Accounts(checks, proxied, door2)
  const streamEnds = await accounts.stream()
  await accounts.throttling()
  await accounts.codes()
  await accounts.passwords()
  await accounts.races()
  await accounts.tables()
  await accounts.journal()
  await accounts.climbing()
  await streamEnds()
  checks.ok(`the head and the form of ${door2.asked} more answers`, [...door2.faults])
  await proxied.stop()
} catch (error) {
  checks.ok('the run came to its end', [error.stack])
} finally { country.close() }
console.log(`${checks.passed} passed, ${checks.failed} failed`)
process.exit(checks.failed ? 1 : 0)
