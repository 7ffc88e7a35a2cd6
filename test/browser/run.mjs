/* test/browser/run.mjs [--program build/noroshi] [--shots DIR] [--only WORD]   People's journeys in Chromium, against a real server
 * on a fresh copy of the demonstration country; or against one that runs: NOROSHI_URL, with NOROSHI_PEOPLE='[{"login","password",
 * "totp"}]' and NOROSHI_CODE, a command that prints the present code of the login appended to it. One line per test, then totals. */
import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Country, options } from '../lib/server.mjs'

const here = dirname(fileURLToPath(import.meta.url))
const opts = options(process.argv)
const only = opts.value('--only')
if (!existsSync(join(here, 'node_modules', 'playwright-core')))
  execFileSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], { cwd: here, stdio: 'inherit' })

function running() {
  const people = JSON.parse(process.env.NOROSHI_PEOPLE ?? '[]')
  const [command, ...args] = (process.env.NOROSHI_CODE ?? '').split(' ')
  return {
    url: process.env.NOROSHI_URL, stop() {}, now: Date.now,
    person: login => people.find(one => one.login === login),
    code: login => execFileSync(command, [...args, login], { encoding: 'utf8' }).match(/\d{6}/)[0],
  }
}

const { Stage } = await import('./stage.mjs')
const country = process.env.NOROSHI_URL ? null : new Country(opts)
let server = country ? await country.server() : running()
const stage = new Stage(server, opts.value('--shots') ?? process.env.SHOTS)
let passed = 0, failed = 0
try {
  await stage.open()
  for (const file of readdirSync(here).filter(name => name.endsWith('.test.mjs')).sort()) {
    const { default: tests, fresh } = await import(join(here, file))
    const wanted = Object.entries(tests).filter(([name]) => !only || `${file} ${name}`.includes(only))
    if (fresh && country && wanted.length) {                          /* a store that no earlier file has changed */
      await server.stop()
      server = await country.server()
      stage.move(server)
    }
    for (const [name, run] of wanted) {
      const started = Date.now()
      try {
        await run(stage)
        const complaints = stage.complaints()
        if (complaints.length) throw new Error(`the page complained:\n${complaints.join('\n')}`)
        passed++
        console.log(`ok      ${name} (${((Date.now() - started) / 1000).toFixed(1)} s)`)
      } catch (error) {
        failed++
        console.log(`not ok  ${name}\n${String(error.stack ?? error).split('\n').slice(0, 14).map(line => '    ' + line).join('\n')}`)
        for (const line of stage.complaints()) console.log('    the page said: ' + line.split('\n')[0])
        await stage.failure(name)
      }
      await stage.closeWindows()
    }
  }
} finally {
  await stage.close()
  await server.stop()
  country?.close()
}
console.log(`${passed} passed, ${failed} failed`)
process.exitCode = failed ? 1 : 0
